"""A demand at a glance: whose turn it is, who may act."""

from typing import assert_never

from domain.demand.state import (
    Adopted,
    Answered,
    AtPublisher,
    Declined,
    Merged,
    Received,
    Satisfied,
    State,
    WithPublisher,
)
from domain.kernel import Summary
from domain.people import Role, publishers_side
from domain.phases import Unopened


def summary(state: State) -> Summary:
    """The case's search columns, and the organisations that permissions read."""
    if isinstance(state, Unopened):
        return Summary(phase=state.phase)
    dossier = state.dossier
    publisher = (state.publisher,) if isinstance(state, AtPublisher) else ()
    return Summary(
        phase=state.phase,
        subject=state.item_id if isinstance(state, Satisfied | Answered) else "",
        title=dossier.title,
        holder=holder(state),
        parties={
            Role.APPLICANT: (dossier.asker,) if dossier.asking_role is Role.APPLICANT else (),
            Role.CONSULTATION_POINT: (dossier.consultation_point,) if dossier.consultation_point else (),
            **publishers_side(*publisher),
        },
        applicants=(dossier.asked_by, dossier.asker),
        askers=dossier.askers.who,
        asking_role=dossier.asking_role,
        escalated_to=dossier.escalated_to,
        needs_attention=dossier.needs_attention,
    )


def holder(state: State) -> Role | None:
    """Whose turn it is; `None` when another case, or nobody, has the next step."""
    match state:
        case Received():
            return Role.COMPETENT_DEPARTMENT
        case WithPublisher():
            return Role.DATA_PUBLISHER
        case Merged():
            return Role.COMPETENT_DEPARTMENT if state.dossier.failed else None
        case Adopted():
            return Role.DATA_PUBLISHER if state.dossier.failed else None
        case Declined() | Satisfied():
            return Role.PLATFORM_OPERATOR if state.dossier.failed else None
        case Answered() | Unopened():
            return None
        case _:
            assert_never(state)
