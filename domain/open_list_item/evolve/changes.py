"""How states are changed: taken for what they must be, and copied with a difference."""

from typing import Any, TypeVar

from domain.kernel import Duty
from domain.open_list_item.papers import Errand
from domain.open_list_item.state import ItemDossier, Opened, OpenedState, State, Unopened
from domain.standing import owing, settled
from domain.value import Value

P = TypeVar("P", bound=Value)


class Impossible(TypeError):
    """The log holds an event that can't follow on what was before it: damage, or a bug."""

    def __init__(self, expected: type[Value], found: object) -> None:
        super().__init__(f"{expected.__name__} was expected before this event, not {type(found).__name__}")


def was(thing: Any, kind: type[P]) -> P:
    """`thing`, which the event says it must have been; raises `Impossible` if not."""
    if not isinstance(thing, kind):
        raise Impossible(kind, thing)
    return thing


def registered(state: State) -> OpenedState:
    """`state`, which the event says is registered; raises `Impossible` if not."""
    if isinstance(state, Unopened):
        raise Impossible(Opened, state)
    return state


def changed(thing: P, **changes: Any) -> P:
    """A copy; the parts are frozen values already, so nothing is validated twice."""
    return thing.model_copy(update=changes)


def sent_on(dossier: ItemDossier, about: str, *duties: Duty) -> ItemDossier:
    """`dossier` with further duties owed, all of them about one thing."""
    errands = tuple(Errand(duty_id=duty.id, about=about) for duty in duties)
    return changed(owing(dossier, *duties), errands=(*dossier.errands, *errands))


def done(dossier: ItemDossier, duty_id: str) -> ItemDossier:
    """`dossier` without that duty and what it was about."""
    left = tuple(errand for errand in dossier.errands if errand.duty_id != duty_id)
    return changed(settled(dossier, duty_id), errands=left)
