"""Drafted and submitted."""

from typing import assert_never

from domain.application.dossier import Dossier
from domain.application.events.intake import (
    ApplicationDrafted,
    ApplicationSubmitted,
    ApplicationWithdrawn,
    DraftEdited,
    IntakeEvent,
)
from domain.application.evolve.changes import noting, opened
from domain.application.state import Checking, Drafting, State, Withdrawn
from domain.phases import Unopened, changed, was


def evolve(state: State, event: IntakeEvent) -> State:
    match event:
        case ApplicationDrafted():
            was(state, Unopened)
            return Drafting(
                dossier=Dossier(
                    case_id=event.case_id,
                    applicant=event.applicant,
                    drafted_by=event.drafted_by,
                    item=event.item,
                    contents=event.contents,
                    chain=event.chain,
                    further=event.further,
                )
            )
        case DraftEdited():
            return noting(was(state, Drafting), contents=event.contents, further=event.further)
        case ApplicationSubmitted():
            drafted = was(state, Drafting).dossier
            dossier = changed(drafted, materials=event.materials, commitment=event.commitment)
            return Checking(dossier=dossier, completeness=event.completeness)
        case ApplicationWithdrawn():
            return Withdrawn(dossier=opened(state).dossier)
        case _:
            assert_never(event)
