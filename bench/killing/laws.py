"""What has to hold, whatever was killed and whenever: each law of every process, without being told its name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from bench.killing.evidence import Evidence, Found
from bench.killing.laws_of_messages import messages_arrived
from bench.killing.laws_of_time import duties_once, fired_once, none_early, none_missed
from bench.killing.ledger import Entry, Reply
from domain.kernel import Reason

_SHOWN = 20  # violations of one law that are told


@dataclass(frozen=True)
class Finding:
    """A law, how many things it was checked on, and where it does not hold."""

    law: str
    looked_at: int
    broken: tuple[str, ...]


def check(evidence: Evidence) -> list[Finding]:
    """Every law, in the order of the story."""
    return [_finding(law, look(evidence)) for law, look in LAWS.items()]


def _finding(law: str, found: Iterable[str | None]) -> Finding:
    results = list(found)
    return Finding(law, len(results), tuple(result for result in results if result is not None)[:_SHOWN])


# -- what callers were told ---------------------------------------------------------------------


def answered_is_recorded(evidence: Evidence) -> Found:
    """An answer is durable when it is given: the command is there with that very outcome."""
    for entry in evidence.entries:
        if entry.reply is not None:
            yield _unlike(entry, entry.reply, evidence)


def _unlike(entry: Entry, reply: Reply, evidence: Evidence) -> str | None:
    stored = evidence.commands.get(entry.command_id)
    if reply.reason and reply.reason not in _decided(evidence, entry):
        return f"{entry.command_id} was turned away ({reply.reason}), yet recorded" if stored else None
    if stored is None:
        return f"{entry.command_id} ({entry.kind}) was answered and is not in the log"
    outcome = stored.outcome
    if reply.reason == Reason.UNKNOWN_CASE and outcome.reason:
        return None  # who may not see a case is told nothing else of it
    told = (reply.reason, *((reply.case, reply.version, reply.phase, reply.events) if not reply.reason else ()))
    kept = (outcome.reason, outcome.case_id, outcome.version, outcome.phase, outcome.events)[: len(told)]
    return None if told == kept else f"{entry.command_id}: told {told}, recorded {kept}"


def _decided(evidence: Evidence, entry: Entry) -> set[str]:
    """The refusals that are decisions, and so are recorded; all others turn a request away before it is asked."""
    own = {reason.value for reason in evidence.deciders[entry.process].reasons}
    return own | {reason.value for reason in Reason}


def nothing_twice(evidence: Evidence) -> Found:
    """The events of each command are those of its outcome: once, or never for one that got no answer."""
    written: dict[str, list[str]] = {}
    for event in evidence.log:
        written.setdefault(event.command_id, []).append(event.kind)
    for command_id in written.keys() | evidence.commands.keys():
        stored, kinds = evidence.commands.get(command_id), tuple(written.get(command_id, ()))
        wanted = stored.outcome.events if stored else ()
        yield None if kinds == wanted else f"{command_id}: outcome {wanted}, in the log {kinds}"


def asked_again(evidence: Evidence) -> Found:
    """The same command again gets the same answer; a refusal may turn into silence for who sees the case no more."""
    for command_id, first, second in evidence.again:
        silent = isinstance(first, Reply) and first.reason and second == Reply(reason=Reason.UNKNOWN_CASE)
        yield None if first == second or silent else f"{command_id}: first {first}, then {second}"


def no_server_error(evidence: Evidence) -> Found:
    """A part that is away is 503 or a broken connection, and an answer comes in the end."""
    yield from evidence.errors
    yield None


# -- the log ------------------------------------------------------------------------------------


def versions_gapless(evidence: Evidence) -> Found:
    """Each case counts 1, 2, 3, …, and later versions stand later in the log."""
    for case, steps in evidence.histories.items():
        versions = [step.event.version for step in steps]
        ordered = all(a.event.position < b.event.position for a, b in pairwise(steps))
        yield None if ordered and versions == list(range(1, len(steps) + 1)) else f"{case}: versions {versions}"


def read_as_written(evidence: Evidence) -> Found:
    """Who tails the log meets every event, in the order in which it stays: positions only ever grow."""
    if evidence.witnessed is None:
        return
    log = {(event.position, event.case_id, event.version) for event in evidence.log}
    met = set(evidence.witnessed)
    end = max((position for position, _, _ in met), default=0)  # what came later it has not read yet
    for line in sorted(log):
        if line[0] <= end:
            yield None if line in met else f"{line} was passed by"
    if list(evidence.witnessed) != sorted(met) or met - log:
        yield f"read but not kept, or out of order: {sorted(met - log)[:3]}"


def rows_equal_folds(evidence: Evidence) -> Found:
    """Every column of every case row is what the case's events make of it."""
    for case in evidence.rows.keys() | evidence.folded.keys():
        row, fold = evidence.rows.get(case, {}), evidence.folded.get(case, {})
        unlike = sorted(name for name in row.keys() | fold.keys() if row.get(name) != fold.get(name))
        yield f"{case}: {', '.join(unlike)} is not the fold" if unlike else None


# -- Temporal -----------------------------------------------------------------------------------


def open_cases_run(evidence: Evidence) -> Found:
    """Every open case has its workflow, which was told the case's newest plan."""
    for case, row in evidence.rows.items():
        if not row["closed"]:
            told = evidence.running.get(case, 0)
            yield None if told == row["plan_version"] else f"{case}: plan {row['plan_version']}, workflow told {told}"


def closed_cases_rest(evidence: Evidence) -> Found:
    """No workflow runs for a closed case, or for none at all."""
    ended = {case for case, row in evidence.rows.items() if row["closed"]}
    for case in ended | (evidence.running.keys() - evidence.rows.keys()):
        yield f"{case}: its workflow runs" if case in evidence.running else None


def follower_is_through(evidence: Evidence) -> Found:
    """The follower has read all of the log and parked nothing."""
    behind = evidence.lag
    fine = behind is not None and behind.events == 0 and behind.parked == 0
    yield None if fine else f"lag {behind}"


LAWS: dict[str, Callable[[Evidence], Found]] = {
    "what was answered is recorded as answered": answered_is_recorded,
    "no command is in the log twice, and none in part": nothing_twice,
    "asked again, the same answer": asked_again,
    "no server error, no caller without an answer": no_server_error,
    "versions without a gap, in the order of the log": versions_gapless,
    "who tails the log misses nothing": read_as_written,
    "case rows equal the fold of their events": rows_equal_folds,
    "deadlines that passed fired once": fired_once,
    "no deadline fired early": none_early,
    "no deadline that fell due was missed": none_missed,
    "duties done once, with their effect": duties_once,
    "messages between cases arrived once": messages_arrived,
    "open cases have their workflow at their version": open_cases_run,
    "closed cases have none": closed_cases_rest,
    "the follower is through, nothing parked": follower_is_through,
}
