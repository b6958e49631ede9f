"""`handle`: the only way anything is ever written, whoever asks: a person, a timer, a duty."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from psycopg import Connection, IntegrityError
from psycopg.rows import DictRow
from psycopg.sql import SQL, Composed

from domain.deciding import Decision, ask, occurred_at
from domain.kernel import Context, Plan, Reason, Refused, Registry, ReportDeadlinePassed
from domain.people import CLOCK, Actor
from domain.rulebook import Rulebook
from domain.value import Value, kind_of
from store.cases import CaseRow, Cases, columns, fold
from store.codec import Codec, Header
from store.database import Database
from store.log import Append, CommandColumns, Log
from store.rules import Rules

ATTEMPTS = 8  # re-decisions when others write the same case; each sees a newer version


class KeyChanged(Exception):
    """The key no longer opens the role that it was used in. Nothing was recorded; look it up anew."""


class Contended(Exception):
    """Others kept writing the same case. Nothing was recorded; ask again."""


@dataclass(frozen=True)
class Request:
    """A command on its way to a case. `command_id` makes it safe to ask again."""

    process: str
    case_id: str
    command_id: str
    command: Value
    actor: Actor
    expected_version: int | None = None
    correlation_id: str = ""
    causation_id: str = ""
    key: bytes = b""  # hash of the API key that says who asks; empty when no key was needed

    def digest(self) -> str:
        """What has to be the same for the same command id."""
        asked = (self.process, self.case_id, self.actor.id, self.expected_version)
        text = json.dumps(asked) + self.command.model_dump_json()
        return sha256(text.encode()).hexdigest()


class Outcome(Value):
    """What a command led to, as stored and as given again. `reason` is empty when accepted."""

    case_id: str
    version: int
    phase: str
    events: tuple[str, ...]
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Handled:
    """The stored outcome, and the plan of the case as it is now."""

    outcome: Outcome
    plan: Plan
    plan_version: int
    replayed: bool = False


@dataclass(frozen=True)
class _Loaded:
    """What is known about a request before deciding."""

    row: CaseRow | None
    stored: Mapping[str, Any] | None
    now: datetime
    rulebook: Rulebook
    holds: bool  # the key still opens the actor's role, by this very read


# VALUES, not arrays: the statement is prepared once for each batch size, and planned the same way.
_LOAD = """
SELECT asked.case_id AS asked, c.*, k.digest AS k_digest, k.outcome AS k_outcome,
    (SELECT instant FROM rehearsal_clock) AS clock,
    (SELECT max(revision) FROM calendar_notices) AS revision,
    asked.key = '' OR EXISTS (
        SELECT FROM api_keys h JOIN assignments a USING (person)
        WHERE h.hash = asked.key AND h.revoked_at IS NULL
          AND a.role = asked.role AND a.organisation = asked.organisation
          AND a.valid_from <= sluice_now() AND sluice_now() < a.valid_to
    ) AS holds
FROM (VALUES {}) AS asked (case_id, command_id, key, role, organisation)
LEFT JOIN cases c ON c.case_id = asked.case_id
LEFT JOIN commands k ON k.command_id = asked.command_id
"""


@cache
def _load_query(requests: int) -> Composed:
    return SQL(_LOAD).format(SQL(", ").join([SQL("(%s::text, %s::text, %s::bytea, %s::text, %s::text)")] * requests))


def _asked(request: Request) -> tuple[str | bytes, ...]:
    actor = request.actor
    return request.case_id, request.command_id, request.key, actor.role.value, actor.organisation


def deadline_command_id(case_id: str, name: str, due: datetime) -> str:
    """The same whether the timer reports it or a later command finds it passed."""
    return f"{case_id}/deadline/{name}/{due.astimezone(UTC).isoformat()}"


class Handler:
    """Loads, decides and appends; several requests share one read and one transaction."""

    def __init__(
        self,
        database: Database,
        codecs: Mapping[str, Codec],
        rules: Rules,
        registry: Registry,
    ) -> None:
        self._database = database
        self.codecs = codecs
        self._rules = rules
        self._registry = registry
        self.log = Log(database, codecs)
        self.cases = Cases(database, self.log, codecs)

    def handle(self, request: Request) -> Handled:
        """Raises Contended, DatabaseAway, or whatever bug the process has; a refusal is a value."""
        for _ in range(ATTEMPTS):
            settled = self._attempt([request])
            if settled:
                return _result(settled[0])
        raise Contended(request.case_id)

    def handle_all(self, requests: Sequence[Request]) -> list[Handled | Exception]:
        """Settle requests about different cases together; each has its own result."""
        settled = self._attempt(requests)
        if settled:
            return settled
        return [_caught(self, request) for request in requests]  # one of them met another writer

    def _attempt(self, requests: Sequence[Request]) -> list[Handled | Exception] | None:
        """None when someone else wrote one of the cases, or already these very commands."""
        with self._database.connection() as connection:
            results: list[Handled | Exception] = []
            appends: list[Append] = []
            for request, loaded in zip(requests, self._load(connection, requests), strict=True):
                try:
                    handled, append = self._settle(request, loaded)
                except Exception as error:  # it is this caller's answer, raised there
                    results.append(error)
                    continue
                results.append(handled)
                if append:
                    appends.append(append)
            if appends:
                try:
                    self.log.append(connection, appends)
                except IntegrityError:
                    return None
        return results

    def _load(self, connection: Connection[DictRow], requests: Sequence[Request]) -> list[_Loaded]:
        query = _load_query(len(requests))
        asked = [part for r in requests for part in _asked(r)]
        rows = connection.execute(query, asked, prepare=True).fetchall()
        rulebook = self._rules.at(rows[0]["revision"] or 0)
        now = rows[0]["clock"] or datetime.now(UTC)
        found = {row["asked"]: row for row in rows}
        return [self._loaded(found[request.case_id], now, rulebook) for request in requests]

    def _loaded(self, row: Mapping[str, Any], now: datetime, rulebook: Rulebook) -> _Loaded:
        return _Loaded(
            row=self.cases.read(row) if row["case_id"] else None,
            stored=row if row["k_digest"] else None,
            now=now,
            rulebook=rulebook,
            holds=row["holds"],
        )

    def _settle(self, request: Request, loaded: _Loaded) -> tuple[Handled, Append | None]:
        if not loaded.holds:
            raise KeyChanged(request.actor.id)
        codec = self.codecs[request.process]
        before = loaded.row or _unopened(codec, request, loaded.now)
        if loaded.stored:
            return _replayed(request, loaded.stored, before), None
        context = Context(
            case_id=request.case_id,
            version=before.version,
            now=loaded.now,
            actor=request.actor,
            rulebook=loaded.rulebook,
            registry=self._registry,
        )
        decision = _decide(codec, request, before, context)
        return _Writing(codec, request, before, decision, context).result()


def _decide(codec: Codec, request: Request, before: CaseRow, context: Context) -> Decision:
    refused: Refused | None = None
    if before.process != request.process or (before.version == 0 and kind_of(request.command) != codec.decider.opening):
        refused = Refused(Reason.UNKNOWN_CASE, f"no {request.process} {request.case_id}")
    elif request.expected_version not in (None, before.version):
        refused = Refused(Reason.STALE_VERSION, f"the case is at version {before.version}")
    if refused:
        return Decision((), (), before.state, refused)
    return ask(codec.decider, request.command, before.state, context)


def _unopened(codec: Codec, request: Request, now: datetime) -> CaseRow:
    decider = codec.decider
    return CaseRow.model_construct(
        case_id=request.case_id,
        process=request.process,
        version=0,
        plan_version=0,
        opened_at=now,
        changed_at=now,
        summary=decider.summary(decider.initial),
        plan=decider.plan(decider.initial),
        state=decider.initial,
    )


def _replayed(request: Request, stored: Mapping[str, Any], now: CaseRow) -> Handled:
    if stored["k_digest"] == request.digest():
        outcome = Outcome.model_validate_json(stored["k_outcome"])
    else:
        outcome = Outcome(
            case_id=request.case_id,
            version=now.version,
            phase=now.summary.phase,
            events=(),
            reason=Reason.KEY_REUSED,
            detail="this command id was used for another request",
        )
    return Handled(outcome, now.plan, now.plan_version, replayed=True)


@dataclass(frozen=True)
class _Writing:
    """One decision on its way to the log."""

    codec: Codec
    request: Request
    before: CaseRow
    decision: Decision
    context: Context

    def result(self) -> tuple[Handled, Append]:
        steps = self._steps()
        events = [self.codec.stored(*event) for _, written in steps for event in written]
        after = self._after([body for _, written in steps for _, body in written])
        outcome = self._outcome(after)
        commands = tuple(
            self._command(step, outcome if step is self.request else _noted(outcome, written))
            for step, written in steps
        )
        case = columns(self.codec, after) if events else None
        handled = Handled(outcome, after.plan, after.plan_version)
        return handled, Append(tuple(events), case, commands)

    def _steps(self) -> list[tuple[Request, list[tuple[Header, Value]]]]:
        """The deadlines found passed, each the clock's own command, then the command asked."""
        version = self.before.version
        steps: list[tuple[Request, list[tuple[Header, Value]]]] = []
        for passed in self.decision.passed:
            report = self._clocks(passed.command)
            steps.append((report, self._headed(report, version, passed.events)))
            version += len(passed.events)
        steps.append((self.request, self._headed(self.request, version, self.decision.events)))
        return steps

    def _clocks(self, command: ReportDeadlinePassed) -> Request:
        return replace(
            self.request,
            command_id=deadline_command_id(self.request.case_id, command.name, command.due),
            command=command,
            actor=CLOCK,
            expected_version=None,
            causation_id=self.request.command_id,
        )

    def _headed(self, step: Request, version: int, events: Sequence[Value]) -> list[tuple[Header, Value]]:
        occurred = occurred_at(step.command, self.context.now)
        return [
            (
                Header(
                    event_id=str(uuid5(NAMESPACE_URL, f"{step.case_id}/{step.command_id}/{n}")),
                    case_id=step.case_id,
                    version=version + n,
                    process=step.process,
                    kind=kind_of(body),
                    schema_version=self.codec.schema_version(kind_of(body)),
                    occurred_at=occurred,
                    recorded_at=self.context.now,
                    actor=step.actor,
                    command_id=step.command_id,
                    correlation_id=step.correlation_id,
                    causation_id=step.causation_id,
                    policy_version=self.context.rulebook.policy_version,
                    calendar_version=self.context.rulebook.calendar_version,
                ),
                body,
            )
            for n, body in enumerate(events, 1)
        ]

    def _after(self, added: Sequence[Value]) -> CaseRow:
        if not added:
            return self.before
        decider, state = self.codec.decider, self.decision.state
        plan = decider.plan(state)
        return self.before.model_copy(
            update={
                "version": self.before.version + len(added),
                "plan_version": self._plan_version(plan, added),
                "changed_at": self.context.now,
                "summary": decider.summary(state),
                "plan": plan,
                "state": state,
            }
        )

    def _plan_version(self, plan: Plan, added: Sequence[Value]) -> int:
        """The version of the event that last changed the plan: not always the last event."""
        before = self.before
        if len(added) == 1:  # as it mostly is: without folding it again
            return before.plan_version if plan == before.plan and before.version else before.version + 1
        return fold(self.codec.decider, before.state, before.version, before.plan_version, added).plan_version

    def _outcome(self, after: CaseRow) -> Outcome:
        refused = self.decision.refused
        return Outcome(
            case_id=after.case_id,
            version=after.version,
            phase=after.summary.phase,
            events=tuple(map(kind_of, self.decision.events)),
            reason=refused.reason if refused else "",
            detail=refused.detail if refused else "",
        )

    def _command(self, step: Request, outcome: Outcome) -> CommandColumns:
        return CommandColumns(
            command_id=step.command_id,
            case_id=step.case_id,
            kind=kind_of(step.command),
            actor=step.actor.model_dump_json(),
            digest=step.digest(),
            reason=outcome.reason,
            outcome=outcome.model_dump_json(),
            recorded_at=self.context.now,
        )


def _noted(outcome: Outcome, written: Sequence[tuple[Header, Value]]) -> Outcome:
    """The outcome of a deadline's own step, which no refusal of the command beside it undoes."""
    return Outcome(
        case_id=outcome.case_id,
        version=written[-1][0].version,
        phase=outcome.phase,
        events=tuple(header.kind for header, _ in written),
    )


def _result(settled: Handled | Exception) -> Handled:
    if isinstance(settled, Exception):
        raise settled
    return settled


def _caught(handler: Handler, request: Request) -> Handled | Exception:
    try:
        return handler.handle(request)
    except Exception as error:
        return error


__all__ = ["Contended", "Handled", "Handler", "KeyChanged", "Outcome", "Request", "deadline_command_id"]
