"""Worklists: what waits, for whom, and since when it is someone's; counts of them, and filters that one keeps."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import ConfigDict, Field, ValidationError

from api.auth import Caller
from api.case_views import CaseSummary, summary_of
from api.cases import place_of
from api.openapi import problem_responses
from api.parts import Parts, parts_of
from api.problems import Problem
from api.reading import read_cursor, write_cursor
from domain import visibility
from domain.people import Actor
from domain.value import Value
from store.claims import Claim
from store.worklists import Count, Due, Entry, View, Whose

router = APIRouter(prefix="/v1/worklist", tags=["worklist"])
_READING = (400, 401, 403, 404, 422, 503)
Name = Annotated[str, Path(pattern="^[^\\x00-\\x1f\\x7f/]{1,60}$", description="the filter's name")]


class WorklistQuery(Value):
    """What a worklist is narrowed to; each field may be left out."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"view": "organisation", "due": "overdue"}]})

    view: Whose = Field(
        default=Whose.MINE,
        description="mine: waits for your role and organisation, was escalated to it, or is claimed by you; "
        "claimed: by you; organisation: yours is a party; all: whatever you may see",
    )
    due: Due | None = Field(default=None, description="overdue: past a deadline, or escalated; soon: within days")
    claimed: bool | None = Field(default=None, description="by anyone, or by no one")
    process: str = Field(default="", max_length=100)
    phase: str = Field(default="", max_length=100)


class PageQuery(WorklistQuery):
    """The same, under a name too, and a place in the list."""

    filter: str = Field(default="", max_length=60, description="a filter you saved; what you give beside it wins")
    cursor: str = Field(default="", max_length=500, description="`next_cursor` of the page before")
    limit: int = Field(default=50, ge=1, le=200, description="entries on a page")


class WorklistEntry(CaseSummary):
    """A case that is open, and who has claimed it."""

    claim: Claim | None


class WorklistPage(Value):
    """Soonest due first; `next_cursor` is empty on the last page."""

    cases: tuple[WorklistEntry, ...]
    next_cursor: str


class PhaseCount(Count):
    """How many cases of a view are in a phase."""

    process: str
    phase: str
    phase_label: dict[str, str] = Field(description="in Chinese (zh) and English (en)")


class Counts(Value):
    """How many cases a view has. A count that is not `exact` means: at least so many."""

    view: Whose
    open: Count
    overdue: Count
    soon: Count
    claimed: Count
    unclaimed: Count
    phases: tuple[PhaseCount, ...]


class SavedFilters(Value):
    """Your filters by name."""

    filters: Mapping[str, WorklistQuery]


@router.get("", operation_id="worklist", responses=problem_responses(*_READING))
def worklist(request: Request, actor: Caller, asked: Annotated[PageQuery, Query()]) -> WorklistPage:
    """Open cases of a view, soonest due first, those without a deadline last; by default what waits for you."""
    parts = parts_of(request)
    place = read_cursor(asked.cursor, 2)
    after = (place_of(place[0]) if place[0] else None, place[1]) if place else None
    entries = parts.worklists.page(actor, _view(parts, _narrowed(parts, actor, asked)), after, asked.limit + 1)
    shown = entries[: asked.limit]
    return WorklistPage(
        cases=tuple(_entry(parts, actor, entry) for entry in shown),
        next_cursor=_place(shown[-1]) if len(entries) > asked.limit else "",
    )


@router.get("/counts", operation_id="worklist_counts", responses=problem_responses(400, 401, 403, 422, 503))
def counts(request: Request, actor: Caller, view: Whose = Whose.MINE) -> Counts:
    """How many cases a view has: overdue, due soon, claimed and not, and by phase."""
    parts = parts_of(request)
    count = parts.worklists.count
    kinds = _kinds(parts, WorklistQuery())
    phases = parts.worklists.phases(actor, View(view, kinds=kinds))
    return Counts(
        view=view,
        open=count(actor, View(view)),
        overdue=count(actor, View(view, Due.OVERDUE)),
        soon=count(actor, View(view, Due.SOON)),
        claimed=count(actor, View(view, claimed=True)),
        unclaimed=count(actor, View(view, claimed=False)),
        phases=tuple(
            PhaseCount(process=process, phase=phase, phase_label=_label(parts, process, phase), **dict(found))
            for (process, phase), found in phases.items()
        ),
    )


@router.get("/filters", operation_id="saved_filters", responses=problem_responses(400, 401, 403, 503))
def filters(request: Request, actor: Caller) -> SavedFilters:
    """The filters that you saved."""
    found = parts_of(request).saved_filters.all(actor.id)
    return SavedFilters(filters={name: WorklistQuery.model_validate_json(text) for name, text in found.items()})


@router.put("/filters/{name}", operation_id="save_filter", responses=problem_responses(400, 401, 403, 422, 503))
def save(request: Request, actor: Caller, name: Name, query: WorklistQuery) -> WorklistQuery:
    """Keep a query under a name, instead of what was kept there; for `?filter=`."""
    if not parts_of(request).saved_filters.save(actor.id, name, query.model_dump_json(exclude_unset=True)):
        raise Problem("too_many_filters")
    return query


@router.delete("/filters/{name}", operation_id="delete_filter", status_code=204, responses=problem_responses(*_READING))
def delete(request: Request, actor: Caller, name: Name) -> Response:
    """Forget a filter."""
    if not parts_of(request).saved_filters.delete(actor.id, name):
        raise Problem("no_such_filter")
    return Response(status_code=204)


def _narrowed(parts: Parts, actor: Actor, asked: PageQuery) -> WorklistQuery:
    """What is asked, over the saved filter that is named."""
    given = {name: getattr(asked, name) for name in asked.model_fields_set & set(WorklistQuery.model_fields)}
    if not asked.filter:
        return WorklistQuery.model_validate(given)
    text = parts.saved_filters.all(actor.id).get(asked.filter)
    if text is None:
        raise Problem("no_such_filter")
    try:
        saved = WorklistQuery.model_validate_json(text)
    except ValidationError:  # saved before a view was given up
        raise Problem("no_such_filter") from None
    return saved.model_copy(update=given)


def _view(parts: Parts, query: WorklistQuery) -> View:
    kinds = _kinds(parts, query) if query.process or query.phase else None
    return View(query.view, query.due, query.claimed, kinds)


def _kinds(parts: Parts, query: WorklistQuery) -> tuple[tuple[str, str], ...]:
    """The (process, phase) pairs that a query names; all there are, when it names none."""
    pairs = (
        (name, str(state.model_fields["phase"].default)) for name, d in parts.deciders.items() for state in d.states
    )
    return tuple(
        (process, phase) for process, phase in pairs if query.process in ("", process) and query.phase in ("", phase)
    )


def _entry(parts: Parts, actor: Actor, entry: Entry) -> WorklistEntry:
    row, decider = entry.row, parts.deciders[entry.row.process]
    view = visibility.View.of(decider, actor, row.summary)
    claim = entry.claim.seen(view) if entry.claim else None
    return WorklistEntry(**summary_of(decider, row, view), claim=claim)


def _place(entry: Entry) -> str:
    return write_cursor(entry.due.isoformat() if entry.due else "", entry.row.case_id)


def _label(parts: Parts, process: str, phase: str) -> dict[str, str]:
    labels = parts.deciders[process].labels
    return {"zh": labels.zh.get(phase, phase), "en": labels.en.get(phase, phase)}
