"""How states are changed: taken for what they must be, and copied with a difference."""

from domain.kernel import Duty
from domain.open_list_item.papers import Errand
from domain.open_list_item.state import ItemDossier, OpenedState, State
from domain.phases import Impossible, Unopened, changed
from domain.standing import owing, settled


def opened(state: State) -> OpenedState:
    """`state`, which the event says is a case already; raises `Impossible` if not."""
    if isinstance(state, Unopened):
        raise Impossible("no case was opened before this event")
    return state


def sent_on(dossier: ItemDossier, about: str, *duties: Duty) -> ItemDossier:
    """`dossier` with further duties owed, all of them about one thing."""
    errands = tuple(Errand(duty_id=duty.id, about=about) for duty in duties)
    return changed(owing(dossier, *duties), errands=(*dossier.errands, *errands))


def done(dossier: ItemDossier, duty_id: str) -> ItemDossier:
    """`dossier` without that duty and what it was about."""
    left = tuple(errand for errand in dossier.errands if errand.duty_id != duty_id)
    return changed(settled(dossier, duty_id), errands=left)
