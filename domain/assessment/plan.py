"""What must happen next, and the assessment at a glance."""

from typing import assert_never

from domain.assessment.state import Assessing, Examining, Noted, Returned, State
from domain.kernel import Plan, Summary
from domain.people import Role, publishers_side
from domain.phases import Unopened


def plan(state: State) -> Plan:
    """The standing deadlines of `state`. The year's end is met by the first report, in time or not."""
    match state:
        case Unopened():
            return Plan()
        case Assessing() | Returned():
            return state.dossier.plan(state.limit, *state.reminders)
        case Examining():
            return state.dossier.plan()
        case Noted():
            return state.dossier.plan(final=True)
        case _:
            assert_never(state)


def summary(state: State) -> Summary:
    """The case's search columns, and the organisations that permissions read."""
    if isinstance(state, Unopened):
        return Summary(phase=state.phase)
    dossier = state.dossier
    return Summary(
        phase=state.phase,
        title=f"{dossier.year}",
        holder=holder(state),
        parties=publishers_side(dossier.publisher),
        applicants=(dossier.publisher,),  # whoever reports on a list takes no note of that report
        askers=dossier.askers.who,
        asking_role=Role.DATA_PUBLISHER,
        escalated_to=dossier.escalated_to,
    )


def holder(state: State) -> Role | None:
    """Whose turn it is; `None` when it is nobody's."""
    match state:
        case Assessing() | Returned():
            return Role.DATA_PUBLISHER
        case Examining():
            return Role.COMPETENT_DEPARTMENT
        case Unopened() | Noted():
            return None
        case _:
            assert_never(state)
