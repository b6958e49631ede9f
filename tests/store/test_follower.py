"""The follower: in order, at least once, one leader, and one bad case does not stop the others."""

import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import Connection
from psycopg.rows import DictRow, dict_row

from embedded.postgres import EmbeddedPostgres
from store import following
from store.desk import Desk
from store.follower import Away, Effect, Follower
from store.following import Lag, Line
from store.migrations import migrate
from tests.parts import Database
from tests.store.desk_on import a_desk, asked, opened
from tests.toy import RemarkToy
from tests.waiting import until

NAME = "test"


class Seen:
    """An effect that keeps what it was given."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.batches: list[int] = []

    def __call__(self, lines: Sequence[Line]) -> None:
        self.lines += lines
        self.batches.append(len(lines))

    @property
    def positions(self) -> list[int]:
        return [line.position for line in self.lines]


@contextmanager
def following_with(url: str, effect: Effect) -> Generator[Follower]:
    follower = Follower(url, NAME, effect, poll_seconds=0.2)
    follower.start()
    try:
        yield follower
    finally:
        follower.stop()


def lag(url: str) -> Lag:
    """How far it is; one that has not begun is behind."""
    with Connection[DictRow].connect(url, autocommit=True, row_factory=dict_row) as connection:
        found = following.lag(connection, NAME)
    return found or Lag(name=NAME, position=0, events=1, seconds=0, silent_seconds=0, parked=0)


def fill(desk: Desk, cases: int, remarks: int = 0) -> None:
    """Open that many toys and remark on each that often."""
    for n in range(cases):
        assert not desk.handle(opened(f"toy-{n}")).outcome.reason
        for _ in range(remarks):
            assert not desk.handle(asked(f"toy-{n}", RemarkToy(words="hm"))).outcome.reason


def test_every_event_is_seen_in_order_and_the_lag_goes_back_to_nothing(database: Database) -> None:
    """Those from before it started, and those that come while it runs."""
    seen = Seen()
    with a_desk(database.app_url) as desk:
        fill(desk, 3, remarks=2)
        with following_with(database.app_url, seen):
            until(lambda: len(seen.lines) == 9)
            desk.handle(asked("toy-0", RemarkToy(words="new")))
            until(lambda: len(seen.lines) == 10)
            until(lambda: lag(database.app_url).seconds == 0)
    assert seen.positions == sorted(seen.positions)
    assert seen.batches[0] == 9


def test_it_goes_on_where_it_stopped(database: Database) -> None:
    """The position is kept."""
    first, second = Seen(), Seen()
    with a_desk(database.app_url) as desk:
        fill(desk, 2)
        with following_with(database.app_url, first):
            until(lambda: len(first.lines) == 2)
        assert lag(database.app_url).events == 0
        desk.handle(asked("toy-0", RemarkToy(words="new")))
        assert lag(database.app_url).events == 1
        with following_with(database.app_url, second):
            until(lambda: len(second.lines) == 1)
    assert second.lines[0].version == 2


def test_it_stops_at_once_also_while_it_waits_for_the_log(database: Database) -> None:
    """It would look by itself only after a minute; a process that is told to end ends sooner."""
    seen = Seen()
    follower = Follower(database.app_url, NAME, seen, poll_seconds=60)
    follower.start()
    until(lambda: follower.leading)
    began = time.monotonic()
    follower.stop()
    assert time.monotonic() - began < 30
    assert not follower.leading


def test_there_is_one_leader_and_another_takes_over(database: Database) -> None:
    """The second waits while the first leads, and goes on after it."""
    first, second = Seen(), Seen()
    with a_desk(database.app_url) as desk, following_with(database.app_url, first) as leader:
        until(lambda: leader.leading)
        with following_with(database.app_url, second) as other:
            fill(desk, 2)
            until(lambda: len(first.lines) == 2)
            assert not other.leading and not second.lines
            leader.stop()
            until(lambda: other.leading)
            desk.handle(opened("toy-9"))
            until(lambda: len(second.lines) == 1)
    assert second.lines[0].case_id == "toy-9"


def test_a_deposed_leader_cannot_save(database: Database) -> None:
    """Its connection ends while it works: the batch is done again by who leads then, and never skipped."""
    seen = Seen()

    def cut_off(lines: Sequence[Line]) -> None:
        seen(lines)
        if len(seen.batches) == 1:
            with psycopg.connect(database.superuser_url, autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND application_name LIKE 'sluice follower%'"
                )

    with a_desk(database.app_url) as desk:
        fill(desk, 1)
        with following_with(database.app_url, cut_off):
            until(lambda: len(seen.batches) == 2)
            until(lambda: lag(database.app_url).events == 0)
    assert seen.positions == [seen.positions[0]] * 2


def test_what_is_away_is_waited_for_and_the_position_stays(database: Database) -> None:
    """Nothing is skipped while the effect's other side is down."""
    tries: list[int] = []

    def away_at_first(lines: Sequence[Line]) -> None:
        tries.append(len(lines))
        if len(tries) < 3:
            assert lag(database.app_url).position == 0
            raise Away("down")

    with a_desk(database.app_url) as desk:
        fill(desk, 2)
        with following_with(database.app_url, away_at_first):
            until(lambda: lag(database.app_url).events == 0)
    assert tries == [2, 2, 2]
    assert lag(database.app_url).parked == 0


def test_a_case_that_cannot_be_processed_is_parked_and_the_others_go_on(database: Database) -> None:
    """The bad one is named, with where and why."""
    seen = Seen()

    def picky(lines: Sequence[Line]) -> None:
        if any(line.case_id == "toy-1" for line in lines):
            raise ValueError("toy-1 is odd")
        seen(lines)

    with a_desk(database.app_url) as desk:
        fill(desk, 3)
        with following_with(database.app_url, picky):
            until(lambda: lag(database.app_url).events == 0)
    assert {line.case_id for line in seen.lines} == {"toy-0", "toy-2"}
    assert lag(database.app_url).parked == 1
    with Connection[DictRow].connect(database.app_url, autocommit=True, row_factory=dict_row) as connection:
        row = connection.execute("SELECT * FROM parked").fetchone()
        assert row and (row["case_id"], row["error"]) == ("toy-1", "ValueError('toy-1 is odd')")
        following.unpark(connection, NAME, ["toy-1"])
        assert following.parked(connection, NAME) == []


def test_it_survives_a_crash_of_postgresql(reachable_folder: Path) -> None:
    """SIGKILL and a restart: it goes on, and sees what was written afterwards."""
    seen = Seen()
    with EmbeddedPostgres.start(reachable_folder / "crash") as server:
        migrate(server.owner_url)
        with a_desk(server.app_url) as desk, following_with(server.app_url, seen):
            fill(desk, 1)
            until(lambda: len(seen.lines) == 1)
            server.kill()
            server.restart()
            assert not desk.handle(opened("toy-9")).outcome.reason
            until(lambda: {line.case_id for line in seen.lines} == {"toy-0", "toy-9"})
