"""The process `plan_item`: one row of a year's guidance directory, from import to fulfilment (R22 §7; P25 annex).

A row whose date the annex leaves out waits for a person (row 44 of 2025). The day is included, a calendar day and
never moved. A row is fulfilled once its item is on the open list and the item's data is there, told by those cases;
what counts is when both were there. Missing the day is told to the publisher's head and the competent department, and
the department may give another day on a written ground. An item that is withdrawn later leaves the row completed, and
that is noted (S13): so a completed row stays open, without a clock, until a later plan is evaluated outside Sluice.
"""

from typing import get_args

from domain.kernel import Decider
from domain.phases import Unopened
from domain.plan_item.commands import Command, ImportPlanItem
from domain.plan_item.decide import decide
from domain.plan_item.events import Event
from domain.plan_item.evolve import evolve
from domain.plan_item.labels import LABELS
from domain.plan_item.permissions import PERMISSIONS
from domain.plan_item.plan import plan, summary
from domain.plan_item.reasons import PlanItemReason
from domain.plan_item.state import State


def case_of(year: int, row: int) -> str:
    """The id of a row's case, such as `plan-2025-44`."""
    return f"plan-{year}-{row}"


def _names(command: Command) -> str:
    return case_of(command.year, command.row) if isinstance(command, ImportPlanItem) else ""


PLAN_ITEM: Decider[Command, Event, State] = Decider(
    name="plan_item",
    plural="plan-items",
    workflow="PlanItem",
    opening="import_plan_item",
    commands=get_args(Command),
    events=get_args(Event),
    states=get_args(State),
    initial=Unopened(),
    decide=decide,
    evolve=evolve,
    plan=plan,
    summary=summary,
    permissions=PERMISSIONS,
    labels=LABELS,
    reasons=PlanItemReason,
    names=_names,
)
