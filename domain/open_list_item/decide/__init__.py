"""The rules of an item: what a command leads to, or why not."""

from domain.kernel import Context
from domain.open_list_item.commands import (
    Command,
    QualityCommand,
    ReportUpdate,
    SuspensionCommand,
    UseCommand,
    VersionCommand,
    WatchCommand,
)
from domain.open_list_item.decide import quality, suspensions, updates, use, versions, watching
from domain.open_list_item.events import Event
from domain.open_list_item.state import State, opened


def decide(command: Command, state: State, context: Context) -> list[Event]:
    """The events that `command` leads to; none if it is no news. Raises `Refused` with the reason."""
    if isinstance(command, VersionCommand):
        return versions.decide(command, state, context)
    if isinstance(command, ReportUpdate):
        return updates.decide(command, state, context)
    if isinstance(command, SuspensionCommand):
        return suspensions.decide(command, opened(state), context)
    if isinstance(command, QualityCommand):
        return quality.decide(command, opened(state), context)
    if isinstance(command, UseCommand):
        return use.decide(command, opened(state), context)
    if isinstance(command, WatchCommand):
        return watching.decide(command, opened(state), context)
    return updates.passing(command, opened(state), context)
