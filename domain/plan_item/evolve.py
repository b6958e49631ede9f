"""What each event makes of the row. No rule is asked here: it happened."""

from typing import Any, TypeVar, assert_never

from domain.days import PlanStanding
from domain.deciding import redated
from domain.kernel import DeadlinePassed, DeadlineRedated
from domain.phases import Impossible, Unopened, changed, was
from domain.plan_item.clocks import DUE
from domain.plan_item.events import (
    Event,
    ItemWithdrawn,
    OrderLinked,
    PartDone,
    PlanItemAdjusted,
    PlanItemCompleted,
    PlanItemImported,
    PlanItemPlanned,
)
from domain.plan_item.papers import Done, Part, Term, Withdrawal
from domain.plan_item.state import (
    CompletedLate,
    CompletedOnTime,
    CompletedState,
    Dossier,
    Imported,
    InProgress,
    OpenedState,
    Overdue,
    Planned,
    Running,
    RunningState,
    State,
)
from domain.standing import note

S = TypeVar("S", bound=OpenedState)


def evolve(state: State, event: Event) -> State:
    """The state after `event`; raises `Impossible` for an event that can't follow on `state`."""
    if isinstance(event, PlanItemImported):
        return Imported(dossier=Dossier(case_id=event.case_id, row=event.row))
    case = _opened(state)
    match event:
        case PlanItemPlanned() | PlanItemAdjusted():
            return _running(case.dossier, event.term)
        case OrderLinked():
            return _with(case, orders=(*case.dossier.orders, event.order))
        case PartDone():
            done = (*case.dossier.done, Done(part=event.part, at=event.at))
            return _with(case, done=done, item_id=event.item_id)
        case PlanItemCompleted():
            return _completed(case, event)
        case ItemWithdrawn():
            return _withdrawn(case, event)
        case DeadlinePassed():
            return _passed(case, event)
        case DeadlineRedated():
            moved: State = redated(case, event)
            return moved
        case _:
            assert_never(event)


def _running(dossier: Dossier, term: Term) -> Planned | InProgress:
    phase = InProgress if dossier.begun else Planned
    return phase(dossier=dossier, term=term)


def _with(state: OpenedState, **changes: Any) -> OpenedState:
    """`state` with a changed dossier, and in the phase that fits it: work begun, or all of it undone."""
    dossier = changed(state.dossier, **changes)
    if isinstance(state, Planned | InProgress):
        return _running(dossier, state.term)
    return changed(state, dossier=dossier)


def _completed(state: OpenedState, event: PlanItemCompleted) -> CompletedState:
    running = was(state, Running)
    phase = CompletedLate if event.standing is PlanStanding.LATE else CompletedOnTime
    return phase(
        dossier=running.dossier, term=running.term, at=event.at, standing=event.standing, days_late=event.days_late
    )


def _withdrawn(state: OpenedState, event: ItemWithdrawn) -> OpenedState:
    """Before completion, the item has to come again; after it, only the withdrawal is noted."""
    withdrawals = (*state.dossier.withdrawals, Withdrawal(order=event.order, at=event.at))
    if isinstance(state, CompletedState):
        return _with(state, withdrawals=withdrawals)
    left = tuple(done for done in state.dossier.done if done.part is not Part.ITEM)
    return _with(state, withdrawals=withdrawals, done=left)


def _passed(state: OpenedState, event: DeadlinePassed) -> OpenedState:
    dossier = note(state.dossier, event)
    if event.name == DUE and isinstance(state, RunningState):
        return Overdue(dossier=dossier, term=state.term)
    return changed(state, dossier=dossier)


def _opened(state: State) -> OpenedState:
    """`state`, which the event says is a case already; raises `Impossible` if not."""
    if isinstance(state, Unopened):
        raise Impossible("no case was opened before this event")
    return state
