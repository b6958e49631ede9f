"""`handle`: the only way anything is ever written, whoever asks: a person, a timer, a duty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from psycopg import Connection, IntegrityError
from psycopg.rows import DictRow
from psycopg.sql import SQL, Composed

from domain.deciding import Decision, ask
from domain.kernel import Context, Reason, Refused, Registry
from domain.rulebook import Rulebook
from domain.value import kind_of
from domain.visibility import may_see
from store.cases import CaseRow, Cases
from store.codec import Codec
from store.database import Database
from store.log import Append, Log
from store.request import Contended, Handled, KeyChanged, Outcome, Request
from store.rules import Rules
from store.writing import Writing

ATTEMPTS = 8  # re-decisions when others write the same case; each sees a newer version


@dataclass(frozen=True)
class _Loaded:
    """What is known about a request before deciding."""

    row: CaseRow | None
    stored: Mapping[str, Any] | None
    now: datetime
    rulebook: Rulebook
    holds: bool  # key, role and delegation still hold, by this very read


# VALUES, not arrays: the statement is prepared once for each batch size, and planned the same way.
_LOAD = """
SELECT asked.case_id AS asked, k.digest AS k_digest, k.outcome AS k_outcome,
    c.case_id, c.process, c.version, c.phase, c.plan_version, c.opened_at, c.changed_at, c.state, c.shape,
    (SELECT instant FROM rehearsal_clock) AS clock,
    (SELECT max(revision) FROM calendar_notices) AS revision,
    (asked.key = '' OR EXISTS (
        SELECT FROM live_keys h WHERE h.hash = asked.key AND h.person = asked.person AND h.scope = 'act'
    )) AND (asked.person = '' OR EXISTS (
        SELECT FROM assignments_now a
        WHERE asked.principal = '' AND a.person = asked.person
          AND a.role = asked.role AND a.organisation = asked.organisation
    ) OR EXISTS (
        SELECT FROM delegated_now d
        WHERE d.principal = asked.principal AND d.substitute = asked.person
          AND d.role = asked.role AND d.organisation = asked.organisation
    )) AS holds
FROM (VALUES {}) AS asked (case_id, command_id, key, person, principal, role, organisation)
LEFT JOIN cases c ON c.case_id = asked.case_id
LEFT JOIN commands k ON k.command_id = asked.command_id
"""


@cache
def _load_query(requests: int) -> Composed:
    row = SQL("(%s::text, %s::text, %s::bytea, %s::text, %s::text, %s::text, %s::text)")
    return SQL(_LOAD).format(SQL(", ").join([row] * requests))


def _asked(request: Request) -> tuple[str | bytes, ...]:
    actor = request.actor
    who = (actor.id, request.principal) if request.key or request.principal else ("", "")
    return request.case_id, request.command_id, request.key, *who, actor.role.value, actor.organisation


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
            return _replayed(codec, request, loaded.stored, before), None
        context = Context(
            case_id=request.case_id,
            version=before.version,
            now=loaded.now,
            actor=request.actor,
            rulebook=loaded.rulebook,
            registry=self._registry,
        )
        decision = _decide(codec, request, before, context)
        return Writing(codec, request, before, decision, context).result()


def _decide(codec: Codec, request: Request, before: CaseRow, context: Context) -> Decision:
    refused: Refused | None = None
    opens = kind_of(request.command) in codec.decider.openings
    if before.process != request.process or (before.version == 0 and not opens):
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


def _replayed(codec: Codec, request: Request, stored: Mapping[str, Any], now: CaseRow) -> Handled:
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
            hidden=not _known(codec, request, now),
        )
    return Handled(outcome, now.plan, now.plan_version, replayed=True)


def _known(codec: Codec, request: Request, now: CaseRow) -> bool:
    """Whether the asker may know of the case; one that is not there is as little known as one that is hidden."""
    if now.version == 0:
        return kind_of(request.command) in codec.decider.openings
    return may_see(request.actor, now.summary)


def _result(settled: Handled | Exception) -> Handled:
    if isinstance(settled, Exception):
        raise settled
    return settled


def _caught(handler: Handler, request: Request) -> Handled | Exception:
    try:
        return handler.handle(request)
    except Exception as error:
        return error
