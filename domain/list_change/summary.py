"""A case at a glance: whose turn it is, who may act, who has been told."""

from typing import assert_never

from domain.kernel import Summary
from domain.list_change.state import Cancelled, Drafting, Effective, OpenedState, Publishing, Returned, Reviewing, State
from domain.people import Role, publishers_side
from domain.phases import Unopened


def summary(state: State) -> Summary:
    """The case's search columns, and the organisations that permissions read. Any holder of its role may review."""
    if isinstance(state, Unopened):
        return Summary(phase=state.phase)
    dossier = state.dossier
    return Summary(
        phase=state.phase,
        subject=dossier.proposal.item_id,
        title=dossier.title,
        holder=_holder(state),
        parties=publishers_side(dossier.publisher),
        applicants=(*dossier.authors, dossier.publisher),
        askers=dossier.askers.who,
        asking_role=Role.DATA_PUBLISHER,
        escalated_to=dossier.escalated_to,
        needs_attention=dossier.needs_attention,
    )


def _holder(state: OpenedState) -> Role | None:
    """Whose turn it is; `None` when the clock, or nobody, has the next step."""
    match state:
        case Reviewing():
            return state.reviewer
        case Drafting() | Returned():
            return Role.DATA_PUBLISHER
        case Publishing() | Effective() | Cancelled():
            return Role.DATA_PUBLISHER if state.dossier.failed else None
        case _:
            assert_never(state)
