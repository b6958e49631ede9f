"""Restricted, given back, ended early."""

from typing import assert_never

from domain.application.events.access import (
    AccessEvent,
    AccessRestricted,
    AgreementEndedEarly,
    ApprovalRevoked,
    DeliveryResumed,
    DeliverySuspended,
    RestrictionLifted,
)
from domain.application.evolve.changes import given_up, noting, opened, owing, without
from domain.application.evolve.usage import end
from domain.application.state import Revoked, State
from domain.standing import owing as dossier_owing


def evolve(state: State, event: AccessEvent) -> State:
    case_file = opened(state)
    grounds = case_file.dossier.restricted
    match event:
        case AccessRestricted(ground=ground):
            return noting(owing(case_file, *event.duties), restricted=(*grounds, ground))
        case RestrictionLifted(ground=ground):
            left = tuple(one for one in grounds if one != ground)
            return noting(owing(case_file, *event.duties), restricted=left)
        case DeliverySuspended() | DeliveryResumed():
            return owing(without(case_file, event.duty_id), *event.duties)
        case ApprovalRevoked():
            return Revoked(dossier=dossier_owing(given_up(case_file.dossier), *event.duties))
        case AgreementEndedEarly():
            return end(state, event)
        case _:
            assert_never(event)
