"""The process `application`: one application for conditionally open data, from draft to deletion (R22 §18–21, §29).

The story has five stretches: intake, review, agreement, delivery, usage. Beside them: news from other cases, access
restricted or ended early (§31, §32), and approval on a commitment that is supervised (W23 tasks-4). `commands/` says
for each what one may ask, `decide/` what comes of it or why not, `events/` what happened, `evolve/` what that makes of
the case. `state.py` holds the phases, `clocks.py` the time limits that start in them, `permissions.py` who may do what.
"""

from typing import get_args

from domain.application.commands import Command
from domain.application.decide import decide
from domain.application.events import Event
from domain.application.evolve import evolve
from domain.application.labels import LABELS
from domain.application.outbox import SENDS
from domain.application.permissions import FOUR_EYES_ON, PERMISSIONS
from domain.application.plan import plan
from domain.application.reasons import ApplicationReason
from domain.application.sees import WITHHELD
from domain.application.state import State
from domain.application.summary import summary
from domain.kernel import Decider
from domain.phases import Unopened

APPLICATION: Decider[Command, Event, State] = Decider(
    name="application",
    plural="applications",
    workflow="ConditionalOpenApplication",
    opening="draft_application",
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
    reasons=ApplicationReason,
    sends=SENDS,
    four_eyes_on=FOUR_EYES_ON,
    withheld=WITHHELD,
)
