"""Case rows: the fold kept beside its events. Reads are never stale, and deciding needs no replay."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.sql import SQL

from domain.deciding import due_by, next_due
from domain.kernel import AnyDecider, Plan, Summary
from domain.value import Value
from domain.visibility import involved
from store.codec import Codec, Envelope
from store.database import Database
from store.log import CaseColumns, Log


class CaseRow(Value):
    """A case as it is, or as it was at a version."""

    case_id: str
    process: str
    version: int
    plan_version: int
    opened_at: datetime
    changed_at: datetime
    summary: Summary
    plan: Plan
    state: Any


def columns(codec: Codec, row: CaseRow) -> CaseColumns:
    """The row in the table's words, search columns derived from the state."""
    summary, plan = row.summary, row.plan
    due, by = next_due(plan), due_by(plan)
    return CaseColumns(
        case_id=row.case_id,
        process=row.process,
        version=row.version,
        phase=summary.phase,
        subject=summary.subject,
        title=summary.title,
        holder=summary.holder or "",
        parties=json.dumps(summary.parties),
        involved=sorted(involved(summary)),
        applicants=sorted({*summary.applicants}),
        escalated_to=list(summary.escalated_to),
        next_due=due.due if due else None,
        due_by=by.due if by else None,
        owed=len(plan.duties),
        closed=plan.closed,
        plan_version=row.plan_version,
        state=row.state.model_dump_json(),
        shape=codec.shape,
        opened_at=row.opened_at,
        changed_at=row.changed_at,
        attention=len(summary.needs_attention),
        awaited=["@".join(seat) for seat in summary.awaited],
    )


@dataclass(frozen=True)
class Folded:
    """What events make of a case, one after the other."""

    state: Any
    plan: Plan
    plan_version: int  # of the event that last changed the plan


def fold(decider: AnyDecider, state: Any, version: int, plan_version: int, added: Iterable[Value]) -> Folded:
    """`state` at `version`, whose plan last changed at `plan_version` (0: never), with these events on top."""
    plan = decider.plan(state)
    for number, event in enumerate(added, version + 1):
        state = decider.evolve(state, event)
        before, plan = plan, decider.plan(state)
        if plan != before or not plan_version:
            plan_version = number
    return Folded(state, plan, plan_version)


class Cases:
    """Reads case rows, now or as they were."""

    def __init__(self, database: Database, log: Log, codecs: Mapping[str, Codec]) -> None:
        self._database = database
        self._log = log
        self._codecs = codecs

    def get(self, case_id: str) -> CaseRow | None:
        with self._database.connection() as connection:
            row = connection.execute("SELECT * FROM cases WHERE case_id = %s", (case_id,), prepare=True).fetchone()
        return self.read(row) if row else None

    def read(self, row: Mapping[str, Any]) -> CaseRow:
        """A row of the table; folded anew when the state's shape has changed since."""
        codec = self._codecs[row["process"]]
        if row["shape"] != codec.shape:
            return self.folded(row["case_id"], self._log.events(row["case_id"]))
        state = codec.state(row["phase"], row["state"])
        return CaseRow.model_construct(
            case_id=row["case_id"],
            process=row["process"],
            version=row["version"],
            plan_version=row["plan_version"],
            opened_at=row["opened_at"],
            changed_at=row["changed_at"],
            summary=codec.decider.summary(state),
            plan=codec.decider.plan(state),
            state=state,
        )

    def folded(self, case_id: str, history: Sequence[Envelope]) -> CaseRow:
        """The row that these events make: what every row must equal."""
        decider = self._codecs[history[0].process].decider
        made = fold(decider, decider.initial, 0, 0, [event.body for event in history])
        return CaseRow(
            case_id=case_id,
            process=history[0].process,
            version=history[-1].version,
            plan_version=made.plan_version,
            opened_at=history[0].recorded_at,
            changed_at=history[-1].recorded_at,
            summary=decider.summary(made.state),
            plan=made.plan,
            state=made.state,
        )

    def as_of(self, case_id: str, at: int | datetime) -> CaseRow | None:
        """The case at a version, or at an instant by when its events were recorded."""
        if isinstance(at, int):
            history = self._log.events(case_id, up_to=at)
            return self.folded(case_id, history) if history and at <= history[-1].version else None
        history = [event for event in self._log.events(case_id) if event.recorded_at <= at]
        return self.folded(case_id, history) if history else None

    def many(self, case_ids: Sequence[str]) -> list[CaseRow]:
        return self._select(SQL("WHERE case_id = ANY(%s)"), (list(case_ids),))

    def of_process(self, process: str) -> list[CaseRow]:
        """All cases of a process, closed ones too, in the order of their ids."""
        return self._select(SQL("WHERE process = %s ORDER BY case_id"), (process,))

    def open_after(self, case_id: str, limit: int) -> list[CaseRow]:
        """Open cases in the order of their ids, to walk through all of them."""
        clause = SQL("WHERE NOT closed AND case_id > %s ORDER BY case_id LIMIT %s")
        return self._select(clause, (case_id, limit))

    def due(self, until: datetime, limit: int) -> list[CaseRow]:
        """Open cases with a deadline at or before an instant, soonest first."""
        clause = SQL("WHERE NOT closed AND next_due <= %s ORDER BY next_due, case_id LIMIT %s")
        return self._select(clause, (until, limit))

    def next_due(self) -> datetime | None:
        """The soonest deadline of all open cases."""
        with self._database.connection() as connection:
            row = connection.execute(
                "SELECT min(next_due) AS due FROM cases WHERE NOT closed AND next_due IS NOT NULL"
            ).fetchone()
        return row["due"] if row else None

    def _select(self, clause: SQL, values: tuple[Any, ...]) -> list[CaseRow]:
        query = SQL("SELECT * FROM cases ") + clause
        with self._database.connection() as connection:
            rows = connection.execute(query, values, prepare=True).fetchall()
        return [self.read(row) for row in rows]
