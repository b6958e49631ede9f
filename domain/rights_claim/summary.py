"""A claim at a glance: whose turn it is, who may act, who has been told."""

from domain.kernel import Summary
from domain.people import Role, publishers_side
from domain.phases import Unopened
from domain.rights_claim.state import AwaitingEvidence, Filed, State, Suspended, Verifying


def summary(state: State) -> Summary:
    """The case's search columns, and the organisations that permissions read."""
    if isinstance(state, Unopened):
        return Summary(phase=state.phase)
    dossier = state.dossier
    return Summary(
        phase=state.phase,
        subject=dossier.item_id,
        title=dossier.item_title,
        holder=_holder(state),
        parties={
            Role.APPLICANT: (dossier.claimant,),
            **publishers_side(dossier.publisher),
        },
        applicants=(dossier.filed_by, dossier.claimant),
        askers=dossier.askers.who,
        escalated_to=dossier.escalated_to,
        needs_attention=dossier.needs_attention,
    )


def _holder(state: State) -> Role | None:
    """Whose turn it is; `None` while another case, the clock or nobody has the next step."""
    if isinstance(state, AwaitingEvidence):
        return Role.APPLICANT
    if isinstance(state, Filed | Suspended | Verifying):
        return Role.DATA_PUBLISHER
    failed = not isinstance(state, Unopened) and state.dossier.failed
    return Role.DATA_PUBLISHER if failed else None
