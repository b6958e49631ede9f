"""The parts of an application for several items: opened, decided, and put together again (docs/adr/0015)."""

from typing import assert_never

from domain.application import clocks
from domain.application.commands import SubOrderCommand
from domain.application.decide.review import gaps
from domain.application.duties import TELL_PARENT
from domain.application.events import (
    ApplicationConcluded,
    Event,
    SubOrderDecided,
    SubOrderOpened,
    SubOrderResultNoted,
)
from domain.application.evolve import evolve
from domain.application.inbox import OpenSubOrder, RecordSubOrderResult
from domain.application.outbox import result_of
from domain.application.reasons import ApplicationReason
from domain.application.state import Opened, Reviewing, State
from domain.application.sub_orders import PENDING, PartResult, SubOrder, whole
from domain.kernel import Context, Refused
from domain.phases import Unopened, in_phase
from domain.standing import new_duty


def decide(command: SubOrderCommand, state: State, context: Context) -> list[Event]:
    match command:
        case OpenSubOrder():
            in_phase(state, Unopened)
            return _open(command, context)
        case RecordSubOrderResult():
            return _note(command, in_phase(state, Opened).dossier.sub_orders)
        case _:
            assert_never(command)


def telling(events: list[Event], state: State, context: Context) -> list[Event]:
    """`events`, and the duty to tell the whole application, when they end the review of one of its parts."""
    if not (isinstance(state, Reviewing) and state.dossier.parent):
        return events
    after: State = state
    for event in events:
        after = evolve(after, event)
    if isinstance(after, Reviewing):
        return events
    duty = new_duty(context, TELL_PARENT, event=len(events) + 1)
    return [*events, SubOrderDecided(result=result_of(after), duty=duty)]


def _open(command: OpenSubOrder, context: Context) -> list[Event]:
    norm, target, reminders = clocks.review(context)
    opened = SubOrderOpened(
        case_id=context.case_id,
        parent=command.parent,
        applicant=command.applicant,
        drafted_by=command.drafted_by,
        askers=command.askers,
        item=command.item,
        contents=command.contents,
        chain=command.chain,
        materials=command.materials,
        fused_with=command.fused_with,
        commitment=command.commitment,
        violations=command.violations,
        norm=norm,
        target=target,
        reminders=reminders,
    )
    return [opened, *gaps(norm)]


def _note(command: RecordSubOrderResult, parts: tuple[SubOrder, ...]) -> list[Event]:
    part = _named(command, parts)
    if part.result == command.result:
        return []  # told again
    if part.result != PENDING:
        raise Refused(ApplicationReason.UNKNOWN_SUB_ORDER, f"{part.case_id} was {part.result} already")
    noted = SubOrderResultNoted(sub_order=part.case_id, result=command.result)
    others = [other.result for other in parts if other != part]
    known = (command.result, *(result for result in others if isinstance(result, PartResult)))
    concluded = [ApplicationConcluded(result=whole(known))] if len(known) == len(parts) else []
    return [noted, *concluded]


def _named(command: RecordSubOrderResult, parts: tuple[SubOrder, ...]) -> SubOrder:
    for part in parts:
        if (part.case_id, part.item_id) == (command.sub_order, command.item_id):
            return part
    raise Refused(ApplicationReason.UNKNOWN_SUB_ORDER, f"{command.sub_order} is no part of this application")
