"""What a decision looks up about another case is found in PostgreSQL by the part that an organisation has in it."""

from collections.abc import Generator
from pathlib import Path

import pytest

from composition import Store, open_store
from domain.application.commands import ApproveApplication
from domain.application.credit import CreditList
from domain.application.decide.credit import credit_check
from domain.items import ItemContent, OpenType
from domain.kernel import Context
from domain.open_list_item.inbox import RegisterItem
from domain.people import CLOCK
from domain.processes import PROCESSES
from settings import Settings
from store.request import Request
from tests.domain.application.cast import REVIEWER, reviewing
from tests.domain.shanghai import RULEBOOK, at
from tests.domain.violation.cast import CLERK, PUBLISHER, allege, concur, enter
from tests.parts import Database
from tests.scenario import Step, step

LISTS = (CreditList.DISHONEST_DEBTORS,)
NOW = "2025-09-05 09:00"


@pytest.fixture
def store(database: Database, tmp_path: Path) -> Generator[Store]:
    """An instance in which vio-1 is on record against shenjiang, about an item that weather publishes."""
    settings = Settings(database_url=database.app_url, clock=at(NOW), data_folder=tmp_path, master_key="5a" * 32)
    item = ItemContent(item_id="rain", title="预报", publisher="weather", open_type=OpenType.CONDITIONAL)
    with open_store(settings, PROCESSES) as store:
        ask(store, "open_list_item", "rain", step(NOW, CLOCK, RegisterItem(item=item)))
        for each in (allege(about=""), concur(CLERK), concur(PUBLISHER), enter()):
            ask(store, "violation", "vio-1", each)
        yield store


def ask(store: Store, process: str, case_id: str, asked: Step) -> None:
    command_id = f"{asked.actor.id}/{asked.command}"
    outcome = store.desk.handle(Request(process, case_id, command_id, asked.command, asked.actor)).outcome
    assert not outcome.reason, outcome.detail


def records(store: Store, applicant: str) -> tuple[str, ...]:
    """The open records that a credit check of that applicant finds."""
    dossier = reviewing().state.dossier.model_copy(update={"applicant": applicant})
    said = ApproveApplication(conditions_met=True, credit_checked=True, credit_lists=LISTS, despite_records="已整改")
    return credit_check(said, dossier, Context("app-1", 3, at(NOW), REVIEWER, RULEBOOK, store.registry)).records


def test_a_credit_check_sees_what_is_recorded_against_the_applicant(store: Store) -> None:
    assert records(store, "shenjiang") == ("vio-1",)


def test_a_publishers_own_credit_check_does_not_see_violations_of_those_who_use_its_data(store: Store) -> None:
    assert records(store, "weather") == ()


def test_a_case_is_found_by_its_subject_whoever_has_a_part_in_it(store: Store) -> None:
    (found,) = store.registry.find("violation", subject="rain")
    assert (found.case_id, found.phase) == ("vio-1", "recorded")
