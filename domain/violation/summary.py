"""A case at a glance: whose turn it is, who may act, who asked, who has been told."""

from collections.abc import Sequence
from typing import assert_never, get_args

from domain.kernel import Registry, Summary
from domain.people import Role, publishers_side
from domain.phases import Unopened
from domain.value import kind_of_class
from domain.violation.commands import JudgingCommand, MeasureCommand
from domain.violation.state import (
    Alleged,
    Dismissed,
    Hearing,
    MeasuresApplied,
    Opened,
    Publicised,
    Recorded,
    Reported,
    Restored,
    State,
    TakenUp,
)

_DECIDING = frozenset(map(kind_of_class, get_args(JudgingCommand | MeasureCommand)))


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


def also_asked(kind: str, state: State, registry: Registry) -> Sequence[str]:
    """The party that a report is about, which does not see it; of what is alleged the reporter, whom it does not name.

    Neither is refused in the party's own role: who reported their own organisation may still speak for it.
    """
    if isinstance(state, Reported):
        return (state.dossier.allegation.party,)
    if kind not in _DECIDING or not isinstance(state, Opened):
        return ()
    report = registry.case(state.dossier.report)
    return summary(report).asked if isinstance(report, TakenUp) else ()


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
