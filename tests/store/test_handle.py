"""`handle` on a real PostgreSQL: once, all or nothing, and safe to ask again."""

import time
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from eventsourcing.persistence import StoredEvent

from domain.kernel import Context, ReportDeadlinePassed
from domain.people import CLOCK
from store.codec import Codec, split
from store.database import Database as Pool
from store.database import DatabaseAway
from store.desk import Desk
from store.log import CaseRecorder
from store.request import deadline_command_id
from tests.parts import Database
from tests.store.desk_on import WANG, a_desk, asked, opened
from tests.toy import TOY, CloseToy, Command, Event, OpenToy, RemarkToy, State, ToyRemarked

LONG_AGO = datetime(2025, 9, 3, tzinfo=UTC)
FAR_AHEAD = datetime(2099, 1, 1, tzinfo=UTC)


@pytest.fixture
def desk(database: Database) -> Generator[Desk]:
    with a_desk(database.app_url) as desk:
        yield desk


def kinds(desk: Desk, case: str) -> list[str]:
    return [event.kind for event in desk.handler.log.events(case)]


def test_a_command_is_recorded_with_who_when_and_under_which_rules(desk: Desk) -> None:
    desk.handle(opened("t1", FAR_AHEAD))
    [event] = desk.handler.log.events("t1")
    assert (event.version, event.kind, event.actor, event.command_id) == (1, "toy_opened", WANG, "t1/open")
    assert event.policy_version and event.calendar_version
    assert event.occurred_at == event.recorded_at
    row = desk.handler.cases.get("t1")
    assert row and (row.version, row.summary.phase, row.plan.deadlines[0].due) == (1, "open", FAR_AHEAD)


def test_the_same_command_id_gives_the_same_answer_and_changes_nothing(desk: Desk) -> None:
    desk.handle(opened("t1"))
    said = asked("t1", RemarkToy(words="once"), key="k")
    first, again = desk.handle(said), desk.handle(said)
    assert (first.outcome, first.replayed, again.outcome, again.replayed) == (first.outcome, False, first.outcome, True)
    assert kinds(desk, "t1") == ["toy_opened", "toy_remarked"]


def test_a_refusal_is_given_again_although_it_would_be_accepted_now(desk: Desk) -> None:
    early = asked("t1", RemarkToy(words="too early"), key="k")
    assert desk.handle(early).outcome.reason == "unknown_case"
    desk.handle(opened("t1"))
    assert desk.handle(early).outcome.reason == "unknown_case"
    assert kinds(desk, "t1") == ["toy_opened"]


@pytest.mark.parametrize("other", [RemarkToy(words="other"), CloseToy()], ids=["body", "command"])
def test_a_command_id_can_not_be_used_for_another_request(desk: Desk, other: RemarkToy | CloseToy) -> None:
    desk.handle(opened("t1"))
    desk.handle(asked("t1", RemarkToy(words="one"), key="k"))
    assert desk.handle(asked("t1", other, key="k")).outcome.reason == "key_reused"
    assert kinds(desk, "t1") == ["toy_opened", "toy_remarked"]


def test_a_stale_version_is_refused_and_the_current_one_is_accepted(desk: Desk) -> None:
    desk.handle(opened("t1"))
    desk.handle(asked("t1", RemarkToy(words="2"), version=1))
    assert desk.handle(asked("t1", RemarkToy(words="3"), version=1)).outcome.reason == "stale_version"
    assert desk.handle(asked("t1", RemarkToy(words="3"), version=2)).outcome.version == 3


def test_a_command_outside_the_whitelist_is_refused_and_kept_with_who_asked(desk: Desk, database: Database) -> None:
    assert desk.handle(asked("t1", OpenToy(), key="o", actor=CLOCK)).outcome.reason == "forbidden"
    with psycopg.connect(database.app_url) as connection:
        row = connection.execute("SELECT reason, actor FROM commands WHERE command_id = 'o'").fetchone()
    assert row and row[0] == "forbidden" and '"clock"' in row[1]
    assert kinds(desk, "t1") == []


def test_a_passed_deadline_is_recorded_before_the_command_that_comes_late(desk: Desk) -> None:
    desk.handle(opened("t1", LONG_AGO))
    desk.handle(asked("t1", CloseToy(), key="close"))
    _, passed, closed = desk.handler.log.events("t1")
    assert (passed.kind, passed.occurred_at, passed.actor, passed.causation_id) == (
        "deadline_passed",
        LONG_AGO,
        CLOCK,
        "close",
    )
    assert closed.kind == "toy_closed"
    assert passed.recorded_at == closed.recorded_at


def test_a_deadline_that_is_not_due_yet_stands(desk: Desk) -> None:
    desk.handle(opened("t1", FAR_AHEAD))
    desk.handle(asked("t1", RemarkToy(words="in time")))
    assert kinds(desk, "t1") == ["toy_opened", "toy_remarked"]


def test_the_timers_report_of_a_deadline_already_found_passed_adds_nothing(desk: Desk) -> None:
    desk.handle(opened("t1", LONG_AGO))
    desk.handle(asked("t1", RemarkToy(words="late")))
    report = asked(
        "t1",
        ReportDeadlinePassed(name="d1", due=LONG_AGO),
        key=deadline_command_id("t1", "d1", LONG_AGO),
        actor=CLOCK,
    )
    assert desk.handle(report).replayed
    assert kinds(desk, "t1") == ["toy_opened", "deadline_passed", "toy_remarked"]


def test_a_refused_command_leaves_the_passed_deadline_recorded(desk: Desk) -> None:
    desk.handle(opened("t1", LONG_AGO))
    refused = desk.handle(asked("t1", OpenToy(), key="again"))
    assert (refused.outcome.reason, refused.outcome.version) == ("wrong_phase", 2)
    assert kinds(desk, "t1") == ["toy_opened", "deadline_passed"]
    assert refused.plan.deadlines == ()


def test_writers_of_one_case_in_several_processes_lose_nothing(database: Database) -> None:
    with a_desk(database.app_url) as one, a_desk(database.app_url) as two:
        one.handle(opened("t1"))

        def say(n: int) -> int:
            return (one, two)[n % 2].handle(asked("t1", RemarkToy(words=str(n)), key=f"k{n}")).outcome.version

        with ThreadPoolExecutor(8) as pool:
            versions = list(pool.map(say, range(60)))
        assert sorted(versions) == list(range(2, 62))
        assert [event.version for event in one.handler.log.events("t1")] == list(range(1, 62))


def test_the_same_command_sent_to_two_processes_at_once_happens_once(database: Database) -> None:
    with a_desk(database.app_url) as one, a_desk(database.app_url) as two:
        for n in range(20):
            both = [desk.submit(opened(f"t{n}")) for desk in (one, two)]
            assert both[0].result().outcome == both[1].result().outcome
            assert kinds(one, f"t{n}") == ["toy_opened"]


def test_a_commit_whose_answer_was_lost_is_recognised_as_ones_own(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.handle(opened("t1"))
    append, lost = CaseRecorder.insert_events, list[str]()

    def loses_the_first_answer(self: CaseRecorder, events: Sequence[StoredEvent], **kwargs: object) -> object:
        done = append(self, events, **kwargs)
        if not lost:
            lost.append("answer")
            raise psycopg.IntegrityError("as the library reports its own retried commit")
        return done

    monkeypatch.setattr(CaseRecorder, "insert_events", loses_the_first_answer)
    handled = desk.handle(asked("t1", RemarkToy(words="once"), key="k"))
    assert lost and handled.replayed and handled.outcome.events == ("toy_remarked",)
    assert kinds(desk, "t1") == ["toy_opened", "toy_remarked"]


def _breaks_on_bad(command: Command, state: State, context: Context) -> list[Event]:
    if context.case_id == "bad":
        raise ZeroDivisionError("a planted bug")
    return TOY.decide(command, state, context)


def test_one_request_that_breaks_does_not_break_its_neighbours(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.handle(opened("good"))
    desk.handle(opened("bad"))
    broken = replace(TOY, decide=_breaks_on_bad)
    monkeypatch.setitem(desk.handler.codecs, "toy", Codec(broken))
    said = [desk.submit(asked(case, RemarkToy(words="x"))) for case in ("bad", "good")]
    with pytest.raises(ZeroDivisionError):
        said[0].result()
    assert said[1].result().outcome.version == 2


@pytest.mark.parametrize("statement", ["UPDATE {} SET case_id = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("table", ["stored_events", "commands"])
def test_what_was_recorded_can_not_be_changed_by_anyone(
    desk: Desk, database: Database, table: str, statement: str
) -> None:
    desk.handle(opened("t1"))
    column = "originator_id" if table == "stored_events" else "case_id"
    for url in (database.app_url, database.owner_url, database.superuser_url):
        with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement.format(table).replace("case_id", column).encode())


def test_a_row_of_an_older_shape_is_folded_anew_from_its_events(desk: Desk, database: Database) -> None:
    desk.handle(opened("t1", FAR_AHEAD))
    before = desk.handler.cases.get("t1")
    with psycopg.connect(database.app_url) as connection:
        connection.execute("UPDATE cases SET shape = 'older', state = '{}'")
    assert desk.handler.cases.get("t1") == before
    assert desk.handle(asked("t1", RemarkToy(words="2"))).outcome.version == 2


def test_an_event_of_an_older_schema_is_upcast_on_reading(database: Database) -> None:
    with a_desk(database.app_url) as desk:
        desk.handle(opened("t1"))
        desk.handle(asked("t1", RemarkToy(words="old")))

    def louder(body: dict[str, object]) -> dict[str, object]:
        return {**body, "words": f"{body['words']}!"}

    with a_desk(database.app_url, replace(TOY, upcasts={("toy_remarked", 1): louder})) as desk:
        desk.handle(asked("t1", RemarkToy(words="new")))
        _, old, new = desk.handler.log.events("t1")
        assert (old.body, new.body) == (ToyRemarked(words="old!"), ToyRemarked(words="new"))
        assert (old.schema_version, new.schema_version) == (1, 2)


def test_texts_that_look_like_the_records_own_joints_come_back_as_written(desk: Desk) -> None:
    """A row joins header and body as text, and is taken apart as text."""
    tricky = ',"body":{"kind":"toy_remarked"}}'
    desk.handle(opened("t1"))
    desk.handle(replace(asked("t1", RemarkToy(words=tricky)), command_id=tricky))
    *_, event = desk.handler.log.events("t1")
    assert (event.body, event.command_id) == (ToyRemarked(words=tricky), tricky)
    with pytest.raises(ValueError, match="damage"):
        split(b'{"event_id":"e-1"}')


def test_the_case_as_of_a_version_is_what_it_was_then(desk: Desk) -> None:
    desk.handle(opened("t1", FAR_AHEAD))
    then = desk.handler.cases.get("t1")
    desk.handle(asked("t1", CloseToy()))
    assert then
    assert desk.handler.cases.as_of("t1", 1) == then
    assert desk.handler.cases.as_of("t1", then.changed_at) == then
    assert desk.handler.cases.as_of("t1", 3) is None


def test_a_pool_whose_server_is_away_says_so(database: Database) -> None:
    pool = Pool(database.app_url.replace("@127.0.0.1:", "@127.0.0.1:1"))
    with pytest.raises(DatabaseAway), pool.connection():
        raise AssertionError("no connection should be there")
    pool.close()


def test_a_plan_changed_by_a_deadline_found_passed_has_that_deadlines_version(desk: Desk) -> None:
    """The row's plan version is the fold's, also where a later event of the same transaction leaves the plan be."""
    desk.handle(opened("t1", datetime.now(UTC) + timedelta(milliseconds=30), FAR_AHEAD))
    time.sleep(0.05)
    desk.handle(asked("t1", RemarkToy(words="late")))
    row, log = desk.handler.cases.get("t1"), desk.handler.log.events("t1")
    assert [event.kind for event in log] == ["toy_opened", "deadline_passed", "toy_remarked"]
    assert row and (row.version, row.plan_version) == (3, 2)
    assert row == desk.handler.cases.folded("t1", log)
