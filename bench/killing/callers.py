"""Callers under load: each takes cases through random commands, and asks again with the same key until answered."""

from collections.abc import Iterable, Mapping, Set
from random import Random
from threading import Event, Lock
from time import monotonic
from typing import Any

import httpx
from pydantic import ValidationError

from bench.killing.bodies import Fitting, body, leads_aside
from bench.killing.ledger import Asked, Entry, Ledger, Reply
from bench.killing.people import Cast
from demo.client import Person, Problem
from domain.kernel import AnyDecider
from domain.people import Role

_UNANSWERED = frozenset({"away", "contended", "not_ready", "data_away"})  # the API says: nothing was done, ask again
_PATIENCE = 60.0  # seconds after which a caller that still has no answer is a finding
_LISTED = 0.1  # of the times, what there is of a process is looked up first
_RECENT = 12  # cases that the callers share: few enough to meet in


class NoAnswer(Exception):
    """The connection broke, or the API said to ask again. Whether it was done is not known."""


class Board:
    """The cases that callers know of, by process; all work on the same few."""

    def __init__(self) -> None:
        self._cases: dict[str, list[str]] = {}
        self._lock = Lock()

    def pin(self, process: str, case: str) -> None:
        with self._lock:
            self._cases.setdefault(process, []).append(case)

    def learn(self, process: str, cases: Iterable[str]) -> None:
        """Note cases that another case may have opened, as a list shows them; those known stay where they are."""
        with self._lock:
            known = self._cases.setdefault(process, [])
            known += [case for case in cases if case not in known]

    def pick(self, process: str, random: Random) -> str:
        """One of the newest cases; empty when there is none. The beginning of a process's name is enough."""
        with self._lock:
            known = [cases for name, cases in self._cases.items() if name.startswith(process) and cases]
            return random.choice(known[0][-_RECENT:]) if known else ""


def ask(asked: Asked) -> Reply:
    """Send it once. Raises NoAnswer, or RuntimeError for an answer that no caller should get."""
    try:
        answer = asked.person.command(
            asked.case, asked.kind, asked.body, key=asked.key, version=asked.version, process=asked.plural
        )
    except Problem as problem:
        if problem.reason in _UNANSWERED:
            raise NoAnswer(problem.reason) from problem
        if problem.status >= 500:
            raise RuntimeError(f"{asked.kind} {asked.command_id}: {problem}") from problem
        return Reply(reason=problem.reason)
    except httpx.TransportError as broken:
        raise NoAnswer(repr(broken)) from broken
    except (httpx.HTTPStatusError, ValidationError) as wrong:
        raise RuntimeError(f"{asked.kind} {asked.command_id}: {wrong}") from wrong
    return Reply("", answer.id, answer.version, answer.phase, answer.events)


class Caller:
    """One of them. What it does follows from `random` and from what it is answered."""

    def __init__(self, name: str, cast: Cast, deciders: tuple[AnyDecider, ...], board: Board, ledger: Ledger) -> None:
        self._name = name
        self._cast = cast
        self._deciders = deciders
        self._board = board
        self._ledger = ledger
        self._asked = 0

    def work(self, random: Random, stop: Event, pause: float) -> None:
        """Ask until stopped; what was begun by then is asked to its end. `pause`: mean seconds between two."""
        while not stop.wait(random.uniform(0, 2 * pause)):
            decider = random.choice(self._deciders)
            try:
                asked = self._choose(decider, random)
            except (NoAnswer, httpx.TransportError, httpx.HTTPStatusError, Problem):
                continue  # nothing was asked yet: only reading failed
            self._until_answered(asked, random)

    def _choose(self, decider: AnyDecider, random: Random) -> Asked:
        openers = _openers(decider)
        if not openers or random.random() < _LISTED:
            self._list(decider)
        case = "" if openers and random.random() < 0.15 else self._board.pick(decider.name, random)
        if not case:
            if not openers:
                raise NoAnswer(f"no {decider.name} is known, and only another case opens one")
            person = self._person(random.choice(openers), {}, random)
            return self._asking(decider, "", decider.opening, person, {}, random)
        seen = self._look(decider, case, random)
        role, kind = _role_and_kind(decider, str(seen["phase"]), random)
        person = self._person(role, seen, random)
        return self._asking(decider, case, kind, person, seen, random)

    def _list(self, decider: AnyDecider) -> None:
        """Meet the cases that other cases opened."""
        page = self._cast.overseer().get(f"/v1/{decider.plural}", limit=_RECENT)
        self._board.learn(decider.name, reversed([str(case["id"]) for case in page["cases"]]))

    def _look(self, decider: AnyDecider, case: str, random: Random) -> Mapping[str, Any]:
        """The case as someone who may see it is shown it."""
        for person in random.sample(self._cast.everyone(), len(self._cast.everyone())):
            try:
                return person.get(f"/v1/{decider.plural}/{case}")
            except Problem as problem:
                if problem.reason != "unknown_case":
                    raise
        raise NoAnswer(f"nobody is shown {case}")

    def _person(self, role: Role, seen: Mapping[str, Any], random: Random) -> Person:
        """Mostly the right organisation's person in that role."""
        able = self._cast.people.get(role, self._cast.everyone())
        wanted: list[str] = seen["parties"].get(role, []) if seen else []
        right = [person for person in able if not wanted or person.organisation in wanted]
        return random.choice(right if right and random.random() < 0.9 else able)

    def _asking(
        self, decider: AnyDecider, case: str, kind: str, person: Person, seen: Mapping[str, Any], random: Random
    ) -> Asked:
        self._asked += 1
        given = body(decider, kind, Fitting(seen, person, self._cast, lambda of: self._board.pick(of, random), random))
        version = int(seen["version"]) - random.randint(0, 1) if seen and random.random() < 0.2 else None
        key = f"{self._name}-{self._asked}"
        return Asked(person, key, decider.name, decider.plural, case, kind, given, version)

    def _until_answered(self, asked: Asked, random: Random) -> None:
        """Ask again until answered; now and then give up, as people do."""
        give_up, attempts = monotonic() + _PATIENCE, 0
        reply: Reply | None = None
        while reply is None:
            attempts += 1
            try:
                reply = ask(asked)
            except RuntimeError as error:
                self._ledger.error(str(error))
                break
            except NoAnswer as none:
                if monotonic() > give_up:
                    self._ledger.error(f"{asked.command_id}: no answer within {_PATIENCE:g} s, last {none}")
                    break
                if random.random() < 0.03:
                    break
                Event().wait(random.uniform(0.05, 0.4))
        self._ledger.write(Entry(asked.command_id, asked.process, asked.kind, reply, attempts, asked))
        if reply and not reply.reason and not asked.case:
            self._board.pin(asked.process, reply.case)


def _role_and_kind(decider: AnyDecider, phase: str, random: Random) -> tuple[Role, str]:
    """Mostly what the whitelist allows now, and sometimes anything at all."""
    rows = [_by_people(row) for row in decider.permissions.values()]
    able = _by_people(decider.permissions.get(phase, {}))
    if random.random() < 0.1 or not able:
        able = random.choice([row for row in rows if row])
    often = [(role, kind) for role, kind in able if not leads_aside(kind)]
    return random.choice(often if often and random.random() < 0.8 else able)


def _by_people(row: Mapping[Role, Set[str]]) -> list[tuple[Role, str]]:
    return [(role, kind) for role in sorted(row) if role is not Role.CLOCK for kind in sorted(row[role])]


def _openers(decider: AnyDecider) -> list[Role]:
    """Who of the people may open a case; no one where only other cases do."""
    row = decider.permissions[decider.summary(decider.initial).phase]
    return [role for role, kind in _by_people(row) if kind == decider.opening]
