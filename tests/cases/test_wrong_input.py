"""Wrong input to the real process gets a clear problem of a stable type, and changes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from demo.client import Json, Problem
from tests.cases.wrong import SIGN, WISHES, WRONG, Office, an_office
from tests.parts import Database


def test_each_wrong_input_gets_its_problem_and_changes_nothing(database: Database, tmp_path: Path) -> None:
    """Status, stable type, words in both languages, what to do next; log, cases and open list stand still."""
    with an_office(database, tmp_path) as office:
        before = _everything(office)
        for wrong, (status, reason, ask) in WRONG.items():
            with pytest.raises(Problem) as caught:
                ask(office)
            problem = caught.value
            assert (wrong, problem.status, problem.reason) == (wrong, status, reason), problem.body
            assert problem.type == f"/v1/problems/{reason}"
            assert all(problem.body[name] for name in ("title", "title_en", "detail", "next", "next_en"))
            assert _everything(office) == before, wrong


def test_another_s_case_looks_like_none_at_all(database: Database, tmp_path: Path) -> None:
    """Not even the words or the headers differ, whatever is asked of it."""
    with an_office(database, tmp_path) as office:
        there, nowhere = office.submitted, "app-" + "0" * 8
        edited = {"scenario": "别的用途", "delivery": "api"}
        stranger = office.stranger
        asks: tuple[Callable[[str], object], ...] = (
            stranger.case,
            stranger.events,
            lambda case: stranger.command(case, "withdraw_application"),
            lambda case: stranger.command(case, "edit_draft", edited),
            lambda case: stranger.command(case, "sign_agreement", SIGN),
        )
        for ask in asks:
            assert _told(ask, there) == _told(ask, nowhere)


def test_a_key_belongs_to_one_request(database: Database, tmp_path: Path) -> None:
    """Another body, or another case, under the same key is refused; the first answer stays."""
    with an_office(database, tmp_path) as office:
        opened = office.wang.draft(WISHES, key="k")
        before = _everything(office)
        assert office.wang.draft(WISHES, key="k") == opened
        asks: tuple[Callable[[], object], ...] = (
            lambda: office.wang.draft({**WISHES, "scenario": "别的用途"}, key="k"),
            lambda: office.wang.command(office.draft, "withdraw_application", key="k"),
        )
        for ask in asks:
            with pytest.raises(Problem) as caught:
                ask()
            assert (caught.value.status, caught.value.reason) == (422, "key_reused")
        assert _everything(office) == before


def _told(ask: Callable[[str], object], case: str) -> Json:
    with pytest.raises(Problem) as caught:
        ask(case)
    return {name: value for name, value in caught.value.body.items() if name != "request_id"}


def _everything(office: Office) -> tuple[object, ...]:
    """The log, the case rows, items among them, and the uploads."""
    with office.api.store.database.connection() as connection:
        counts = "SELECT (SELECT max(notification_id) FROM stored_events), (SELECT count(*) FROM material)"
        found = connection.execute(counts).fetchall()
        rows = connection.execute("SELECT * FROM cases ORDER BY case_id").fetchall()
    return found, rows
