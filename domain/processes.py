"""All processes there are. Whatever serves, runs or tests a process finds it here."""

from domain.application import APPLICATION
from domain.kernel import AnyDecider
from domain.open_list_item import OPEN_LIST_ITEM
from domain.plan_item import PLAN_ITEM

PROCESSES: tuple[AnyDecider, ...] = (APPLICATION, OPEN_LIST_ITEM, PLAN_ITEM)

_BY_NAME = {process.name: process for process in PROCESSES}


def by_name(name: str) -> AnyDecider:
    """The process of that name; raises `KeyError` when there is none."""
    return _BY_NAME[name]
