"""What a decision looks up about another case is found in PostgreSQL by the part that an organisation has in it."""

import json
import re
from collections.abc import Generator
from itertools import product
from pathlib import Path
from random import Random

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from composition import Store, open_store
from domain.application.commands import ApproveApplication
from domain.application.credit import CreditList
from domain.application.decide.credit import credit_check
from domain.items import ItemContent, OpenType
from domain.kernel import Context, Summary
from domain.open_list_item.inbox import RegisterItem
from domain.people import CLOCK, Role
from domain.processes import PROCESSES
from settings import Settings
from store.cases import CaseRow
from store.registry import finding
from store.request import Request
from tests.domain.application.cast import REVIEWER, reviewing
from tests.domain.shanghai import RULEBOOK, at
from tests.domain.violation.cast import CLERK, PUBLISHER, allege, concur, enter
from tests.parts import Database
from tests.scenario import Step, step
from tests.store.board import BOARD, pin

LISTS = (CreditList.DISHONEST_DEBTORS,)
NOW = "2025-09-05 09:00"
PARTIES, SUBJECTS = ("o-a", "o-b", "o-c"), ("rain", "wind")
PARTS = (Role.APPLICANT, Role.DATA_PUBLISHER, Role.EXPERT)


@pytest.fixture
def store(database: Database, tmp_path: Path) -> Generator[Store]:
    """An instance in which vio-1 is on record against shenjiang, about an item that weather publishes."""
    settings = Settings(database_url=database.app_url, clock=at(NOW), data_folder=tmp_path, master_key="5a" * 32)
    item = ItemContent(item_id="rain", title="预报", publisher="weather", open_type=OpenType.CONDITIONAL)
    with open_store(settings, PROCESSES) as store:
        ask(store, "open_list_item", "rain", step(NOW, CLOCK, RegisterItem(item=item)))
        for each in (allege(about=""), concur(CLERK), concur(PUBLISHER), enter()):
            ask(store, "violation", "vio-1", each)
        yield store


def ask(store: Store, process: str, case_id: str, asked: Step) -> None:
    command_id = f"{asked.actor.id}/{asked.command}"
    outcome = store.desk.handle(Request(process, case_id, command_id, asked.command, asked.actor)).outcome
    assert not outcome.reason, outcome.detail


def records(store: Store, applicant: str) -> tuple[str, ...]:
    """The open records that a credit check of that applicant finds."""
    dossier = reviewing().state.dossier.model_copy(update={"applicant": applicant})
    said = ApproveApplication(conditions_met=True, credit_checked=True, credit_lists=LISTS, despite_records="已整改")
    return credit_check(said, dossier, Context("app-1", 3, at(NOW), REVIEWER, RULEBOOK, store.registry)).records


def test_a_credit_check_sees_what_is_recorded_against_the_applicant(store: Store) -> None:
    assert records(store, "shenjiang") == ("vio-1",)


def test_a_publishers_own_credit_check_does_not_see_violations_of_those_who_use_its_data(store: Store) -> None:
    assert records(store, "weather") == ()


def test_a_case_is_found_by_its_subject_whoever_has_a_part_in_it(store: Store) -> None:
    (found,) = store.registry.find("violation", subject="rain")
    assert (found.case_id, found.phase) == ("vio-1", "recorded")


@pytest.fixture
def board(database: Database, tmp_path: Path) -> Generator[Store]:
    """An instance whose cases are whatever a test says."""
    settings = Settings(database_url=database.app_url, clock=at(NOW), data_folder=tmp_path, master_key="5a" * 32)
    with open_store(settings, (BOARD,)) as opened:
        yield opened


def _pinned(board: Store, random: Random) -> None:
    """Cases that change who asks, who publishes and what they are about, now and then both in one organisation."""
    for n in range(40):
        for version in range(1, random.choice((2, 3, 4))):
            shown = Summary(
                phase="waiting",
                subject=random.choice(SUBJECTS),
                parties={role: tuple(random.sample(PARTIES, random.randrange(3))) for role in PARTS},
                applicants=tuple(random.sample(PARTIES, random.randrange(3))),
            )
            pin(board.desk, f"case-{n:02}", version, shown, None, closed=random.random() < 0.3)


def _wanted(row: CaseRow, subject: str, applicant: str, publisher: str) -> bool:
    """The look-up in plain words."""
    shown = row.summary
    publishers = shown.parties.get(Role.DATA_PUBLISHER, ())
    return subject in ("", shown.subject) and applicant in ("", *shown.applicants) and publisher in ("", *publishers)


def test_cases_are_found_by_who_asked_and_by_who_publishes_as_things_stand_now(board: Store) -> None:
    """Whatever else an organisation is in a case, and whatever it was before: as a plain look at every case finds."""
    _pinned(board, Random(5))  # noqa: S311 -- repeatable cases, no secret
    rows, hits = board.cases.of_process("board"), 0
    for subject, applicant, publisher in product(("", *SUBJECTS), ("", *PARTIES), ("", *PARTIES)):
        found = board.registry.find("board", subject=subject, applicant=applicant, publisher=publisher)
        wanted = [row.case_id for row in rows if _wanted(row, subject, applicant, publisher)]
        assert [sketch.case_id for sketch in found] == wanted, (subject, applicant, publisher)
        hits += len(wanted)
    assert hits > 300
    assert board.registry.find("toy", applicant=PARTIES[0]) == ()


def test_what_a_large_publisher_asked_for_is_read_without_what_it_publishes(board: Store, database: Database) -> None:
    """Of 100,000 cases in which it has a part, the one that it asked for is a range of one index."""
    parties = {Role.DATA_PUBLISHER: ("o-large",)}
    pin(board.desk, "theirs", 1, Summary(phase="waiting", parties=parties, applicants=("o-small",)), None)
    pin(board.desk, "asked", 1, Summary(phase="waiting", parties=parties, applicants=("o-large",)), None)
    with psycopg.connect(database.superuser_url, autocommit=True) as connection:
        for table in ("cases", "case_parties", "case_askers"):
            copies = SQL("""
                INSERT INTO {table} SELECT (jsonb_populate_record(t, jsonb_build_object('case_id', 'case-' || n))).*
                FROM {table} t, generate_series(1, 100000) n WHERE case_id = 'theirs'""")
            connection.execute("SET session_replication_role = replica")  # without triggers
            connection.execute(copies.format(table=Identifier(table)))
            connection.execute(SQL("ANALYZE {}").format(Identifier(table)))
        wanted = {"subject": "", "applicant": "o-large", "publisher": ""}
        explained = SQL("EXPLAIN (ANALYZE, FORMAT JSON) ") + finding(wanted)
        plan = json.dumps(connection.execute(explained, {"process": "board", **wanted}).fetchone())
    assert [sketch.case_id for sketch in board.registry.find("board", applicant="o-large")] == ["asked"]
    assert "case_askers_pkey" in plan
    assert max(map(float, re.findall(r'"(?:Actual Rows|Rows Removed by [A-Za-z ]+)": ([0-9.]+)', plan))) == 1
