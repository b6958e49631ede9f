"""The typed client against the real API: typed answers, typed refusals, and lists of any length."""

from collections.abc import Generator
from pathlib import Path

import httpx
import pytest

from client import Sluice, models
from client.problems import Changed, Forbidden, NotFound, Refused, Unauthenticated
from demo.open_list import import_open_list
from domain.people import Role
from domain.processes import PROCESSES
from tests.api.served import Served, served
from tests.parts import Database

ITEM = "sh-2025-110"
WISHES = models.DraftApplication(item_id=ITEM, scenario="配送路线避让", delivery="api")


@pytest.fixture
def api(database: Database, tmp_path: Path) -> Generator[Served]:
    with served(database.app_url, tmp_path, PROCESSES) as running:
        running.person("importer", Role.COMPETENT_DEPARTMENT, "sh-shujuju")
        import_open_list(running.store.database, "importer")
        yield running


@pytest.fixture
def applicant(api: Served) -> Generator[Sluice]:
    key = api.person("p-shen", Role.APPLICANT, "o-shenjiang").key
    with Sluice(api.url, key) as client:
        yield client


def test_what_is_sent_and_answered_is_typed(applicant: Sluice) -> None:
    """From a draft to its history, without a dictionary of ours."""
    drafted = applicant.application_draft_application(WISHES)
    assert (drafted.phase, drafted.version) == ("draft", 1)
    paper = applicant.upload_material("资质证明".encode(), media_type="text/plain")
    assert paper.media_type == "text/plain"
    assert applicant.get_material(paper.id).decode() == "资质证明"
    case = applicant.get_application(drafted.id)
    assert case.phase_label["zh"] and case.state["phase"] == "draft"
    assert [event["kind"] for event in applicant.events_of_application(drafted.id)] == drafted.events
    assert applicant.deadlines_of_application(drafted.id).deadlines == []


def test_one_idempotency_key_gives_one_answer(applicant: Sluice) -> None:
    first = applicant.application_draft_application(WISHES, key="once")
    assert applicant.application_draft_application(WISHES, key="once") == first
    other = WISHES.model_copy(update={"scenario": "另一场景"})
    with pytest.raises(Refused) as refused:
        applicant.application_draft_application(other, key="once")
    assert refused.value.reason == "key_reused"


def test_a_refusal_is_an_exception_of_its_kind_with_its_reason(api: Served, applicant: Sluice) -> None:
    case = applicant.application_draft_application(WISHES).id
    with pytest.raises(Changed) as stale:
        applicant.application_withdraw_application(case, version=7)
    assert stale.value.reason == "stale_version" and stale.value.next and stale.value.next_en
    with pytest.raises(Forbidden):
        applicant.application_accept_materials(case)
    with pytest.raises(NotFound):
        applicant.get_application("app-none/../..")
    with Sluice(api.url, "slc_wrong") as stranger, pytest.raises(Unauthenticated):
        list(stranger.worklist())


def test_a_list_is_iterated_over_all_its_pages(applicant: Sluice) -> None:
    """Its entries one by one, or page by page with the place where each begins."""
    cases = [applicant.application_draft_application(WISHES).id for _ in range(5)]
    assert [one.id for one in applicant.list_application(limit=2)] == cases[::-1]
    first, *others = applicant.list_application(limit=2).by_page()
    assert len(first.cases) == 2 and len(others) == 2 and not others[-1].next_cursor
    rest = applicant.list_application(limit=2, cursor=first.next_cursor)
    assert [one.id for one in rest] == cases[2::-1]
    assert sum(1 for _ in applicant.list_items(limit=200)) == sum(1 for _ in applicant.list_items(limit=30))


def test_a_case_may_be_named_in_chinese(api: Served) -> None:
    """Its address is percent-encoded where a header holds it, and found again."""
    person = api.person("p-shuju", Role.COMPETENT_DEPARTMENT, "sh-shujuju")
    opened = person.ask("/v1/assessments", {"year": 2025, "publisher": "气象局"})
    assert (opened.status_code, opened.json()["id"]) == (201, "assessment-2025-气象局")
    assert person.get(opened.headers["Location"]).status_code == 200
    with Sluice(api.url, person.key) as client:
        assert client.get_assessment(opened.json()["id"]).version == 1


def test_a_role_is_chosen_once_for_all_that_is_asked(api: Served) -> None:
    person = api.person("p-two", Role.AUDITOR, "o-audit")
    with Sluice(api.url, person.key, role="applicant") as client, pytest.raises(Forbidden) as refused:
        list(client.worklist())
    assert refused.value.reason == "role_not_held"
    with Sluice(api.url, person.key, role="auditor@o-audit") as client:
        assert list(client.worklist()) == []


def test_no_answer_at_all_is_told_once_the_patience_ends() -> None:
    with Sluice("http://127.0.0.1:9", patience=0.5) as client, pytest.raises(httpx.ConnectError):
        client.health()
