"""What the API shows of a case, for every process alike."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any

from pydantic import Field

from api.commands import links
from api.reading import write_cursor
from domain.deadlines import Deadline
from domain.deciding import due_by, next_due
from domain.kernel import AnyDecider
from domain.people import Role
from domain.standing import FailedDuty
from domain.value import Value
from domain.visibility import View
from store.cases import CaseRow
from store.codec import Envelope


class CaseSummary(Value):
    """A case at a glance."""

    id: str
    process: str
    version: int
    phase: str
    phase_label: dict[str, str] = Field(description="the phase in Chinese (zh) and English (en)")
    subject: str
    title: str
    holder: Role | None = Field(description="whose turn it is")
    escalated_to: tuple[Role, ...]
    needs_attention: tuple[str, ...] = Field(description="duties that failed and wait for a person")
    closed: bool
    next_due: Deadline | None
    due_by: Deadline | None = Field(description="the soonest that is more than a reminder; worklists go by it")
    opened_at: datetime
    changed_at: datetime
    links: dict[str, str]


class CaseView(CaseSummary):
    """A case as you may see it; `state` is what the process keeps in this phase."""

    parties: dict[Role, tuple[str, ...]]
    deadlines: tuple[Deadline, ...] = Field(description="those that stand")
    duties: tuple[str, ...] = Field(description="work that the platform owes")
    state: dict[str, Any]
    withheld: tuple[str, ...] = Field(description="places in `state` that you are not shown, e.g. `dossier.gathered`")


class CasePage(Value):
    """A page of cases; `next_cursor` is empty on the last one."""

    cases: tuple[CaseSummary, ...]
    next_cursor: str


class EventPage(Value):
    """A case's events that you are shown, oldest first, each with its envelope; versions left out are not for you.

    `withheld` of an event names what of it you are not shown.
    """

    events: tuple[dict[str, Any], ...]
    next_cursor: str


def summary_of(decider: AnyDecider, row: CaseRow, view: View) -> dict[str, Any]:
    """The fields of `CaseSummary`, as far as the view goes."""
    summary, labels = row.summary, decider.labels
    phase = summary.phase
    return {
        "id": row.case_id,
        "process": row.process,
        "version": row.version,
        "phase": phase,
        "phase_label": {"zh": labels.zh.get(phase, phase), "en": labels.en.get(phase, phase)},
        "subject": summary.subject,
        "title": summary.title,
        "holder": summary.holder,
        "escalated_to": summary.escalated_to,
        "needs_attention": () if FailedDuty in view.withheld else summary.needs_attention,
        "closed": row.plan.closed,
        "next_due": next_due(row.plan),
        "due_by": due_by(row.plan),
        "opened_at": row.opened_at,
        "changed_at": row.changed_at,
        "links": links(f"/v1/{decider.plural}/{row.case_id}"),
    }


def view_of(decider: AnyDecider, row: CaseRow, view: View) -> CaseView:
    """The case as far as the view goes."""
    state = view.of_value(row.state)
    return CaseView(
        **summary_of(decider, row, view),
        parties=dict(view.parties(row.summary)),
        deadlines=row.plan.deadlines,
        duties=tuple(duty.name for duty in row.plan.duties),
        state=state.json,
        withheld=state.withheld,
    )


def events_of(history: Iterable[Envelope], view: View, after: int, limit: int) -> EventPage:
    """The page of `limit` events after that version."""
    seen = (told for event in history if event.version > after and (told := event.seen(view)) is not None)
    found = list(islice(seen, limit + 1))
    more = write_cursor(str(found[limit - 1]["version"])) if len(found) > limit else ""
    return EventPage(events=tuple(found[:limit]), next_cursor=more)
