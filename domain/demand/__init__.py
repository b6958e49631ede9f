"""The process `demand`: someone says which public data is missing, and is told what comes of it (R22 §6, §33; M19 §10).

An applicant asks for itself, a consultation point for others. The competent department notes the priority, merges
duplicates and forwards the demand to a publisher, which takes it up with a list change of its own, or declines on a
ground. No text sets a date for any of this: our reminders are shown as ours, and nothing is ever overdue.
"""

from typing import get_args

from domain.demand.commands import Command
from domain.demand.decide import decide
from domain.demand.events import Event
from domain.demand.evolve import evolve
from domain.demand.labels import LABELS
from domain.demand.outbox import SENDS
from domain.demand.permissions import FOUR_EYES_ON, PERMISSIONS
from domain.demand.plan import plan
from domain.demand.reasons import DemandReason
from domain.demand.sees import WITHHELD
from domain.demand.state import State
from domain.demand.summary import also_asked, summary
from domain.kernel import Decider
from domain.phases import Unopened

DEMAND: Decider[Command, Event, State] = Decider(
    name="demand",
    plural="demands",
    workflow="DataDemand",
    opening="submit_demand",
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
    reasons=DemandReason,
    sends=SENDS,
    also_asked=also_asked,
    four_eyes_on=FOUR_EYES_ON,
    withheld=WITHHELD,
)
