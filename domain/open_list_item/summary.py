"""An item at a glance: whose turn it is, who may act, who asked for what, who has been told."""

from collections.abc import Sequence

from domain.kernel import Registry, Summary
from domain.open_list_item.papers import Late, Scanned, Star
from domain.open_list_item.state import Current, OpenedState, State, Withdrawn
from domain.people import Role, publishers_side
from domain.phases import Unopened


def summary(state: State) -> Summary:
    """The case's search columns, and the organisations that permissions read."""
    if isinstance(state, Unopened):
        return Summary(phase=state.phase)
    dossier = state.dossier
    found_shut = (Role.COMPETENT_DEPARTMENT,) if dossier.flags else ()
    return Summary(
        phase=state.phase,
        subject=state.published.item_id,
        title=state.published.title,
        holder=holder(state),
        parties=publishers_side(state.published.publisher),
        escalated_to=tuple(dict.fromkeys((*dossier.escalated_to, *found_shut))),
        needs_attention=dossier.needs_attention,
    )


def also_asked(kind: str, state: State, registry: Registry) -> Sequence[str]:
    """Who proposed the star, where it is decided on."""
    if kind not in ("confirm_star", "decline_star") or not isinstance(state, OpenedState):
        return ()
    return state.dossier.askers.who if state.dossier.star is Star.NOMINATED else ()


def holder(state: OpenedState) -> Role | None:
    """Whose turn it is; `None` when nobody has anything to do about the item."""
    dossier = state.dossier
    if dossier.failed:
        return Role.PLATFORM_OPERATOR
    differs = isinstance(dossier.chain, Scanned) and dossier.chain.ticket
    is_late = isinstance(state, Current) and isinstance(state.updates, Late)
    findings = dossier.issues and not isinstance(state, Withdrawn)
    if differs or is_late or findings:
        return Role.DATA_PUBLISHER
    return Role.COMPETENT_DEPARTMENT if dossier.star is Star.NOMINATED else None
