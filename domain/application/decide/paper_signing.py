"""Signing on paper: on one of two grounds, by a rule in force or by consent, proved by a scan (W23 tasks-2)."""

from typing import assert_never

from domain.application.commands.paper_signing import (
    ConsentToPaper,
    PaperSigningCommand,
    RegisterSignedScan,
    RequestPaperSigning,
)
from domain.application.decide.agreement import sides, takes_effect
from domain.application.events import Event, PaperSigningConsented, PaperSigningRequested, SignedScanRegistered
from domain.application.papers import Drawn
from domain.application.reasons import ApplicationReason
from domain.application.signing_on_paper import OnPaper, PaperAllowed, PaperGround, PaperRequested
from domain.application.state import Signing, State
from domain.days import local_day
from domain.deadlines import Deadline
from domain.kernel import Context, Refused
from domain.phases import in_phase

BASIS = "agreement.offline_basis"  # the rule, by its dates; W23 was for one year
_TWO_SIDES = 2


def decide(command: PaperSigningCommand, state: State, context: Context) -> list[Event]:
    signing = in_phase(state, Signing)
    match command:
        case RequestPaperSigning():
            return [_requested(command, signing, context)]
        case ConsentToPaper():
            if not isinstance(signing.paper, PaperRequested):
                raise Refused(ApplicationReason.NO_PAPER_REQUEST, "no request to sign on paper waits for consent")
            consent = f"{context.case_id}:{context.version + 1}:consent"
            return [PaperSigningConsented(consent=consent, note=command.note)]
        case RegisterSignedScan():
            return _registered(command, signing, context)
        case _:
            assert_never(command)


def _requested(command: RequestPaperSigning, state: Signing, context: Context) -> PaperSigningRequested:
    if command.ground is PaperGround.MULTI_PARTY and len(sides(state)) <= _TWO_SIDES:
        raise Refused(ApplicationReason.NOT_MULTI_PARTY, "the agreement has two sides")
    rule = context.rulebook.principle(BASIS, context.now)
    return PaperSigningRequested(ground=command.ground, reason=command.reason, basis=rule.cite if rule else "")


def _registered(command: RegisterSignedScan, state: Signing, context: Context) -> list[Event]:
    drawn, allowed = state.agreement, state.paper
    if not isinstance(drawn, Drawn):
        raise Refused(ApplicationReason.NOT_DRAFTED, "the agreement has no text yet")
    if not isinstance(allowed, PaperAllowed):
        raise Refused(ApplicationReason.PAPER_NOT_ALLOWED, "it takes a ground, and a rule or a consent")
    if command.document != drawn.document:
        raise Refused(ApplicationReason.OTHER_DOCUMENT, f"the agreement's hash is {drawn.document}")
    if set(command.organisations) != sides(state):
        raise Refused(ApplicationReason.SIDES_DIFFER, f"the sides are {', '.join(sorted(sides(state)))}")
    _check_date(command, state, context)
    if context.registry.material(command.scan) not in sides(state):
        raise Refused(ApplicationReason.UNKNOWN_SCAN, f"{command.scan} was uploaded by none of the sides")
    paper = OnPaper(
        ground=allowed.ground,
        basis=allowed.basis,
        consent=allowed.consent,
        signed_on=command.signed_on,
        scan=command.scan,
        organisations=tuple(sorted(sides(state))),
    )
    registered = SignedScanRegistered(paper=paper, document=drawn.document)
    return [registered, takes_effect(state, drawn, drawn.signatures, context, paper)]


def _check_date(command: RegisterSignedScan, state: Signing, context: Context) -> None:
    """The day on the paper is told, not known: it can't lie ahead, nor before the approval."""
    today, window = local_day(context.now), state.window
    approved = local_day(window.receipt.started_at) if isinstance(window, Deadline) else command.signed_on
    if not approved <= command.signed_on <= today:
        raise Refused(ApplicationReason.IMPOSSIBLE_DATE, f"between {approved} (approval) and {today} (today)")
