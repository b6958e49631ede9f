"""The rules of a list change: what a command leads to, or why not."""

from domain.kernel import Context
from domain.list_change import drafting, reviewing
from domain.list_change.commands import Command, DraftingCommand, ReviewCommand
from domain.list_change.events import Event
from domain.list_change.outbox import PUBLISH_ITEM
from domain.list_change.plan import plan
from domain.list_change.state import Dossier, Opened, State
from domain.phases import in_phase
from domain.standing import MessagesSent, answer


def decide(command: Command, state: State, context: Context) -> list[Event]:
    """The events that `command` leads to; none if it is no news. Raises `Refused` with the reason.

    Who may ask in which phase has been checked (`domain.deciding.ask`), and every deadline due by now recorded.
    """
    if isinstance(command, DraftingCommand):
        return drafting.decide(command, state, context)
    if isinstance(command, ReviewCommand):
        return reviewing.decide(command, state, context)
    dossier = in_phase(state, Opened).dossier
    events: list[Event] = []
    for event in answer(command, dossier, plan(state), context):
        published = isinstance(event, MessagesSent) and _publishes(dossier, event.duty_id)
        events += [event, reviewing.took_effect(state, context)] if published else [event]
    return events


def _publishes(dossier: Dossier, duty_id: str) -> bool:
    return dossier.owed(duty_id).name == PUBLISH_ITEM
