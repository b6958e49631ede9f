"""The process `list_change`: one work order that adds an item to the open list or changes one (R22 §9–§15).

The publisher drafts an order, or completes one that a demand or a rights claim has opened for it. Submitting freezes
the item as it is to be and what the checks found (`checks.py`; R22 §9, §13–§15, §18), and starts the review by the role
that `[reviewers]` names: R22 §11 names none. The reviewer returns it on one of four grounds, and it may be submitted
again, with a new clock; or approves it, which no one may while a blocking finding stands, and which says for an item
that becomes less open why desensitising would not do (R22 §14(1)). Only then is the item told, and once its version is
published the order is in effect. Until then the list says what it said.

`drafting.py` and `reviewing.py` hold the rules, `content.py` what becomes of the item, `outbox.py` who is told.
"""

from typing import get_args

from domain.kernel import Decider
from domain.list_change.commands import Command
from domain.list_change.decide import decide
from domain.list_change.events import Event
from domain.list_change.evolve import evolve
from domain.list_change.labels import LABELS
from domain.list_change.outbox import SENDS
from domain.list_change.permissions import PERMISSIONS
from domain.list_change.plan import plan
from domain.list_change.reasons import ListChangeReason
from domain.list_change.state import State
from domain.list_change.summary import summary
from domain.phases import Unopened

LIST_CHANGE: Decider[Command, Event, State] = Decider(
    name="list_change",
    plural="list-changes",
    workflow="ListChangeWorkOrder",
    opening="draft_list_change",
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
    reasons=ListChangeReason,
    sends=SENDS,
)
