"""All processes there are. Whatever serves, runs or tests a process finds it here."""

from domain.application import APPLICATION
from domain.assessment import ASSESSMENT
from domain.demand import DEMAND
from domain.grading_rules import GRADING_RULES
from domain.kernel import AnyDecider
from domain.list_change import LIST_CHANGE
from domain.objection import OBJECTION
from domain.open_list_item import OPEN_LIST_ITEM
from domain.plan_item import PLAN_ITEM
from domain.rights_claim import RIGHTS_CLAIM
from domain.violation import VIOLATION

PROCESSES: tuple[AnyDecider, ...] = (
    APPLICATION,
    OPEN_LIST_ITEM,
    PLAN_ITEM,
    LIST_CHANGE,
    GRADING_RULES,
    DEMAND,
    OBJECTION,
    RIGHTS_CLAIM,
    VIOLATION,
    ASSESSMENT,
)

_BY_NAME = {process.name: process for process in PROCESSES}


def by_name(name: str) -> AnyDecider:
    """The process of that name; raises `KeyError` when there is none."""
    return _BY_NAME[name]
