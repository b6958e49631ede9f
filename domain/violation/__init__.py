"""The process `violation`: unlawful use of opened data, from the first report to its repair (R22 §30, §32).

Anyone may report. A person's report is a case of its own that the party never sees: whoever takes it up words the
facts anew, and the platform opens the allegation. Operator and publisher may restrict access at once. The competent
department hears the party, and records the act together with the two of them, as one of five kinds. Measures follow,
publicity for a time if someone approves it, and the case ends when the party has put things right, or with nothing
recorded. A restriction lasts until that end.

`recorded`, `measures_applied` and `publicised` are the phases in which the record stands against the party. It is
found by the party's organisation; where that organisation is the item's publisher, the record is another's.
"""

from typing import get_args

from domain.kernel import Decider
from domain.phases import Unopened
from domain.violation.commands import Command
from domain.violation.decide import decide
from domain.violation.events import Event
from domain.violation.evolve import evolve
from domain.violation.labels import LABELS
from domain.violation.outbox import SENDS
from domain.violation.permissions import FOUR_EYES_ON, PERMISSIONS
from domain.violation.plan import plan
from domain.violation.reasons import ViolationReason
from domain.violation.sees import WITHHELD
from domain.violation.state import State
from domain.violation.summary import also_asked, summary

VIOLATION: Decider[Command, Event, State] = Decider(
    name="violation",
    plural="violations",
    workflow="Violation",
    opening="allege_violation",
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
    reasons=ViolationReason,
    sends=SENDS,
    also_asked=also_asked,
    four_eyes_on=FOUR_EYES_ON,
    withheld=WITHHELD,
)
