"""The agreement: drawn up as a duty, signed by every side (R22 §20)."""

from typing import assert_never

from domain.application import clocks
from domain.application.agreement import clauses_wanted
from domain.application.commands.agreement import AgreementCommand, RecordAgreementDrafted, SignAgreement
from domain.application.events import AgreementDrafted, AgreementSigned, Event, SignatureGiven
from domain.application.papers import Agreement, Drawn, Signature
from domain.application.reasons import ApplicationReason
from domain.application.signing_on_paper import NoPaper, OnPaper
from domain.application.state import Signing, State
from domain.kernel import Context, Reason, Refused
from domain.phases import in_phase


def decide(command: AgreementCommand, state: State, context: Context) -> list[Event]:
    match command:
        case RecordAgreementDrafted():
            return _drafted(command, in_phase(state, Signing))
        case SignAgreement():
            return _sign(command, in_phase(state, Signing), context)
        case _:
            assert_never(command)


def _drafted(command: RecordAgreementDrafted, state: Signing) -> list[Event]:
    duty = state.dossier.own_duty(command.duty_id)
    if lacking := [clause for clause in clauses_wanted(state.dossier.item) if clause not in command.clauses]:
        raise Refused(ApplicationReason.CLAUSES_MISSING, f"the text lacks {', '.join(lacking)}")
    drafted = AgreementDrafted(
        duty_id=duty.id, document=command.document, template=command.template, clauses=command.clauses
    )
    return [drafted]


def _sign(command: SignAgreement, state: Signing, context: Context) -> list[Event]:
    drawn, signer = state.agreement, context.actor.organisation
    if not isinstance(drawn, Drawn):
        raise Refused(ApplicationReason.NOT_DRAFTED, "the agreement has no text yet")
    if command.document != drawn.document:
        raise Refused(ApplicationReason.OTHER_DOCUMENT, f"the agreement's hash is {drawn.document}")
    if signer not in sides(state):
        raise Refused(Reason.OTHER_ORGANISATION, f"{signer} is no side of the agreement")
    if any(given.organisation == signer for given in drawn.signatures):
        raise Refused(ApplicationReason.ALREADY_SIGNED, f"{signer} has signed")
    if not context.registry.signature_holds(command.key_id, signer, command.document, command.signature):
        raise Refused(ApplicationReason.SIGNATURE_INVALID, f"it does not verify with key {command.key_id} of {signer}")
    signature = Signature(
        organisation=signer, person=context.actor.id, key_id=command.key_id, signature=command.signature
    )
    given = SignatureGiven(signature=signature)
    signatures = (*drawn.signatures, signature)
    if {signature.organisation for signature in signatures} < sides(state):
        return [given]
    return [given, takes_effect(state, drawn, signatures, context)]


def sides(state: Signing) -> set[str]:
    """The organisations that all have to sign."""
    dossier = state.dossier
    return {dossier.item.publisher, dossier.applicant, *dossier.contents.joint_applicants}


def takes_effect(
    state: Signing,
    drawn: Drawn,
    signatures: tuple[Signature, ...],
    context: Context,
    paper: NoPaper | OnPaper = NoPaper(),  # noqa: B008 -- frozen
) -> AgreementSigned:
    """The agreement, effective from now: its term and the delivery's limit start."""
    delivery, reminders = clocks.delivery(context)
    agreement = Agreement(
        id=f"{context.case_id}:agreement",
        document=drawn.document,
        template=drawn.template,
        signatures=signatures,
        effective_at=context.now,
        paper=paper,
    )
    return AgreementSigned(
        agreement=agreement,
        term=clocks.term(context, state.dossier.contents.term_months),
        delivery=delivery,
        reminders=reminders,
    )
