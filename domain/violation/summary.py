"""A case at a glance: whose turn it is, who may act, who has been told."""

from typing import assert_never

from domain.kernel import Summary
from domain.people import Role, publishers_side
from domain.phases import Unopened
from domain.violation.state import (
    Alleged,
    Dismissed,
    Hearing,
    MeasuresApplied,
    Publicised,
    Recorded,
    Reported,
    Restored,
    State,
    TakenUp,
)


def summary(state: State) -> Summary:
    """The case's search columns, and the organisations that permissions read.

    Four eyes hold for the party: its own people decide nothing here. A report names its reporter instead, and
    keeps the party out: who may see a case sees who opened it.
    """
    if isinstance(state, Unopened):
        return Summary(phase=state.phase)
    dossier = state.dossier
    allegation = dossier.allegation
    party, publishers = (allegation.party,), publishers_side(allegation.publisher)
    return Summary(
        phase=state.phase,
        subject=allegation.item_id,
        title=allegation.item_title,
        holder=_holder(state),
        parties=publishers if dossier.reporter else {Role.APPLICANT: party, **publishers},
        applicants=(dossier.reporter,) if dossier.reporter else party,
        askers=dossier.askers.who,
        escalated_to=dossier.escalated_to,
        needs_attention=dossier.needs_attention,
    )


def _holder(state: State) -> Role | None:
    """Whose turn it is; `None` when the clock, or nobody, has the next step."""
    if isinstance(state, Unopened):
        return None
    if state.dossier.failed:
        return Role.PLATFORM_OPERATOR
    match state:
        case Reported():
            return Role.DATA_PUBLISHER
        case Hearing() if not state.heard:
            return Role.APPLICANT
        case Alleged() | Hearing():
            return Role.COMPETENT_DEPARTMENT
        case Recorded():
            return Role.PLATFORM_OPERATOR
        case TakenUp() | MeasuresApplied() | Publicised() | Restored() | Dismissed():
            return None
        case _:
            assert_never(state)
