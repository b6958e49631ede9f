"""Delivered, on the platform or off line."""

from typing import assert_never

from domain.application.delivery_papers import Delivery, Filing
from domain.application.events.delivery import (
    DataDelivered,
    DataHandedOver,
    DeliveryEvent,
    DeliveryOrdered,
    FilingQuestioned,
    OfflineDeliveryFiled,
    OfflineDeliveryRefiled,
    PackagePrepared,
    WorkspaceRequired,
)
from domain.application.evolve.changes import moved_on, noting, owing, without
from domain.application.papers import NoReport
from domain.application.state import Delivering, Reviewing, State, Using
from domain.phases import changed, was


def evolve(state: State, event: DeliveryEvent) -> State:
    if isinstance(event, WorkspaceRequired):
        return noting(was(state, Reviewing), contents=event.contents)
    delivering = was(state, Delivering)
    match event:
        case DeliveryOrdered():
            return owing(delivering, event.duty)
        case DataDelivered():
            return _use(delivering, event.delivery)
        case OfflineDeliveryFiled():
            return changed(owing(delivering, event.duty), filing=event.filing)
        case FilingQuestioned():
            filing = was(delivering.filing, Filing)
            return changed(delivering, filing=changed(filing, question=event.question))
        case OfflineDeliveryRefiled():
            return changed(delivering, filing=event.filing)
        case PackagePrepared():
            return changed(without(delivering, event.duty_id), package=event.package)
        case DataHandedOver():
            return _use(delivering, event.hand_over)
        case _:
            assert_never(event)


def _use(state: Delivering, delivered: Delivery) -> Using:
    return Using(
        dossier=moved_on(state.dossier),
        agreement=state.agreement,
        report=NoReport(),
        delivered=delivered,
        term=state.term,
    )
