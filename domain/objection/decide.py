"""The rules of an objection: what a command leads to, or why not. A passed limit escalates and decides nothing."""

from typing import assert_never

from domain.deadlines import NoLimit
from domain.items import PublishedItem
from domain.kernel import Context, Reason, Refused
from domain.objection import clocks
from domain.objection.commands import (
    Command,
    CorrectData,
    JudgingCommand,
    MarkObjection,
    ObjectorCommand,
    RaiseObjection,
    RejectObjection,
    SharedCommand,
    TransferObjection,
    UpholdData,
    WithdrawObjection,
)
from domain.objection.events import (
    DataCorrected,
    DataUpheld,
    Event,
    ObjectionMarked,
    ObjectionRaised,
    ObjectionRejected,
    ObjectionTransferred,
    ObjectionWithdrawn,
    ObjectorTold,
)
from domain.objection.outbox import MARK_ITEM, UNMARK_ITEM
from domain.objection.plan import plan
from domain.objection.reasons import ObjectionReason
from domain.objection.state import Corrected, Opened, Raised, State, Verifying
from domain.phases import Unopened, in_phase
from domain.standing import MessagesSent, answer, new_duty


def decide(command: Command, state: State, context: Context) -> list[Event]:
    """The events that `command` leads to; none if it is no news. Raises `Refused` with the reason.

    Who may ask in which phase has been checked (`domain.deciding.ask`), and every deadline due by now recorded.
    """
    if isinstance(command, ObjectorCommand):
        return [_object(command, state, context)]
    if isinstance(command, JudgingCommand):
        return [_judge(command, state, context)]
    return _shared(command, in_phase(state, Opened), state, context)


def _object(command: ObjectorCommand, state: State, context: Context) -> ObjectionRaised | ObjectionWithdrawn:
    match command:
        case RaiseObjection():
            in_phase(state, Unopened)
            return _raised(command, context)
        case WithdrawObjection():
            duties = () if isinstance(state, Raised) else (new_duty(context, UNMARK_ITEM),)
            return ObjectionWithdrawn(duties=duties)
        case _:
            assert_never(command)


def _raised(command: RaiseObjection, context: Context) -> ObjectionRaised:
    actor = context.actor
    item = context.registry.item(command.item_id)
    if item is None:
        raise Refused(ObjectionReason.UNKNOWN_ITEM, f"no item {command.item_id} is published")
    if item.publisher == actor.organisation:
        raise Refused(Reason.FOUR_EYES, "a publisher corrects its own data without objecting to it")
    _pointed_out(command, item)
    for material in command.evidence:
        if context.registry.material(material) != actor.organisation:
            raise Refused(ObjectionReason.UNKNOWN_EVIDENCE, f"{material} was not uploaded by the objector")
    mark, transfer = clocks.raised(context)
    return ObjectionRaised(
        case_id=context.case_id,
        objector=actor.organisation,
        raised_by=actor.id,
        item_id=item.item_id,
        item_version=item.version,
        title=item.title,
        publisher=item.publisher,
        fields=command.fields,
        record=command.record,
        reason=command.reason,
        evidence=command.evidence,
        mark=mark,
        transfer=transfer,
    )


def _pointed_out(command: RaiseObjection, item: PublishedItem) -> None:
    if not command.fields and not command.record:
        raise Refused(ObjectionReason.NOTHING_POINTED_OUT, "name a field or a record")
    known = {field.name for field in item.fields}
    # an item whose fields are not described yet can't contradict
    if known and (unknown := [name for name in command.fields if name not in known]):
        raise Refused(ObjectionReason.UNKNOWN_FIELD, f"{item.item_id} has no field {', '.join(unknown)}")


def _judge(command: JudgingCommand, state: State, context: Context) -> Event:
    match command:
        case MarkObjection():
            return ObjectionMarked(finding=command.finding, duty=new_duty(context, MARK_ITEM))
        case RejectObjection():
            return ObjectionRejected(reason=command.reason)
        case TransferObjection():
            limit, reminders = clocks.decide(context)
            return ObjectionTransferred(note=command.note, decide=limit, reminders=reminders)
        case CorrectData(data_version=version, feedback=feedback):
            late = _late(in_phase(state, Verifying), context)
            duty = new_duty(context, UNMARK_ITEM)
            return DataCorrected(data_version=version, feedback=feedback, working_days_late=late, duty=duty)
        case UpholdData(reason=reason):
            late = _late(in_phase(state, Verifying), context)
            return DataUpheld(reason=reason, working_days_late=late, duty=new_duty(context, UNMARK_ITEM))
        case _:
            assert_never(command)


def _late(state: Verifying, context: Context) -> int:
    """A late decision is valid; it says by how many working days it is late."""
    if isinstance(state.decide, NoLimit) or context.now < state.decide.due:
        return 0
    return context.rulebook.working_days_late(state.decide.due, context.now)


def _shared(command: SharedCommand, opened: Opened, state: State, context: Context) -> list[Event]:
    """Once the mark is off the corrected data, the objector is told and the case is closed."""
    events: list[Event] = []
    for event in answer(command, opened.dossier, plan(state), context):
        events.append(event)
        if isinstance(event, MessagesSent) and isinstance(state, Corrected):
            events.append(ObjectorTold(feedback=state.feedback))
    return events
