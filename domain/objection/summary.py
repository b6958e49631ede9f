"""An objection at a glance: whose turn it is, who may act, who has been told."""

from typing import assert_never

from domain.kernel import Summary
from domain.objection.state import (
    ClosedCorrected,
    ClosedNoChange,
    ClosedRejected,
    Corrected,
    Marked,
    Raised,
    State,
    Verifying,
    Withdrawn,
)
from domain.people import Role, publishers_side
from domain.phases import Unopened


def summary(state: State) -> Summary:
    """The case's search columns, and the organisations that permissions read."""
    if isinstance(state, Unopened):
        return Summary(phase=state.phase)
    dossier = state.dossier
    return Summary(
        phase=state.phase,
        subject=dossier.item_id,
        title=dossier.title,
        holder=holder(state),
        parties={
            Role.APPLICANT: (dossier.objector,),
            **publishers_side(dossier.publisher),
        },
        applicants=(dossier.raised_by, dossier.objector),
        askers=dossier.askers.who,
        escalated_to=dossier.escalated_to,
        needs_attention=dossier.needs_attention,
    )


def holder(state: State) -> Role | None:
    """Whose turn it is; `None` when the clock, or nobody, has the next step."""
    match state:
        case Raised() | Verifying():
            return Role.DATA_PUBLISHER
        case Marked():
            return Role.PLATFORM_OPERATOR
        case Corrected() | ClosedCorrected() | ClosedNoChange() | ClosedRejected() | Withdrawn():
            return Role.PLATFORM_OPERATOR if state.dossier.failed else None
        case Unopened():
            return None
        case _:
            assert_never(state)
