"""A demand at a glance: whose turn it is, who may act, who asked."""

from collections.abc import Sequence
from typing import assert_never, get_args

from domain.demand.commands import PublisherCommand, TriageCommand
from domain.demand.state import (
    Adopted,
    Answered,
    AtPublisher,
    Declined,
    DemandDossier,
    Merged,
    Opened,
    Received,
    Satisfied,
    State,
    WithPublisher,
)
from domain.kernel import Registry, Summary
from domain.people import Role, publishers_side
from domain.phases import Unopened
from domain.value import kind_of_class

_DECIDING = frozenset(map(kind_of_class, get_args(TriageCommand | PublisherCommand)))


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


def also_asked(kind: str, state: State, registry: Registry) -> Sequence[str]:
    """Who asked for the demands that wait for this one's outcome: what is decided here is their answer too."""
    if kind not in _DECIDING or not isinstance(state, Opened):
        return ()
    return [who for other in waiting(state.dossier, registry).values() for who in summary(other).asked]


def waiting(dossier: DemandDossier, registry: Registry) -> dict[str, Merged]:
    """The demands that were merged into this one, and not separated since, by their ids."""
    others = {demand: registry.case(demand) for demand in dossier.merged}
    return {name: one for name, one in others.items() if isinstance(one, Merged) and one.into == dossier.case_id}


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
