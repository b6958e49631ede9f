"""What every process says of its phases, in the same words: which one a state must be, and a changed copy of it.

`was` is asked while the log is folded, where a wrong phase is damage; `in_phase` while a command is
decided, where it is a caller's mistake.
"""

from typing import Any, Literal, TypeVar

from domain.kernel import Reason, Refused
from domain.value import Value

V = TypeVar("V", bound=Value)


class Unopened(Value):
    """No such case yet."""

    phase: Literal["unopened"] = "unopened"


class Impossible(TypeError):
    """The log holds an event that can't follow on what was before it: damage, or a bug."""


def was(thing: Any, *kinds: type[V]) -> V:
    """`thing`, which the event says it must have been; raises `Impossible` if not."""
    for kind in kinds:
        if isinstance(thing, kind):
            return thing
    wanted = " or ".join(kind.__name__ for kind in kinds)
    raise Impossible(f"{wanted} was expected before this event, not {type(thing).__name__}")


def in_phase(state: Any, *phases: type[V]) -> V:
    """`state`, known to be of one of those phases; raises `Refused` when it is of another."""
    for phase in phases:
        if isinstance(state, phase):
            return state
    raise Refused(Reason.WRONG_PHASE, f"the case is in phase {state.phase}")


def changed(thing: V, **changes: Any) -> V:
    """A copy; the parts are frozen values already, so nothing is validated twice."""
    return thing.model_copy(update=changes)
