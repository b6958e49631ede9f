"""A year's plan and its items, handed to the desk row by row. Doing it again does only what is not done yet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.items import ItemContent
from domain.people import Actor, Role
from domain.plan_item import PLAN_ITEM, case_of
from domain.plan_item.commands import ConfirmPlanItem, ImportPlanItem
from domain.plan_item.state import Imported, OpenedState
from domain.value import Value
from store.desk import Desk
from store.items import ItemsError, registration
from store.people import People
from store.request import Handled, Request

Progress = Callable[[int, int], None]  # done, of how many
IMPORTERS = (Role.COMPETENT_DEPARTMENT, Role.PLATFORM_OPERATOR)


def importer(people: People, person: str, roles: Sequence[Role] = IMPORTERS) -> Actor:
    """The person in one of `roles`, as held now; raises `ItemsError` when they hold none of them."""
    for held in people.roles_of(person):
        if held.role in roles:
            return Actor(id=person, role=held.role, organisation=held.organisation)
    raise ItemsError(f"{person} is no {' or '.join(roles)} now; see ./sluice people")


def plan(desk: Desk, year: int) -> tuple[OpenedState, ...]:
    """The recorded rows of a year's plan, in its order; none when it was not imported."""
    states = [row.state for row in desk.handler.cases.of_process(PLAN_ITEM.name)]
    rows: list[OpenedState] = [state for state in states if isinstance(state, OpenedState)]
    return tuple(sorted((row for row in rows if row.dossier.row.year == year), key=lambda row: row.dossier.row.number))


def waiting(rows: Sequence[OpenedState]) -> tuple[int, ...]:
    """The numbers of the rows whose day no person has confirmed yet."""
    return tuple(row.dossier.row.number for row in rows if isinstance(row, Imported))


def import_plan(desk: Desk, asked: Sequence[ImportPlanItem], by: Actor, progress: Progress) -> int:
    """Record a plan's rows and return how many were new.

    A plan is an issued instrument: raises `ItemsError`, and records nothing, when a recorded row differs. Raises it too
    for the first row that is refused.
    """
    known = {state.dossier.row.number: state.dossier.row for state in plan(desk, asked[0].year)}
    new = [row for row in asked if row.row not in known]
    differing = [row.row for row in asked if row.row in known and known[row.row] != row.as_row()]
    if differing:
        what = f"row {differing[0]} differs"
        raise ItemsError(f"the plan of {asked[0].year} is recorded and {what}; import the text it came from")
    if missing := known.keys() - {row.row for row in asked}:
        what = f"row {min(missing)} is missing here"
        raise ItemsError(f"the plan of {asked[0].year} is recorded and {what}; import the text it came from")
    settle(desk, [_import_of(row, by) for row in new], progress)
    return len(new)


def _import_of(row: ImportPlanItem, by: Actor) -> Request:
    case_id = case_of(row.year, row.row)
    return _request(case_id, f"import/{case_id}", row, by)


def confirm(desk: Desk, command: ConfirmPlanItem, year: int, row: int, by: Actor) -> None:
    """Record that a person read the row's day in the original; raises `ItemsError` when it is refused."""
    case_id = case_of(year, row)
    settle(desk, [_request(case_id, f"{by.id}/confirm/{case_id}/{command.due_date}", command, by)])


def _request(case_id: str, command_id: str, command: Value, by: Actor) -> Request:
    return Request(process=PLAN_ITEM.name, case_id=case_id, command_id=command_id, command=command, actor=by)


@dataclass(frozen=True)
class Registered:
    """What an import of items came to."""

    new: int
    waiting: tuple[int, ...]  # rows whose day no person has confirmed yet
    differing: tuple[str, ...]  # items that are on the list and read otherwise there


def import_items(
    desk: Desk, contents: Sequence[ItemContent], rows: Sequence[OpenedState], by: Actor, progress: Progress
) -> Registered:
    """Put the items of a plan's rows on the list, one for each row; raises `ItemsError` for a refusal.

    An item whose row waits for a person is left out, and so is one that is on the list already: only a list change
    makes another version of it (R22 §10).
    """
    known = {row.case_id: row.state for row in desk.handler.cases.many([one.item_id for one in contents])}
    new: list[Request] = []
    differing: list[str] = []
    for content, row in zip(contents, rows, strict=True):
        if isinstance(row, Imported):
            continue
        if content.item_id not in known:
            new.append(registration(content, by.id, row.dossier.case_id))
        elif known[content.item_id].published.content() != content:
            differing.append(content.item_id)
    settle(desk, new, progress)
    return Registered(len(new), waiting(rows), tuple(differing))


def settle(desk: Desk, requests: Sequence[Request], progress: Progress = lambda done, of: None) -> None:
    """Hand all to the desk, which settles many in one transaction. Raises `ItemsError` for the first refusal."""
    answers = [desk.submit(request) for request in requests]
    for done, answer in enumerate(answers, 1):
        _accepted(answer.result())
        progress(done, len(answers))


def _accepted(handled: Handled) -> None:
    outcome = handled.outcome
    if outcome.reason:
        raise ItemsError(f"{outcome.case_id}: {outcome.reason} {outcome.detail}")
