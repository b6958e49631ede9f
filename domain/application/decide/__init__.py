"""The rules of an application: what a command leads to, or why not. One module for each stretch of the story."""

from domain.application.commands import (
    AgreementCommand,
    Command,
    DeliveryCommand,
    IntakeCommand,
    PaperSigningCommand,
    RecordsCommand,
    ReviewCommand,
    SpotCheckCommand,
    UsageCommand,
)
from domain.application.decide import (
    agreement,
    delivery,
    intake,
    paper_signing,
    passing,
    records,
    review,
    spot_check,
    usage,
)
from domain.application.events import Event
from domain.application.state import State
from domain.kernel import Context


def decide(command: Command, state: State, context: Context) -> list[Event]:
    """The events that `command` leads to; none if it is no news. Raises `Refused` with the reason.

    Who may ask in which phase has been checked (`domain.deciding.ask`), and every deadline due by now recorded.
    """
    if isinstance(command, IntakeCommand):
        return intake.decide(command, state, context)
    if isinstance(command, ReviewCommand):
        return review.decide(command, state, context)
    if isinstance(command, AgreementCommand):
        return agreement.decide(command, state, context)
    if isinstance(command, PaperSigningCommand):
        return paper_signing.decide(command, state, context)
    if isinstance(command, DeliveryCommand):
        return delivery.decide(command, state, context)
    if isinstance(command, RecordsCommand):
        return records.decide(command, state)
    if isinstance(command, SpotCheckCommand):
        return spot_check.decide(command, state, context)
    if isinstance(command, UsageCommand):
        return usage.decide(command, state, context)
    return passing.decide(command, state, context)
