"""`./sluice case`: a person at a terminal lists, reads and acts, and is told what to do when something is wrong."""

import json
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli_case import app
from client import Sluice, models
from demo.open_list import import_open_list
from domain.people import Role
from domain.processes import PROCESSES
from store.people import Assignment
from tests.api.served import Served, served
from tests.parts import Database

ITEM = "sh-2025-110"
PAPERS = ("qualification", "security_system", "scenario_statement")


class Terminal:
    """One person's terminal."""

    def __init__(self, url: str, key: str) -> None:
        self.environment = {"SLUICE_URL": url, "SLUICE_KEY": key, "COLUMNS": "220"}

    def run(self, *words: str, code: int = 0, typed: str = "") -> str:
        result = CliRunner().invoke(app, list(words), input=typed, env=self.environment)
        assert result.exit_code == code, result.output
        return result.output


@pytest.fixture
def api(database: Database, tmp_path: Path) -> Generator[Served]:
    with served(database.app_url, tmp_path, PROCESSES) as running:
        running.person("importer", Role.COMPETENT_DEPARTMENT, "sh-shujuju")
        import_open_list(running.store.database, "importer")
        yield running


@pytest.fixture
def applicant(api: Served) -> Terminal:
    return Terminal(api.url, api.person("p-shen", Role.APPLICANT, "o-shenjiang").key)


@pytest.fixture
def operator(api: Served) -> Terminal:
    return Terminal(api.url, api.person("p-op", Role.PLATFORM_OPERATOR, "sh-dashuju").key)


def drafted(applicant: Terminal) -> str:
    """The id of a draft, opened with its fields as options."""
    wishes = ("--item-id", ITEM, "--scenario=为[沿江]配送避让降水", "--delivery", "api", "--term-months", "6")
    said = applicant.run("open", "application", *wishes, "--yes")
    return next(word for word in said.split() if word.startswith("app-"))


def submitted(applicant: Terminal, api: Served) -> str:
    """The same, submitted with JSON on stdin."""
    case = drafted(applicant)
    key = applicant.environment["SLUICE_KEY"]
    material = api.person("p-up", Role.APPLICANT, "o-shenjiang").send("/v1/material", b"a text").json()["id"]
    papers = [{"requirement": name, "material": material} for name in PAPERS]
    body = json.dumps({"materials": papers, "rules_accepted": True})
    said = applicant.run("do", case, "submit-application", "--stdin", "--yes", typed=body)
    assert key not in said
    return case


def test_a_person_opens_reads_and_acts(api: Served, applicant: Terminal, operator: Terminal) -> None:
    """From the draft to the acceptance, with the history that came of it."""
    case = submitted(applicant, api)
    listed = operator.run("worklist")
    assert case in listed and "待受理" in listed and "共 open 1" in listed
    accepted = operator.run("do", f"application/{case}", "accept-materials", "--yes")
    assert "✓" in accepted and "v" in accepted
    reviewed = operator.run("show", case)
    assert "个工作日 working days" in reviewed and "法定 law" in reviewed  # the limit with its receipt
    history = applicant.run("history", case)
    assert history.index("提交") < history.index("受理") and "p-op" not in history  # who acted inside is not told
    assert case in operator.run("list", "application")
    assert case not in operator.run("list", "application", "--phase", "draft")
    assert "6" in applicant.run("show", case, "--as-of", "1")


def test_a_case_shows_what_its_reader_may_do_now_and_why_not_the_rest(
    api: Served, applicant: Terminal, operator: Terminal
) -> None:
    """As the API says it, so that four eyes count too: whoever asked may decide in no role."""
    case = submitted(applicant, api)
    shown = operator.run("show", case)
    assert "Platform operator sh-dashuju" in shown
    assert answer(shown, "accept-materials") == "可以 yes"
    assert "该角色无权办理此事项" in answer(shown, "submit-application")
    api.store.people.grant("p-shen", Assignment(role=Role.PLATFORM_OPERATOR, organisation="sh-dashuju"))
    own = applicant.run("show", case, "--role", "platform_operator")
    assert "不得审核本人" in answer(own, "accept-materials") and "可以 yes" not in own


def answer(said: str, command: str) -> str:
    """What the table of actions says to a command: the last answer that stands at its line or above."""
    above = said[: said.index(command)].rsplit("\n", 1)
    cells = [one.split("│")[1].strip() for one in (*above[0].splitlines(), above[1]) if one.count("│") >= 2]
    return next(cell for cell in reversed(cells) if cell)


def line(said: str, word: str) -> str:
    """The line of a table that has that word, without the frame."""
    (found,) = (one.strip(" │") for one in said.splitlines() if word in one)
    return found


def test_work_is_found_claimed_and_let_go(api: Served, applicant: Terminal, operator: Terminal) -> None:
    """By view, by due date, by words; a claim shows to colleagues, who may take it over."""
    case = submitted(applicant, api)
    colleague = Terminal(api.url, api.person("p-op2", Role.PLATFORM_OPERATOR, "sh-dashuju").key)
    assert "p-op" in operator.run("claim", case)
    assert "p-op" in line(colleague.run("worklist"), case)
    assert case not in colleague.run("worklist", "--unclaimed")
    assert case in operator.run("worklist", "--view", "claimed")
    assert "claimed_by_another" in colleague.run("claim", case, code=1)
    assert "p-op2" in colleague.run("claim", case, "--take-over")
    assert case in colleague.run("release", case)
    assert case in colleague.run("worklist", "--unclaimed", "--process", "application", "--phase", "submitted")
    assert case not in colleague.run("worklist", "--due", "overdue")
    assert case in operator.run("search", "短时临近")
    assert case not in operator.run("search", "无此事项")


def test_each_deadline_is_told_day_by_day(api: Served, applicant: Terminal, operator: Terminal) -> None:
    case = submitted(applicant, api)
    told = operator.run("deadlines", case)
    assert "计入 counted" in told and "依据 source" in told and "calendar" in told


def test_what_a_command_takes_is_told_with_an_example_that_stdin_takes(applicant: Terminal) -> None:
    """And every command of a process that people give, none of the clock's."""
    commands = applicant.run("fields", "application")
    assert "approve-application" in commands and "report-deadline-passed" not in commands
    told = applicant.run("fields", "application", "draft-application")
    options, _, example = told.partition("{")
    assert "--scenario  必填 required" in options
    body = json.dumps(json.loads("{" + example) | {"item_id": ITEM})
    assert "app-" in applicant.run("open", "application", "--stdin", "--yes", typed=body)
    assert "draft-application" in applicant.run("fields", "application", "draft", code=1)


def test_a_substitute_acts_for_whom_they_stand_in_for(api: Served, applicant: Terminal) -> None:
    """And is told so."""
    substitute = Terminal(api.url, api.person("p-sub", Role.AUDITOR, "o-shenjiang").key)
    until = (datetime.now(UTC) + timedelta(days=7)).isoformat()
    with Sluice(applicant.environment["SLUICE_URL"], applicant.environment["SLUICE_KEY"]) as client:
        client.delegate(
            models.DelegationWanted.model_validate({"substitute": "p-sub", "valid_to": until, "ground": "年休假"})
        )
    substitute.environment["SLUICE_ON_BEHALF_OF"] = "p-shen"
    case = drafted(substitute)
    assert "代 for p-shen" in substitute.run("show", case)
    assert "p-sub" in substitute.run("history", case)


def test_nothing_is_done_without_a_yes(applicant: Terminal) -> None:
    case = drafted(applicant)
    assert "--yes" in applicant.run("do", case, "withdraw-application", code=1)
    assert "v1" in applicant.run("show", case)


def test_a_refusal_says_why_and_what_to_do_in_both_languages(applicant: Terminal) -> None:
    case = drafted(applicant)
    said = applicant.run("do", case, "accept-materials", "--yes", code=1)
    assert "该角色无权办理此事项" in said and "This role may not do this" in said and "→" in said
    unread = applicant.run("do", case, "submit-application", "--rules-accepted", "perhaps", "--yes", code=1)
    assert "invalid_input" in unread and "materials" in unread
    assert "没有此案件" in applicant.run("show", "app-none", code=1)


def test_a_slip_is_told_with_what_there_is(applicant: Terminal) -> None:
    case = drafted(applicant)
    assert "withdraw-application" in applicant.run("do", case, "withdraw", "--yes", code=1)
    assert "--scenario" in applicant.run("open", "application", "--senario", "x", "--yes", code=1)
    assert "no value" in applicant.run("open", "application", "--scenario", code=1)
    assert "demand" in applicant.run("open", "aplication", "--yes", code=1)
    assert "not JSON" in applicant.run("do", case, "withdraw-application", "--stdin", "--yes", code=1, typed="{")
    assert "object" in applicant.run("do", case, "withdraw-application", "--stdin", "--yes", code=1, typed="[]")


def test_a_key_comes_from_a_file_that_its_owner_alone_reads(applicant: Terminal, tmp_path: Path) -> None:
    """Never from an argument."""
    file = tmp_path / "key"
    file.write_text(applicant.environment["SLUICE_KEY"] + "\n")
    file.chmod(0o644)
    applicant.environment |= {"SLUICE_KEY": "", "SLUICE_KEY_FILE": str(file)}
    assert "chmod 600" in applicant.run("worklist", code=1)
    file.chmod(0o600)
    assert "cases (0)" in applicant.run("worklist")
    file.unlink()
    assert "SLUICE_KEY" in applicant.run("worklist", code=1)


def test_a_wrong_key_and_a_wrong_address_are_told(applicant: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli_case_terminal._PATIENCE", 0.3)
    applicant.environment["SLUICE_KEY"] = "slc_wrong"
    assert "需要有效的密钥" in applicant.run("worklist", code=1)
    applicant.environment["SLUICE_URL"] = "http://127.0.0.1:9"
    assert "SLUICE_URL" in applicant.run("worklist", code=1)


def test_a_key_given_twice_gives_the_same_case(applicant: Terminal) -> None:
    wishes = ("--item-id", ITEM, "--scenario", "配送", "--delivery", "api", "--key", "once", "--yes")
    first, again = (applicant.run("open", "application", *wishes) for _ in range(2))
    assert first == again


def test_watching_ends_with_the_case(api: Served, applicant: Terminal) -> None:
    case = drafted(applicant)
    applicant.run("do", case, "withdraw-application", "--yes")
    watched = applicant.run("watch", case, "--every", "0.2")
    assert "撤回" in watched and "closed" in watched


def test_a_person_sees_and_changes_what_mail_tells_them(api: Served, applicant: Terminal) -> None:
    """Each choice by itself; what may not be chosen is told with why."""
    assert "this instance sends no mail" in applicant.run("mail")
    changed = applicant.run("mail", "--tell", "turn=never", "--tell", "due=never", "--digest", "weekly")
    assert "weekly" in changed and changed.count("never") == 2 + 5  # chosen twice, and offered with every topic
    assert "see may_choose" in applicant.run("mail", "--tell", "due=at_once", code=1)
    assert "SLUICE_SMTP_HOST" in applicant.run("mail", "--address", "shen@example.org", code=1)
    assert "mail_off" in applicant.run("mail", "--resume", "--test", code=1)
