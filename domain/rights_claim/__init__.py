"""The process `rights_claim`: someone holds that an item's opening infringes their rights (R22 §31).

The claimant files, with evidence or after being asked for it. The publisher says whether the opening has to be
suspended meanwhile, at once if so, and verifies. Then the data is withdrawn, opened as before, or opened again in a
desensitised version; the first and the last take a list change, and the claim waits for it. The claimant is answered
each time. What was withdrawn stays suspended: agreements made before must not open it again. When a later list
change has published the item again, processed, the publisher opens it and tells the claimant.
"""

from typing import get_args

from domain.kernel import Decider
from domain.phases import Unopened
from domain.rights_claim.commands import Command
from domain.rights_claim.decide import decide
from domain.rights_claim.events import Event
from domain.rights_claim.evolve import evolve
from domain.rights_claim.labels import LABELS
from domain.rights_claim.outbox import SENDS
from domain.rights_claim.permissions import PERMISSIONS
from domain.rights_claim.plan import plan
from domain.rights_claim.reasons import RightsClaimReason
from domain.rights_claim.sees import WITHHELD
from domain.rights_claim.state import State
from domain.rights_claim.summary import summary

RIGHTS_CLAIM: Decider[Command, Event, State] = Decider(
    name="rights_claim",
    plural="rights-claims",
    workflow="RightsClaim",
    opening="file_rights_claim",
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
    reasons=RightsClaimReason,
    sends=SENDS,
    withheld=WITHHELD,
)
