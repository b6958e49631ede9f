"""The duties of an item of the open list: shut its credentials and links while it is suspended, and open them again."""

from collections.abc import Mapping
from dataclasses import dataclass

from activities.duties import DutyContext, Effect
from domain.open_list_item.commands import RecordAccessResumed, RecordAccessSuspended
from domain.open_list_item.state import Opened
from domain.value import Value
from store.clock import Clocks
from store.deliveries import Deliveries


@dataclass(frozen=True)
class ItemDuties:
    """The effects, over the parts of the store that they need. Done again, they change nothing."""

    clocks: Clocks
    deliveries: Deliveries

    def effects(self) -> Mapping[str, Effect]:
        """By the duties' names."""
        return {"suspend_access": self.suspend_access, "resume_access": self.resume_access}

    def suspend_access(self, context: DutyContext) -> Value:
        """Let nothing of the item open anything on the duty's ground (R22 §31)."""
        self.deliveries.suspend("item", context.case_id, _ground(context), self.clocks.now())
        return RecordAccessSuspended(duty_id=context.duty.id)

    def resume_access(self, context: DutyContext) -> Value:
        """Lift that ground; others go on."""
        self.deliveries.lift("item", context.case_id, _ground(context), self.clocks.now())
        return RecordAccessResumed(duty_id=context.duty.id)


def _ground(context: DutyContext) -> str:
    """The ground that the duty is about. Raises RuntimeError for a case that owes no such duty."""
    state = context.case.state
    ground = state.dossier.errand(context.duty.id) if isinstance(state, Opened) else ""
    if not ground:
        raise RuntimeError(f"{context.duty.id} is about no ground")
    return ground
