"""The process `open_list_item`: one item of the open list, as long as there is a list (R22 §9, §10, §16, §22).

Its case id is the item's id. It is registered by an import or a list change, and changed by list changes only (§11);
each change is a version, and a changed condition set or material list has a number of its own (§15, §18). New data is
reported, and a date that is missed shows (§9(5); P25 §6). Its opening may be suspended, on several grounds at once,
and goes on when none holds (§31). Objections, a sample, a star and findings about quality stand beside the content
(§16, §22; P25 §7), and so does the open type that the catalogue chain gives it (W23 tasks-3; P25 §4).
"""

from typing import get_args

from domain.kernel import Decider
from domain.open_list_item.commands import Command
from domain.open_list_item.decide import decide
from domain.open_list_item.events import Event
from domain.open_list_item.evolve import evolve
from domain.open_list_item.labels import LABELS
from domain.open_list_item.outbox import SENDS
from domain.open_list_item.permissions import PERMISSIONS
from domain.open_list_item.plan import plan
from domain.open_list_item.reasons import ItemReason
from domain.open_list_item.state import State
from domain.open_list_item.summary import also_asked, summary
from domain.phases import Unopened

OPEN_LIST_ITEM: Decider[Command, Event, State] = Decider(
    name="open_list_item",
    plural="open-list-items",
    workflow="OpenListItem",
    opening="register_item",
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
    reasons=ItemReason,
    sends=SENDS,
    also_asked=also_asked,
)
