"""Checked and reviewed."""

from typing import assert_never

from domain import standing
from domain.application.events.review import (
    AcceptanceRefused,
    ApplicationApproved,
    ApplicationRefused,
    MaterialsAccepted,
    OneTimeNoticeBreached,
    OneTimeNoticeOverridden,
    PolicyGapFound,
    ReviewEvent,
)
from domain.application.evolve.changes import flagged, noting, opened
from domain.application.papers import Drawing
from domain.application.state import Checking, Declined, NotAccepted, Reviewing, Signing, State
from domain.phases import was


def evolve(state: State, event: ReviewEvent) -> State:
    match event:
        case MaterialsAccepted(norm=norm, target=target, reminders=reminders):
            dossier = was(state, Checking).dossier
            return Reviewing(dossier=dossier, norm=norm, target=target, reminders=reminders)
        case PolicyGapFound():
            return flagged(state, "policy_gap")
        case AcceptanceRefused():
            return NotAccepted(dossier=was(state, Checking).dossier, reasons=event.reasons)
        case OneTimeNoticeOverridden():
            case_file = opened(state)
            return noting(case_file, overridden=(*case_file.dossier.overridden, *event.subjects))
        case OneTimeNoticeBreached():
            return flagged(state, event.flag)
        case ApplicationApproved():
            return Signing(
                dossier=standing.owing(was(state, Reviewing).dossier, event.duty),
                extra_conditions=event.extra_conditions,
                agreement=Drawing(),
                window=event.window,
                reminders=event.reminders,
            )
        case ApplicationRefused():
            return Declined(dossier=was(state, Reviewing).dossier, reasons=event.reasons)
        case _:
            assert_never(event)
