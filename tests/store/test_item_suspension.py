"""A suspended item shuts what was handed out of it: its case decides, its duties do it, other decisions see it."""

from collections.abc import Generator
from pathlib import Path
from uuid import uuid4

import pytest

from activities.duties import DutyContext
from composition import Store, open_store
from domain.items import ItemContent, OpenType
from domain.kernel import Plan
from domain.open_list_item.inbox import RegisterItem, ResumeItem, SuspendItem
from domain.people import CLOCK
from domain.processes import PROCESSES
from domain.standing import RecordMessagesSent
from domain.value import Value
from settings import Settings
from store.cases import CaseRow
from store.deliveries import Parcel
from store.people import Organisation
from store.request import Request
from tests.domain.shanghai import at
from tests.parts import Database
from worker import effects

ITEM = ItemContent(item_id="i-1", title="数据", publisher="sh-qixiangju", open_type=OpenType.CONDITIONAL)


@pytest.fixture
def store(database: Database, tmp_path: Path) -> Generator[Store]:
    """An instance without a worker, in which i-1 is on the list and one credential to it is out."""
    settings = Settings(
        database_url=database.app_url, clock=at("2025-09-01 09:00"), data_folder=tmp_path, master_key="5a" * 32
    )
    with open_store(settings, PROCESSES) as store:
        ask(store, RegisterItem(item=ITEM))
        parcel = Parcel(
            id="delivery-1",
            case_id="app-1",
            item_id="i-1",
            agreement="app-1:agreement",
            scenario="用途",
            mode="api",
            source="forecast",
            sha256="ab" * 32,
            size=1,
            created_at=at("2025-09-01 09:00"),
            expires_at=None,
        )
        store.people.add_organisations([Organisation(id="shenjiang", name_zh="申江智慧物流")])
        store.deliveries.record("app-1:1:deliver_api", "shenjiang", parcel)
        yield store


def ask(store: Store, command: Value) -> None:
    outcome = store.desk.handle(Request("open_list_item", "i-1", uuid4().hex, command, CLOCK)).outcome
    assert not outcome.reason, outcome.detail


def row(store: Store) -> CaseRow:
    found = store.cases.get("i-1")
    assert found is not None
    return found


def do_duties(store: Store) -> Plan:
    """Do and report what is owed now; gives the plan after it."""
    here = row(store)
    for duty in here.plan.duties:
        report = effects(store)[duty.name](DutyContext("open_list_item", "i-1", duty, here))
        assert report == effects(store)[duty.name](DutyContext("open_list_item", "i-1", duty, here))  # twice is once
        if not isinstance(report, RecordMessagesSent):
            ask(store, report)
    return row(store).plan


def live(store: Store) -> bool:
    (delivery,) = store.deliveries.of_case("app-1")
    return delivery.opens(at("2025-09-01 10:00"))


def test_credentials_open_nothing_while_any_ground_suspends_the_item(store: Store) -> None:
    assert live(store) and not store.registry.suspended("i-1")
    ask(store, SuspendItem(claim="rig-1", reason="隐私"))
    ask(store, SuspendItem(claim="rig-2", reason="隐私"))
    assert store.registry.suspended("i-1")
    assert {duty.name for duty in do_duties(store).duties} == {"tell_applications_suspended"}
    assert not live(store)
    ask(store, ResumeItem(claim="rig-1"))
    do_duties(store)
    assert not live(store)
    ask(store, ResumeItem(claim="rig-2"))
    do_duties(store)
    assert live(store) and not store.registry.suspended("i-1")


def test_an_unknown_item_is_not_suspended(store: Store) -> None:
    assert not store.registry.suspended("nowhere")
