"""The process `objection`: someone points out wrong data in an item, and it is corrected or upheld (R22 §16).

Plausible at first sight, the objection is marked on the item; the operator hands it to the publisher, who corrects the
data or upholds it; the mark comes off and the objector is told. The city's own rules on objections are not among the
texts, so every limit here is our setting. A limit that passes escalates and decides nothing.
"""

from typing import get_args

from domain.kernel import Decider
from domain.objection.commands import Command
from domain.objection.decide import decide
from domain.objection.events import Event
from domain.objection.evolve import evolve
from domain.objection.labels import LABELS
from domain.objection.outbox import SENDS
from domain.objection.permissions import PERMISSIONS
from domain.objection.plan import plan
from domain.objection.reasons import ObjectionReason
from domain.objection.sees import WITHHELD
from domain.objection.state import State
from domain.objection.summary import summary
from domain.phases import Unopened

OBJECTION: Decider[Command, Event, State] = Decider(
    name="objection",
    plural="objections",
    workflow="DataObjection",
    opening="raise_objection",
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
    reasons=ObjectionReason,
    sends=SENDS,
    withheld=WITHHELD,
)
