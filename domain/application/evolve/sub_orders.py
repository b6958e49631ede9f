"""Dispatched in parts, and put together again."""

from collections.abc import Mapping
from typing import assert_never

from domain import standing
from domain.application.dossier import Dossier
from domain.application.events.sub_orders import (
    ApplicationConcluded,
    ApplicationDispatched,
    SubOrderDecided,
    SubOrderEvent,
    SubOrderOpened,
    SubOrderResultNoted,
)
from domain.application.evolve.changes import noting, opened, owing
from domain.application.state import (
    ApprovedWhole,
    Checking,
    Dispatched,
    PartiallyApproved,
    RefusedWhole,
    Reviewing,
    State,
    Withdrawn,
)
from domain.application.sub_orders import WholeResult
from domain.phases import Unopened, changed, was

_CONCLUDED: Mapping[WholeResult, type[ApprovedWhole | PartiallyApproved | RefusedWhole | Withdrawn]] = {
    WholeResult.APPROVED: ApprovedWhole,
    WholeResult.PARTIALLY_APPROVED: PartiallyApproved,
    WholeResult.REFUSED: RefusedWhole,
    WholeResult.WITHDRAWN: Withdrawn,
}


def evolve(state: State, event: SubOrderEvent) -> State:
    match event:
        case ApplicationDispatched():
            dossier = changed(was(state, Checking).dossier, sub_orders=event.sub_orders)
            return Dispatched(dossier=standing.owing(dossier, event.duty))
        case SubOrderOpened(norm=norm, target=target, reminders=reminders):
            was(state, Unopened)
            return Reviewing(dossier=_part(event), norm=norm, target=target, reminders=reminders)
        case SubOrderDecided():
            return owing(opened(state), event.duty)
        case SubOrderResultNoted():
            return _noted(was(state, Dispatched), event)
        case ApplicationConcluded():
            return _CONCLUDED[event.result](dossier=was(state, Dispatched).dossier)
        case _:
            assert_never(event)


def _part(event: SubOrderOpened) -> Dossier:
    return Dossier(
        case_id=event.case_id,
        applicant=event.applicant,
        drafted_by=event.drafted_by,
        askers=event.askers,
        item=event.item,
        contents=event.contents,
        chain=event.chain,
        materials=event.materials,
        parent=event.parent,
        fused_with=event.fused_with,
        commitment=event.commitment,
        violations=event.violations,
    )


def _noted(state: Dispatched, event: SubOrderResultNoted) -> State:
    parts = [
        changed(part, result=event.result) if part.case_id == event.sub_order else part
        for part in state.dossier.sub_orders
    ]
    return noting(state, sub_orders=tuple(parts))
