"""The rules of an application: what a command leads to, or why not. One module for each stretch of the story."""

from domain.application.commands import (
    AccessCommand,
    AgreementCommand,
    Command,
    DeliveryCommand,
    ExpertCommand,
    FastTrackCommand,
    IntakeCommand,
    NewsCommand,
    PaperSigningCommand,
    RecordsCommand,
    ReviewCommand,
    SpotCheckCommand,
    SubOrderCommand,
    UsageCommand,
)
from domain.application.decide import (
    access,
    agreement,
    delivery,
    expert,
    fast_track,
    intake,
    news,
    paper_signing,
    passing,
    records,
    review,
    spot_check,
    sub_orders,
    usage,
)
from domain.application.events import Event
from domain.application.state import State
from domain.kernel import Context


def decide(command: Command, state: State, context: Context) -> list[Event]:
    """The events that `command` leads to; none if it is no news. Raises `Refused` with the reason.

    Who may ask in which phase has been checked (`domain.deciding.ask`), and every deadline due by now recorded.
    """
    return sub_orders.telling(_decided(command, state, context), state, context)


def _decided(command: Command, state: State, context: Context) -> list[Event]:  # noqa: C901 -- a table in words
    if isinstance(command, IntakeCommand):
        return intake.decide(command, state, context)
    if isinstance(command, ReviewCommand):
        return review.decide(command, state, context)
    if isinstance(command, ExpertCommand):
        return expert.decide(command, state, context)
    if isinstance(command, FastTrackCommand):
        return fast_track.decide(command, state, context)
    if isinstance(command, SubOrderCommand):
        return sub_orders.decide(command, state, context)
    if isinstance(command, AgreementCommand):
        return agreement.decide(command, state, context)
    if isinstance(command, PaperSigningCommand):
        return paper_signing.decide(command, state, context)
    if isinstance(command, DeliveryCommand):
        return delivery.decide(command, state, context)
    if isinstance(command, RecordsCommand):
        return records.decide(command, state, context)
    if isinstance(command, UsageCommand):
        return usage.decide(command, state, context)
    if isinstance(command, SpotCheckCommand):
        return spot_check.decide(command, state, context)
    if isinstance(command, NewsCommand):
        return news.decide(command)
    if isinstance(command, AccessCommand):
        return access.decide(command, state, context)
    return passing.decide(command, state, context)
