"""Drawn up and signed."""

from typing import assert_never

from domain.application.events.agreement import (
    AgreementDrafted,
    AgreementEvent,
    AgreementSigned,
    ApprovalLapsed,
    SignatureGiven,
)
from domain.application.evolve.changes import moved_on, without
from domain.application.papers import Drawn
from domain.application.state import Delivering, Lapsed, Signing, State
from domain.phases import changed, was


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
            dossier = moved_on(was(state, Signing).dossier)
            return Delivering(dossier=dossier, agreement=agreement, term=term, delivery=delivery, reminders=reminders)
        case ApprovalLapsed():
            return Lapsed(dossier=moved_on(was(state, Signing).dossier))
        case _:
            assert_never(event)
