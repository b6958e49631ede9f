"""New data, and the dates by which it is due (R22 §9(5); P25 §6)."""

from domain.days import local_day
from domain.kernel import Context, DeadlinePassed, Refused
from domain.open_list_item import clocks
from domain.open_list_item.commands import ReportUpdate, Shared
from domain.open_list_item.events import DataUpdated, Event, UpdateOverdue
from domain.open_list_item.papers import Late, Untimed
from domain.open_list_item.plan import plan
from domain.open_list_item.reasons import ItemReason
from domain.open_list_item.state import Current, OpenedState, State, opened
from domain.rulebook import INSTANT
from domain.standing import answer, new_duty


def decide(command: ReportUpdate, state: State, context: Context) -> list[Event]:
    """The update with its lateness; the next date runs from now."""
    item = opened(state)
    if command.covers_to < command.covers_from:
        raise Refused(ItemReason.PERIOD_REVERSED, f"{command.covers_to} is before {command.covers_from}")
    updates = item.updates if isinstance(item, Current) else Untimed()
    late = isinstance(updates, Late)
    tell = item.dossier.plan_item and not item.dossier.data_present
    updated = DataUpdated(
        at=context.now,
        covers_from=command.covers_from,
        covers_to=command.covers_to,
        sha256=command.sha256,
        year=local_day(context.now).year,
        standing="late" if late else "timely" if clocks.is_timed(updates) else "untimed",
        days_late=clocks.days_late(updates, context.now),
        updates=clocks.awaiting(context, item.published),
        duties=(new_duty(context, "tell_plan_data"),) if tell else (),
    )
    return [updated]


def passing(command: Shared, state: OpenedState, context: Context) -> list[Event]:
    """What every process is told; a missed date is followed by the next one."""
    events: list[Event] = []
    for event in answer(command, state.dossier, plan(state), context):
        events.append(event)
        if isinstance(event, DeadlinePassed) and event.name in clocks.RULES.values() and isinstance(state, Current):
            events.append(_overdue(event, state, context))
    return events


def _overdue(passed: DeadlinePassed, state: Current, context: Context) -> UpdateOverdue:
    year = local_day(passed.due - INSTANT).year
    due, reminders = clocks.following(context, state.published)
    return UpdateOverdue(missed=passed.due, year=year, due=due, reminders=reminders)
