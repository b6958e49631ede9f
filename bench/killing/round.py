"""One round: load, kills, quiet, and then the laws."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from threading import Event
from time import monotonic

import httpx
from psycopg.sql import SQL, Identifier

from bench.killing.callers import Board, Caller, NoAnswer, ask
from bench.killing.evidence import Evidence, gather
from bench.killing.instance import Instance, Part, an_instance
from bench.killing.killer import Killer
from bench.killing.laws import Finding, check
from bench.killing.ledger import Entry, Ledger, Reply
from bench.killing.people import make_cast
from bench.killing.processes import DECIDERS, WORK, worked
from bench.killing.settling import settle
from bench.killing.witness import Witness
from domain.kernel import DeadlinePassed
from store.database import DatabaseAway

_AGAIN = 150  # commands that are asked once more at the end
_TIMEOUT = 10.0  # seconds that a caller waits for one answer

_HAPPENED = """
SELECT 1 AS yes FROM stored_events
WHERE topic IN ('deadline_passed', 'messages_sent') HAVING count(DISTINCT topic) = 2"""
_OF_DUTIES = "SELECT table_name FROM information_schema.columns WHERE column_name = 'duty_id' ORDER BY 1"

Say = Callable[[str], None]


@dataclass(frozen=True)
class Shape:
    """How hard a round is; all in seconds."""

    seconds: float
    callers: int = 6
    pause: float = 0.1  # mean, of one caller between two commands
    between: tuple[float, float] = (0.5, 4.0)  # one strike and the next
    away: tuple[float, float] = (0.0, 1.5)


@dataclass(frozen=True)
class Result:
    """What a round found, and what it went through."""

    findings: tuple[Finding, ...]
    facts: dict[str, str]
    killed: Mapping[Part, int]
    accepted: Mapping[str, int]  # commands of people, by process

    @property
    def holds(self) -> bool:
        return not any(finding.broken for finding in self.findings)


def run_round(folder: Path, seed: int, shape: Shape, say: Say) -> tuple[Result, Instance]:
    """Run one on a fresh instance in `folder`; the instance is returned stopped, with its logs."""
    with (
        an_instance(folder, say) as instance,
        httpx.Client(base_url=instance.stack.api_url, timeout=_TIMEOUT, trust_env=False) as http,
    ):
        result = _Round(instance, http, seed, shape, say).run()
    return result, instance


class _Round:
    def __init__(self, instance: Instance, http: httpx.Client, seed: int, shape: Shape, say: Say) -> None:
        self._instance = instance
        self._seed = seed
        self._shape = shape
        self._say = say
        self._cast = make_cast(instance.store, http)
        self._ledger = Ledger()
        self._killer = Killer(instance, _random(seed, "killer"), say)
        self._witness = Witness(instance.store.database)

    def run(self) -> Result:
        self._load()
        self._say("load has stopped, all parts are up; waiting for quiet")
        began = monotonic()
        again = self._again()
        running = settle(self._instance, self._say)
        quiet = monotonic() - began
        store, data = self._instance.store, self._instance.stack.settings.data_folder
        read = gather(store.database, store.log, store.cases, store.deciders, running)
        evidence = replace(
            read,
            entries=self._ledger.entries(),
            errors=self._ledger.errors(),
            again=again,
            effects={WORK: worked(data / WORK), **_kept(self._instance)},
            witnessed=tuple(self._witness.met),
        )
        accepted = {decider.name: 0 for decider in DECIDERS} | _accepted(evidence.entries)
        facts = self._facts(evidence, quiet) | {"accepted of": _listed(accepted), "messages": _messages(evidence)}
        return Result(tuple(check(evidence)), facts, dict(self._killer.killed), accepted)

    def _load(self) -> None:
        """Callers, killer and witness at once; the killer leaves first, with everything up."""
        strikes, asking, watching = Event(), Event(), Event()
        board, shape = Board(), self._shape
        with ThreadPoolExecutor(shape.callers + 2, "torture") as threads:
            killer = threads.submit(self._killer.work, strikes, shape.between, shape.away)
            witness = threads.submit(self._witness.work, watching)
            callers = [
                threads.submit(
                    Caller(f"c{n}", self._cast, DECIDERS, board, self._ledger).work,
                    _random(self._seed, f"caller {n}"), asking, shape.pause,
                )
                for n in range(shape.callers)
            ]  # fmt: skip
            try:
                self._while_all_run([killer, witness, *callers])
            finally:
                for stop, futures in ((strikes, [killer]), (asking, callers), (watching, [witness])):
                    stop.set()
                    self._await(futures)
        for future in (killer, witness, *callers):
            future.result()

    def _while_all_run(self, futures: list[Future[None]]) -> None:
        """Wait as long as the round is, and longer until there is something to judge; or until a thread broke."""
        end = monotonic() + self._shape.seconds
        latest = end + 2 * self._shape.seconds
        while monotonic() < end or (monotonic() < latest and not self._met_all()):
            if any(future.done() for future in futures):
                return
            Event().wait(0.1)

    def _met_all(self) -> bool:
        """Whether each part was killed, each process accepted something, and each law has what it is about."""
        accepted = _accepted(self._ledger.entries())
        if len(self._killer.killed) < len(Part) or accepted.keys() < {one.name for one in DECIDERS}:
            return False
        try:
            with self._instance.store.database.connection() as connection:
                return bool(connection.execute(_HAPPENED).fetchone())
        except DatabaseAway:
            return False

    def _await(self, futures: list[Future[None]]) -> None:
        """Wait for them all. The killer supervises as long as it is there, then we do."""
        while wait(futures, timeout=0.2).not_done:
            if self._killer.gone:
                self._instance.supervise()

    def _again(self) -> tuple[tuple[str, object, object], ...]:
        """Ask a sample again: the same gets the same answer, and another under the same key is refused."""
        random = _random(self._seed, "again")
        answered = [entry for entry in self._ledger.entries() if entry.reply and entry.asked]
        found: list[tuple[str, object, object]] = []
        for entry in random.sample(answered, min(_AGAIN, len(answered))):
            found.append((entry.command_id, entry.reply, _reply(entry)))
            if entry.reply and not entry.reply.reason:
                found.append((entry.command_id, Reply(reason="key_reused"), _reply(entry, another=True)))
        return tuple(found)

    def _facts(self, evidence: Evidence, quiet: float) -> dict[str, str]:
        entries = evidence.entries
        accepted = sum(1 for entry in entries if entry.reply and not entry.reply.reason)
        refused = sum(1 for entry in entries if entry.reply and entry.reply.reason)
        fired = [event for event in evidence.log if isinstance(event.body, DeadlinePassed)]
        late = max((event.recorded_at - event.body.due for event in fired), default=timedelta())
        closed = sum(1 for row in evidence.rows.values() if row["closed"])
        kills = ", ".join(f"{part} {times}" for part, times in sorted(self._killer.killed.items()))
        return {
            "kill -9": kills or "none",
            "commands": f"{accepted} accepted, {refused} refused, {len(entries) - accepted - refused} given up",
            "asked more than once": str(sum(1 for entry in entries if entry.attempts > 1)),
            "events": str(len(evidence.log)),
            "cases": f"{len(evidence.rows) - closed} open, {closed} closed",
            "deadlines": f"{len(fired)} fired, the latest {late.total_seconds():.1f} s after its instant",
            "duties done": str(sum(1 for command in evidence.commands if command.endswith("/done"))),
            "quiet after": f"{quiet:.1f} s",
            "ended by themselves": ", ".join(self._instance.ended_by_themselves) or "none",
        }


def _accepted(entries: Iterable[Entry]) -> dict[str, int]:
    return Counter(entry.process for entry in entries if entry.reply and not entry.reply.reason)


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _messages(evidence: Evidence) -> str:
    """How many each process's cases got, and how many of these were refused."""
    processes = {event.case_id: event.process for event in evidence.log}
    answers = [sent for report in evidence.messages for sent in report.sent]
    to = Counter(processes.get(sent.case_id, "nobody") for sent in answers)
    return f"{_listed(to) or 'none'}; {sum(1 for sent in answers if sent.reason)} of them refused"


def _random(seed: int, whose: str) -> Random:
    """Everyone has dice of their own, so that one's throws don't depend on how fast another is."""
    return Random(f"{seed}/{whose}")  # noqa: S311 -- a seed has to give the same throws again


def _reply(entry: Entry, *, another: bool = False) -> Reply | str:
    if entry.asked is None:
        raise ValueError(f"{entry.command_id} can't be asked again")
    asked = replace(entry.asked, version=(entry.asked.version or 0) + 1) if another else entry.asked
    try:
        return ask(asked)
    except (NoAnswer, RuntimeError) as failure:
        return str(failure)


def _kept(instance: Instance) -> dict[str, set[str]]:
    """The duties that left a row of their own in PostgreSQL, in whatever table, by the duty's name."""
    found: dict[str, set[str]] = {}
    with instance.store.database.connection() as connection:
        for table in connection.execute(_OF_DUTIES).fetchall():
            query = SQL("SELECT duty_id FROM {}").format(Identifier(table["table_name"]))
            for row in connection.execute(query).fetchall():
                found.setdefault(row["duty_id"].rpartition(":")[2], set()).add(row["duty_id"])
    return found
