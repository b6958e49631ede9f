"""What one case tells others, on a real desk: each once, needed or not; and answers that hide a case (ADR 12, 13)."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import pytest

from activities.duties import DutyContext, DutyRefused
from activities.messages import Messenger
from domain.kernel import Decider, Duty, Message, Reason, Registry, Summary
from domain.people import Role
from domain.standing import RecordMessagesSent, Sent
from store.codec import Codec
from store.desk import Desk
from tests.parts import Database
from tests.store.desk_on import LI, WANG, NoRegistry, a_desk, asked, opened
from tests.toy import TOY, Command, Event, Open, RemarkToy, State

Toy = Decider[Command, Event, State]
NEWS = RemarkToy(words="news")
_CLOCK_TOO = {**TOY.permissions["open"], Role.CLOCK: TOY.permissions["open"][Role.CLOCK] | {"remark_toy"}}
HEARING = replace(TOY, permissions={**TOY.permissions, "open": _CLOCK_TOO})


def telling(*messages: Message) -> Toy:
    """The toy, with a duty to send these."""

    def tell(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
        return messages

    return replace(HEARING, sends={"tell": tell})


@contextmanager
def messenger(database: Database, *messages: Message) -> Generator[tuple[Desk, Messenger]]:
    """A desk with the open toys `a` and `b`, and what does the duty to tell."""
    process = telling(*messages)
    with a_desk(database.app_url, process) as desk:
        desk.handle(opened("a"))
        desk.handle(opened("b"))
        yield desk, Messenger(desk, NoRegistry(), {"toy": process})


def owed(desk: Desk, duty_id: str) -> DutyContext:
    """The duty of that id, of the toy `a`."""
    row = desk.handler.cases.get("a")
    assert row is not None
    return DutyContext("toy", "a", Duty(id=duty_id, name="tell"), row)


def test_what_is_sent_again_is_recorded_once_and_reported_alike(database: Database) -> None:
    with messenger(database, Message("toy", "b", NEWS)) as (desk, sender):
        first, again = (sender.effects()["tell"](owed(desk, "a:1:tell")) for _ in range(2))
        assert first == again == RecordMessagesSent(duty_id="a:1:tell", sent=(Sent(**_to("b")),))
        events = desk.handler.log.events("b")
        assert [event.kind for event in events] == ["toy_opened", "toy_remarked"]
        assert (events[1].command_id, events[1].causation_id) == ("a:1:tell/remark_toy/b", "a:1:tell")
        assert events[1].actor.role is Role.CLOCK


def test_a_refusal_that_matters_to_no_one_is_reported_and_the_next_is_told(database: Database) -> None:
    with messenger(database, Message("toy", "none", NEWS), Message("toy", "b", NEWS)) as (desk, sender):
        report = sender.send(owed(desk, "a:1:tell"))
        sent = (Sent(**_to("none"), reason="unknown_case"), Sent(**_to("b")))
        assert report == RecordMessagesSent(duty_id="a:1:tell", sent=sent)


def test_a_needed_message_that_is_refused_leaves_the_duty_undone_until_it_is_retried(database: Database) -> None:
    """A retried duty has an id of its own, so it doesn't get the stored refusal again."""
    with messenger(database, Message("toy", "late", NEWS, needed=True)) as (desk, sender):
        with pytest.raises(DutyRefused, match="late remark_toy: unknown_case"):
            sender.send(owed(desk, "a:1:tell"))
        desk.handle(opened("late"))
        with pytest.raises(DutyRefused):
            sender.send(owed(desk, "a:1:tell"))
        assert sender.send(owed(desk, "a:2:tell")) == RecordMessagesSent(
            duty_id="a:2:tell", sent=(Sent(**_to("late")),)
        )


def _to(case: str) -> dict[str, str]:
    return {"process": "toy", "case_id": case, "kind": "remark_toy"}


def test_whether_a_refusal_hides_its_case_stays_as_it_was_decided(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who becomes a party later gets the old answer under the old key, and the true one under a new key."""

    def with_li(state: State) -> Summary:
        seen = (WANG.id, LI.id) if isinstance(state, Open) else ()
        return Summary(phase=state.phase, applicants=seen)

    with a_desk(database.app_url) as desk:
        desk.handle(opened("a"))
        assert not desk.handle(asked("a", NEWS, key="wang's", version=7)).outcome.hidden
        strangers = asked("a", NEWS, key="li's", actor=LI, version=7)
        first = desk.handle(strangers).outcome
        assert (first.reason, first.hidden) == (Reason.STALE_VERSION, True)
        monkeypatch.setitem(desk.handler.codecs, "toy", Codec(replace(TOY, summary=with_li)))
        assert desk.handle(strangers).outcome == first
        assert not desk.handle(asked("a", NEWS, actor=LI, version=7)).outcome.hidden
