"""The rehearsal clock: forwards only, and settled before the answer."""

from collections.abc import Generator
from datetime import datetime
from pathlib import Path

import pytest

from domain.people import Role
from store.settling import ClockBusy, Mover, NotSettled
from tests.api.served import Person, Served, served
from tests.parts import Database
from tests.toy import TOY

START = datetime.fromisoformat("2025-09-03T10:00:00+08:00")
DUE = datetime.fromisoformat("2025-09-04T00:00:00+08:00")
LATER = datetime.fromisoformat("2025-09-05T00:00:00+08:00")


@pytest.fixture
def rehearsal(database: Database, tmp_path: Path) -> Generator[Served, None, None]:
    with served(database.app_url, tmp_path, (TOY,), START) as api:
        yield api


@pytest.fixture
def ann(rehearsal: Served) -> Person:
    return rehearsal.person("p-ann", Role.APPLICANT, "o-ann")


def test_the_clock_stands_until_it_is_moved_forwards(rehearsal: Served, ann: Person) -> None:
    """With nothing due, it goes where it is told; back it does not go."""
    assert ann.get("/v1/clock").json() == {"now": "2025-09-03T02:00:00Z", "rehearsal": True}
    moved = ann.ask("/v1/clock", {"to": LATER.isoformat()})
    assert moved.status_code == 200 and moved.json()["fell_due"] == []
    assert rehearsal.parts.clocks.now() == LATER
    back = ann.ask("/v1/clock", {"to": DUE.isoformat()})
    assert (back.status_code, back.json()["reason"]) == (422, "clock_backwards")


def test_without_a_worker_it_stops_at_what_fell_due(rehearsal: Served, ann: Person) -> None:
    """It names the case that is not settled, and has not gone past its instant."""
    case = ann.ask("/v1/toys", {"dues": [DUE.isoformat()]}).json()["id"]
    mover = _mover(rehearsal)
    with pytest.raises(NotSettled) as late:
        mover.move(LATER, seconds=0.1)
    assert late.value.cases == [case]
    assert rehearsal.parts.clocks.now() == DUE


def test_one_moves_it_at_a_time(rehearsal: Served) -> None:
    """A second mover is turned away."""
    mover = _mover(rehearsal)
    with mover.alone(), pytest.raises(ClockBusy):
        mover.move(LATER, seconds=1)
    assert mover.move(LATER, seconds=1) == []


def _mover(rehearsal: Served) -> Mover:
    parts = rehearsal.parts
    return Mover(parts.database, parts.cases, parts.clocks, parts.log)
