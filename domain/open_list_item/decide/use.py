"""Use without application, where the city explores it (P25 §9): off as shipped."""

from typing import assert_never

from domain.items import OpenType
from domain.kernel import Context, Refused
from domain.open_list_item.commands import AllowUseWithoutApplication, EndUseWithoutApplication, UseCommand
from domain.open_list_item.events import Event, UseWithoutApplicationAllowed, UseWithoutApplicationEnded
from domain.open_list_item.papers import AppliedFor, UsedWithoutApplication
from domain.open_list_item.reasons import ItemReason
from domain.open_list_item.state import OpenedState


def decide(command: UseCommand, state: OpenedState, context: Context) -> list[Event]:
    match command:
        case AllowUseWithoutApplication():
            return [_allowed(command, state, context)]
        case EndUseWithoutApplication():
            if isinstance(state.dossier.use, AppliedFor):
                raise Refused(ItemReason.NO_USE_WITHOUT_APPLICATION, "the item is applied for")
            return [UseWithoutApplicationEnded(reason=command.reason)]
        case _:
            assert_never(command)


def _allowed(command: AllowUseWithoutApplication, state: OpenedState, context: Context) -> UseWithoutApplicationAllowed:
    if not context.rulebook.policy.exploratory.use_without_application:
        raise Refused(ItemReason.USE_WITHOUT_APPLICATION_OFF, "the city's rules leave off what P25 §9 lets be explored")
    if state.published.open_type is not OpenType.CONDITIONAL:
        raise Refused(ItemReason.NOT_CONDITIONAL, f"it is {state.published.open_type}: there is nothing to apply for")
    if isinstance(state.dossier.use, UsedWithoutApplication):
        raise Refused(ItemReason.ALREADY_WITHOUT_APPLICATION, f"since {state.dossier.use.since.isoformat()}")
    use = UsedWithoutApplication(ground=command.ground, measures=command.measures, since=context.now)
    return UseWithoutApplicationAllowed(use=use)
