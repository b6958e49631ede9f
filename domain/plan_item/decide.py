"""The rules of a row of the plan (R22 §7; P25 annex)."""

from datetime import date, datetime
from typing import assert_never

from domain.days import PlanStanding, local_day, plan_standing
from domain.kernel import Context, Reason, Refused
from domain.phases import Unopened
from domain.plan_item import clocks
from domain.plan_item.commands import AdjustPlanItem, Command, ConfirmPlanItem, ImportPlanItem, ProgressCommand
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
from domain.plan_item.evolve import evolve
from domain.plan_item.inbox import LinkOrder, RecordDataPresent, RecordItemEffective, RecordItemWithdrawn
from domain.plan_item.papers import Part
from domain.plan_item.plan import plan
from domain.plan_item.reasons import PlanItemReason
from domain.plan_item.state import Imported, OpenedState, RunningState, State
from domain.standing import TimeCommand, answer


def decide(command: Command, state: State, context: Context) -> list[Event]:
    if isinstance(command, ImportPlanItem):
        if not isinstance(state, Unopened):
            raise Refused(Reason.WRONG_PHASE, "the row is on record")
        return _import(command, context)
    if isinstance(state, Unopened):
        raise Refused(Reason.UNKNOWN_CASE, "the row is not on record")
    match command:
        case ConfirmPlanItem():
            return _confirm(command, state, context)
        case AdjustPlanItem():
            return _adjust(command, state, context)
        case LinkOrder() | RecordItemEffective() | RecordDataPresent() | RecordItemWithdrawn():
            return _progress(command, state, context)
        case _:
            return _passing(command, state, context)


def _import(command: ImportPlanItem, context: Context) -> list[Event]:
    term = clocks.term(context, command.instrument, command.due_date)  # refused here, even if it is confirmed later
    imported = PlanItemImported(case_id=context.case_id, row=command.as_row())
    return [imported] if command.due_inferred else [imported, PlanItemPlanned(term=term)]


def _confirm(command: ConfirmPlanItem, state: OpenedState, context: Context) -> list[Event]:
    if not isinstance(state, Imported):
        raise Refused(Reason.WRONG_PHASE, "the row has its day")
    planned = PlanItemPlanned(term=clocks.term(context, state.dossier.row.instrument, command.due_date))
    return _and_complete(state, planned)


def _adjust(command: AdjustPlanItem, state: OpenedState, context: Context) -> list[Event]:
    if not isinstance(state, RunningState):
        raise Refused(Reason.WRONG_PHASE, f"the row is {state.phase}")
    if command.due_date == state.term.day:
        raise Refused(PlanItemReason.SAME_DAY, f"{command.due_date} is the day it has")
    if command.due_date < local_day(context.now):
        raise Refused(PlanItemReason.DAY_PASSED, f"{command.due_date} is past")
    term = clocks.term(context, state.dossier.row.instrument, command.due_date)
    return [PlanItemAdjusted(old=state.term.day, term=term, ground=command.ground)]


def _progress(command: ProgressCommand, state: OpenedState, context: Context) -> list[Event]:
    """What is known already is no news."""
    if isinstance(command, LinkOrder):
        return [] if command.order in state.dossier.orders else [OrderLinked(order=command.order)]
    if state.dossier.item_id not in ("", command.item_id):
        raise Refused(PlanItemReason.ANOTHER_ITEMS_ROW, f"the row is about {state.dossier.item_id}")
    match command:
        case RecordItemEffective():
            return _done(Part.ITEM, command.item_id, command.at or context.now, state)
        case RecordDataPresent():
            return _done(Part.DATA, command.item_id, command.at or context.now, state)
        case RecordItemWithdrawn():
            if any(known.order == command.order for known in state.dossier.withdrawals):
                return []
            return [ItemWithdrawn(item_id=command.item_id, order=command.order, at=command.at or context.now)]
        case _:
            assert_never(command)


def _done(part: Part, item_id: str, at: datetime, state: OpenedState) -> list[Event]:
    if state.dossier.has(part):
        return []
    return _and_complete(state, PartDone(part=part, item_id=item_id, at=at))


def _and_complete(state: State, event: PartDone | PlanItemPlanned) -> list[Event]:
    """`event`, and the row's completion if nothing is missing after it."""
    after = evolve(state, event)
    if not isinstance(after, RunningState) or not all(after.dossier.has(part) for part in Part):
        return [event]
    at = max(done.at for done in after.dossier.done)
    return [event, _completed(after.term.day, at)]


def _completed(day: date, at: datetime) -> PlanItemCompleted:
    """The day is included and never moved; what counts is when both were there, not when that was told."""
    standing = plan_standing(day, at)
    late = (local_day(at) - day).days if standing is PlanStanding.LATE else 0
    return PlanItemCompleted(at=at, standing=standing, days_late=late)


def _passing(command: TimeCommand, state: OpenedState, context: Context) -> list[Event]:
    passed: list[Event] = [*answer(command, state.dossier, plan(state), context)]
    return passed
