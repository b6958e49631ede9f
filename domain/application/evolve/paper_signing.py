"""Signed on paper."""

from typing import assert_never

from domain.application.events.paper_signing import (
    PaperSigningConsented,
    PaperSigningEvent,
    PaperSigningRequested,
    SignedScanRegistered,
)
from domain.application.signing_on_paper import PaperAllowed, PaperRequested
from domain.application.state import Signing, State
from domain.phases import changed, was


def evolve(state: State, event: PaperSigningEvent) -> State:
    signing = was(state, Signing)
    match event:
        case PaperSigningRequested(basis=""):
            return changed(signing, paper=PaperRequested(ground=event.ground))
        case PaperSigningRequested():
            return changed(signing, paper=PaperAllowed(ground=event.ground, basis=event.basis, consent=""))
        case PaperSigningConsented():
            asked = was(signing.paper, PaperRequested)
            return changed(signing, paper=PaperAllowed(ground=asked.ground, basis="", consent=event.consent))
        case SignedScanRegistered():
            return changed(signing, paper=event.paper)
        case _:
            assert_never(event)
