"""Drawn up and signed; duties that failed and were taken up again."""

from typing import assert_never

from domain.application.events.agreement import (
    AgreementDrafted,
    AgreementEvent,
    AgreementSigned,
    ApprovalLapsed,
    DutyFailed,
    DutyRetried,
    SignatureGiven,
)
from domain.application.evolve.changes import changed, was, without, working
from domain.application.papers import Drawn
from domain.application.state import Delivering, FailedDuty, Lapsed, Signing, State


def evolve(state: State, event: AgreementEvent) -> State:
    match event:
        case AgreementDrafted():
            drawn = Drawn(document=event.document, template=event.template)
            return changed(without(was(state, Signing), event.duty_id), agreement=drawn)
        case SignatureGiven():
            signing = was(state, Signing)
            drawn = was(signing.agreement, Drawn)
            return changed(signing, agreement=changed(drawn, signatures=(*drawn.signatures, event.signature)))
        case AgreementSigned(agreement=agreement, term=term, delivery=delivery, reminders=reminders):
            dossier = was(state, Signing).dossier
            return Delivering(dossier=dossier, agreement=agreement, term=term, delivery=delivery, reminders=reminders)
        case ApprovalLapsed():
            return Lapsed(dossier=was(state, Signing).dossier)
        case DutyFailed():
            left = without(working(state), event.duty.id)
            return changed(left, failed=(*left.failed, FailedDuty(duty=event.duty, why=event.why)))
        case DutyRetried():
            left = without(working(state), event.failed.id)
            return changed(left, duties=(*left.duties, event.duty))
        case _:
            assert_never(event)
