"""The laws of the kill tests can be broken, and say where: each violation here is planted by hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bench.killing.evidence import Evidence
from bench.killing.laws import LAWS, check
from bench.killing.ledger import Entry, Reply
from domain.standing import MessagesSent, Sent
from embedded.temporal import EmbeddedTemporal
from store.codec import Envelope
from tests.kill.looked_at import Looked, looked_at, of
from tests.parts import Database

COPY = """
INSERT INTO stored_events (originator_id, originator_version, topic, state)
SELECT originator_id, next.version, topic,
    convert_to(replace(convert_from(state, 'UTF8'), '"version":' || originator_version || ',',
        '"version":' || next.version || ','), 'UTF8')
FROM stored_events e, (SELECT max(originator_version) + 1 AS version FROM stored_events WHERE originator_id = %s) next
WHERE originator_id = %s AND topic = %s"""


async def test_what_is_planted_in_an_instance_is_reported(database: Database, temporal: EmbeddedTemporal) -> None:
    """First every law holds. Then a row is changed, a workflow ended, and events are written twice and lost."""
    async with looked_at(database, temporal) as looked:
        before = await looked.evidence()
        assert of(check(before)) == {}
        case = looked.open_case

        looked.rewrite("UPDATE cases SET holder = 'auditor' WHERE case_id = %s", case)
        assert await looked.broken() == {
            "case rows equal the fold of their events": (f"{case}: holder is not the fold",)
        }
        looked.rewrite("UPDATE cases SET holder = '' WHERE case_id = %s", case)

        await looked.client.get_workflow_handle(case).terminate("planted")
        assert list(await looked.broken()) == ["open cases have their workflow at their version"]

        looked.rewrite(COPY, case, case, "deadline_passed")
        broken = await looked.broken()
        assert "fired 2 times" in broken["deadlines that passed fired once"][0]
        assert "deadline/d1" in broken["no command is in the log twice, and none in part"][0]

        looked.rewrite("DELETE FROM stored_events WHERE originator_id = %s AND topic = 'work_ordered'", case)
        broken = of(check(replace(await looked.evidence(), witnessed=before.witnessed)))
        assert case in broken["versions without a gap, in the order of the log"][0]
        assert looked.entries[1].command_id in "".join(broken["no command is in the log twice, and none in part"])
        assert case in "".join(broken["who tails the log misses nothing"])


async def test_each_law_is_broken_by_evidence_against_it(database: Database, temporal: EmbeddedTemporal) -> None:
    """One thing at a time is falsified, and exactly the law that speaks of it is reported."""
    async with looked_at(database, temporal) as looked:
        evidence = await looked.evidence()
        for law, falsified in _falsified(looked, evidence).items():
            assert list(of(check(falsified))) == [law]
        assert set(_falsified(looked, evidence)) == set(LAWS), "a new law needs its falsification here"


def _falsified(looked: Looked, evidence: Evidence) -> dict[str, Evidence]:
    """For each law, evidence that breaks it and no other."""
    lost = Entry("ann/lost", "toy", "close_toy", Reply("", looked.open_case, 9, "shut", ("toy_closed",)))
    row = {**evidence.rows[looked.open_case], "holder": "auditor"}
    command = evidence.commands[looked.entries[1].command_id]
    told_more = command.outcome.model_copy(update={"events": ("work_ordered", "work_ordered")})
    twice = {**evidence.commands, command.command_id: command.model_copy(update={"outcome": told_more})}
    unsaid = tuple(entry for entry in evidence.entries if entry.command_id != command.command_id)
    newest = evidence.running[looked.open_case]
    assert evidence.witnessed and evidence.lag
    unheard = Sent(process="toy", case_id=looked.closed_case, kind="remark_toy")
    told = MessagesSent(duty_id="toy-1:2:tell", sent=(unheard,))
    return {
        "what was answered is recorded as answered": replace(evidence, entries=(*evidence.entries, lost)),
        "no command is in the log twice, and none in part": replace(evidence, commands=twice, entries=unsaid),
        "asked again, the same answer": replace(evidence, again=(("ann/1", "yes", "no"),)),
        "no server error, no caller without an answer": replace(evidence, errors=("500",)),
        "versions without a gap, in the order of the log": _events(evidence, "toy_opened", _moved_on),
        "who tails the log misses nothing": replace(evidence, witnessed=evidence.witnessed[1:]),
        "case rows equal the fold of their events": replace(evidence, rows={**evidence.rows, looked.open_case: row}),
        "deadlines that passed fired once": _events(evidence, "deadline_passed", _of_another),
        "no deadline fired early": _events(evidence, "deadline_passed", _hurried),
        "no deadline that fell due was missed": replace(evidence, at=evidence.at + timedelta(hours=2)),
        "duties done once, with their effect": replace(evidence, effects={"work": set[str]()}),
        "messages between cases arrived once": replace(evidence, messages=(told,)),
        "open cases have their workflow at their version": replace(evidence, running={looked.open_case: 1}),
        "closed cases have none": replace(evidence, running={looked.open_case: newest, looked.closed_case: 2}),
        "the follower is through, nothing parked": replace(evidence, lag=evidence.lag.model_copy(update={"parked": 1})),
    }


def _events(evidence: Evidence, kind: str, change: Callable[[Envelope], Envelope]) -> Evidence:
    """The same log with the events of a kind changed, and read as it is."""
    log = tuple(change(event) if event.kind == kind else event for event in evidence.log)
    return replace(evidence, log=log, witnessed=tuple(sorted((one.position, one.case_id, one.version) for one in log)))


def _moved_on(event: Envelope) -> Envelope:
    return event.model_copy(update={"position": event.position + 1000})


def _hurried(event: Envelope) -> Envelope:
    return event.model_copy(update={"recorded_at": event.body.due - timedelta(minutes=1)})


def _of_another(event: Envelope) -> Envelope:
    """The same name under an instant at which no deadline stood."""
    return event.model_copy(update={"body": event.body.model_copy(update={"due": event.body.due - timedelta(hours=1)})})
