"""A case at a glance: whose turn it is, who may act, who has been told."""

from typing import assert_never

from domain.application.papers import Drawn, NoReport, ReportDue
from domain.application.signing_on_paper import PaperAllowed, PaperRequested
from domain.application.spot_check import CheckAnswered, CheckOrdered
from domain.application.state import (
    ApprovedWhole,
    Checking,
    Closed,
    Declined,
    Deleting,
    Delivering,
    Dispatched,
    Drafting,
    Lapsed,
    NotAccepted,
    PartiallyApproved,
    RefusedWhole,
    Reviewing,
    Revoked,
    Signing,
    State,
    Using,
    Withdrawn,
)
from domain.kernel import Seat, Summary
from domain.people import Role, publishers_side
from domain.phases import Unopened


def summary(state: State) -> Summary:
    """The case's search columns, and the organisations that permissions read."""
    if isinstance(state, Unopened):
        return Summary(phase=state.phase)
    dossier = state.dossier
    together = (dossier.applicant, *dossier.contents.joint_applicants)
    # a draft is nobody's business but its writer's; of several items each publisher has its own part, another case
    publisher = () if isinstance(state, Drafting) or dossier.further else (dossier.item.publisher,)
    experts = tuple(dict.fromkeys(expert.organisation for expert in dossier.gathered.experts()))
    awaited = dossier.gathered.awaited() if isinstance(state, Reviewing) else ()
    return Summary(
        phase=state.phase,
        subject=dossier.item.item_id,
        title="、".join(item.title for item in dossier.items),
        holder=holder(state),
        awaited=tuple(Seat(Role.EXPERT, one.organisation, one.person) for one in awaited),
        parties={
            # the others only sign; everything else is for the organisation that drafted
            Role.APPLICANT: together if isinstance(state, Signing) else (dossier.applicant,),
            **publishers_side(*publisher),
            Role.EXPERT: experts,
        },
        agency="" if isinstance(state, Drafting) else dossier.item.publisher,
        applicants=(dossier.drafted_by, *together),
        askers=dossier.askers.who,
        escalated_to=dossier.escalated_to,
        needs_attention=dossier.needs_attention,
    )


def holder(state: State) -> Role | None:
    """Whose turn it is; `None` when the clock, or nobody, has the next step."""
    if isinstance(state, Unopened):
        return None
    if state.dossier.failed:
        # no one publisher's duty is to dispatch to several
        return Role.PLATFORM_OPERATOR if state.dossier.sub_orders else Role.DATA_PUBLISHER
    if isinstance(state, Signing | Delivering | Using) and state.dossier.commitment_broken:
        return Role.DATA_PUBLISHER  # to confirm a late rectification, or to revoke
    match state:
        case Drafting():
            return Role.APPLICANT
        case Checking():
            return Role.PLATFORM_OPERATOR
        case Reviewing() | Delivering():
            return Role.DATA_PUBLISHER
        case Signing():
            return _next_to_sign(state)
        case Using() | Deleting():
            return _next_to_check(state) or _next_to_report(state)
        case Dispatched() | ApprovedWhole() | PartiallyApproved() | RefusedWhole():
            return None  # the turns are taken in the sub-orders
        case NotAccepted() | Declined() | Withdrawn() | Lapsed() | Revoked() | Closed():
            return None
        case _:
            assert_never(state)


def _next_to_sign(state: Signing) -> Role | None:
    if isinstance(state.paper, PaperRequested):
        return Role.COMPETENT_DEPARTMENT
    if isinstance(state.paper, PaperAllowed):
        return Role.DATA_PUBLISHER
    if not isinstance(state.agreement, Drawn):
        return None
    signed = {signature.organisation for signature in state.agreement.signatures}
    applicants = {state.dossier.applicant, *state.dossier.contents.joint_applicants}
    return Role.DATA_PUBLISHER if applicants <= signed else Role.APPLICANT


def _next_to_check(state: Using | Deleting) -> Role | None:
    """A spot check comes before the reports: its limit is the shorter one."""
    match state.dossier.check:
        case CheckOrdered():
            return Role.APPLICANT
        case CheckAnswered(checker=checker):
            return checker.role
        case _:
            return None


def _next_to_report(state: Using | Deleting) -> Role | None:
    deleting = isinstance(state, Deleting) and not state.confirmed
    if isinstance(state.report, ReportDue) or deleting:
        return Role.APPLICANT
    return None if isinstance(state.report, NoReport) else Role.DATA_PUBLISHER
