"""The guide as anyone reads it, and the queue of items that it has graded again (R22 §13)."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import httpx
import pytest

from domain.items import ItemContent, OpenType
from domain.people import Role
from domain.processes import PROCESSES
from store import items
from tests.api.served import Person, Served, served
from tests.domain.grading_rules.cast import GUIDE, NEXT
from tests.domain.shanghai import at
from tests.parts import Database

ITEM = ItemContent(item_id="a", title="降水", publisher="sh-qixiangju", open_type=OpenType.NON_OPEN)
QUEUE = "/v1/items/to-regrade"


@pytest.fixture
def api(database: Database, tmp_path: Path) -> Generator[Served]:
    """Four items: without a record, of 2023, of 2027, and of no version there ever was."""
    with served(database.app_url, tmp_path, PROCESSES, at("2026-11-02 09:00")) as api:
        for item_id, version in (("a", ""), ("b", "2023"), ("c", "2027"), ("d", "1999")):
            content = ITEM.model_copy(update={"item_id": item_id, "guide_version": version})
            items.register(api.store.desk, content, "clerk")
        yield api


@pytest.fixture
def department(api: Served) -> Person:
    return api.person("bureau", Role.COMPETENT_DEPARTMENT, "sh-shujuju")


def publish(department: Person, *bodies: dict[str, Any]) -> None:
    """The first body opens the guide's case, the others are versions of it."""
    for number, body in enumerate(bodies):
        path = "/v1/grading-rules/grading-guide~city/publish-rules-version" if number else "/v1/grading-rules"
        answer = department.ask(path, body)
        assert answer.status_code == (200 if number else 201), answer.text


def queued(person: Person, query: str = "") -> list[str]:
    return [one["item_id"] for one in person.get(f"{QUEUE}{query}").json()["items"]]


def test_without_a_guide_in_force_there_is_none_to_read_and_nothing_to_grade_again(
    api: Served, department: Person
) -> None:
    assert httpx.get(f"{api.url}/v1/grading-guide").json()["reason"] == "not_found"
    assert department.get(QUEUE).json() == {"guide_version": "", "items": [], "next_cursor": ""}
    publish(department, NEXT)  # of 2027, and it is 2026
    guide = httpx.get(f"{api.url}/v1/grading-guide").json()
    assert (guide["in_force"], [one["version"] for one in guide["versions"]]) == (None, ["2027"])
    assert queued(department) == []
    withdrawn = department.ask("/v1/grading-rules/grading-guide~city/withdraw-grading-rules", {"ground": "另行制定"})
    assert withdrawn.status_code == 200
    assert httpx.get(f"{api.url}/v1/grading-guide").status_code == 404


def test_the_guide_is_read_as_it_was_at_an_instant(api: Served, department: Person) -> None:
    publish(department, GUIDE)
    for as_of, status in (("2026-11-02T08:59:00+08:00", 404), ("2026-11-02T09:00:00+08:00", 200), ("2026-11-02", 400)):
        assert httpx.get(f"{api.url}/v1/grading-guide", params={"as_of": as_of}).status_code == status


def test_what_the_version_in_force_or_a_coming_one_graded_is_not_queued(department: Person) -> None:
    publish(department, GUIDE, NEXT)
    page = department.get(QUEUE).json()
    assert page["guide_version"] == "2023"
    assert [(one["item_id"], one["guide_version"]) for one in page["items"]] == [("a", ""), ("d", "1999")]
    assert page["items"][0] == {
        "item_id": "a",
        "title": "降水",
        "publisher": "sh-qixiangju",
        "open_type": "non_open",
        "version": 1,
        "guide_version": "",
    }


def test_pages_give_every_item_once(department: Person) -> None:
    publish(department, {**GUIDE, "version": "2025"})
    found: list[str] = []
    cursor, pages = "", 0
    while not pages or cursor:
        page = department.get(f"{QUEUE}?limit=3&cursor={cursor}").json()
        found += [one["item_id"] for one in page["items"]]
        cursor, pages = page["next_cursor"], pages + 1
    assert (found, pages) == (["a", "b", "c", "d"], 2)
    assert department.get(f"{QUEUE}?cursor=here").json()["reason"] == "malformed_cursor"


def test_a_publisher_sees_its_own_part(api: Served, department: Person) -> None:
    publish(department, GUIDE)
    weather = api.person("qi", Role.DATA_PUBLISHER, "sh-qixiangju")
    health = api.person("wei", Role.PUBLISHER_HEAD, "sh-weijianwei")
    assert queued(weather) == queued(weather, "?publisher=sh-qixiangju") == ["a", "c", "d"]
    assert queued(department, "?publisher=sh-weijianwei") == queued(health) == []
    for person in (health, api.person("wang", Role.APPLICANT, "shenjiang")):
        assert person.get(f"{QUEUE}?publisher=sh-qixiangju").status_code == 403


def test_a_publishers_rules_do_not_exist_for_another(api: Served, department: Person) -> None:
    """A publisher can't open the guide's case either, nor give it a version."""
    weather = api.person("qi", Role.DATA_PUBLISHER, "sh-qixiangju")
    own = {**GUIDE, "publisher": "sh-qixiangju", "supervision": "抽查", "follows": "2023"}
    assert weather.ask("/v1/grading-rules", GUIDE).json()["reason"] == "other_organisation"
    publish(department, GUIDE)
    here = weather.ask("/v1/grading-rules", own).headers["Location"]
    assert (here, weather.get(here).status_code) == ("/v1/grading-rules/grading-rules~sh-qixiangju", 200)
    health = api.person("wei", Role.DATA_PUBLISHER, "sh-weijianwei")
    guide = "/v1/grading-rules/grading-guide~city"
    for answer in (
        health.get(here),
        health.ask(f"{here}/publish-rules-version", NEXT),
        health.ask(f"{guide}/publish-rules-version", NEXT),
    ):
        assert (answer.status_code, answer.json()["reason"]) == (404, "unknown_case")
