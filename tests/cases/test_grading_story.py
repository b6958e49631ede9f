"""The grading guide: orders are checked against it, and a new version has what the old one graded graded again."""

from typing import Any

import pytest

from demo.client import Person, Problem
from demo.orders import DEMANDING, ORDERS
from domain.grading import case_of
from domain.grading_rules import GRADING_RULES
from domain.list_change import LIST_CHANGE
from tests.cases.audit import audited
from tests.cases.conftest import Rehearse
from tests.cases.orders import approved, drafted, submitted
from tests.cases.rehearsal import Rehearsal
from tests.domain.shanghai import at

RULES, GUIDE = "grading-rules", case_of("")
ITEM = "sh-2025-110"  # 市气象局，未来3小时短时临近预报，有条件开放
OF_2023: dict[str, Any] = {
    "version": "2023",
    "title": "公共数据开放分级分类指南（2023版）",
    "in_force_from": "2023-07-01T00:00:00+08:00",
    "method": "按对象、内容和应用定级",
    "lines": [
        {"levels": ["1级"], "open_type": "unconditional"},
        {"levels": ["2级"], "open_type": "conditional", "conditions": "说明应用场景"},
    ],
    "examples": ["道路名称：1级"],
}
OF_2027 = {**OF_2023, "version": "2027", "title": "指南（2027版）", "in_force_from": "2027-01-01T00:00:00+08:00"}


def test_an_order_follows_the_guide_and_a_new_version_has_the_item_graded_again(rehearse: Rehearse) -> None:
    """An order that contradicts the guide is told so; mended, it takes effect; the guide of 2027 queues the item."""
    here = rehearse(at("2026-12-21 09:00"), 110)
    weather = here.publisher("sh-qixiangju", "上海市气象局")
    assert _queue(weather) == ("", [])
    here.department.command("", "publish_grading_rules", OF_2023, process=RULES)
    assert _queue(weather) == ("2023", [(ITEM, "")])  # imported, without any record of its grading
    first = _contradicting(here, weather)
    _mended(here, weather, first)
    assert _queue(weather) == ("2023", [])
    here.department.command(GUIDE, "publish_rules_version", OF_2027, process=RULES)
    assert _queue(weather) == ("2023", [])  # not in force yet
    here.move("2027-01-01 00:00")
    assert _queue(weather) == ("2027", [(ITEM, "2023")])
    _seen_by_those_it_concerns(here)
    second = drafted(weather, _graded("2027", "2级"))
    submitted(weather, second)
    approved(here, second)
    assert _queue(weather) == ("2027", [])
    _check_record(here, first, second)


def _graded(version: str, level: str) -> dict[str, Any]:
    graded = {**DEMANDING, "guide_version": version, "levels": [level]}
    return {"change": "modify", "item_id": ITEM, "reason": f"按{version}版指南重新分级", "classification": graded}


def _queue(person: Person, **query: str) -> tuple[str, list[tuple[str, str]]]:
    page = person.get("/v1/items/to-regrade", **query)
    return page["guide_version"], [(one["item_id"], one["guide_version"]) for one in page["items"]]


def _contradicting(here: Rehearsal, weather: Person) -> str:
    """Levels that the guide leads to unconditional opening, for an item that is to stay conditional."""
    order = drafted(weather, _graded("2023", "1级"))
    submitted(weather, order)
    submission = here.state(order, process=ORDERS)["state"]["submission"]
    blocking = [one for one in submission["findings"] if one["blocking"]]
    assert blocking == [{"check": "levels_contradicted", "subject": "1级: unconditional", "blocking": True}]
    refusal = here.refused(
        lambda: here.department.command(order, "approve_list_change", process=ORDERS),
        "checks_failed",
        422,
        order,
        process=ORDERS,
    )
    assert "1级: unconditional" in refusal.detail
    sent_back = {"ground": 3, "note": "级别与开放类型不符"}
    assert here.department.command(order, "return_list_change", sent_back, process=ORDERS).phase == "returned"
    return order


def _mended(here: Rehearsal, weather: Person, order: str) -> None:
    weather.command(order, "edit_list_change", _graded("2023", "2级"), process=ORDERS)
    submitted(weather, order)
    approved(here, order)
    assert here.http.get(f"/v1/items/{ITEM}").json()["item"]["guide_version"] == "2023"


def _seen_by_those_it_concerns(here: Rehearsal) -> None:
    """The guide by anyone, as it was too; the queue by those who supervise, and by a publisher its own part."""
    then = here.http.get("/v1/grading-guide", params={"as_of": "2026-12-21T12:00:00+08:00"}).json()
    assert [one["version"] for one in then["versions"]] == ["2023", "2027"]
    assert then["in_force"]["version"] == "2023"
    assert here.http.get("/v1/grading-guide").json()["in_force"]["version"] == "2027"
    assert here.state(GUIDE, "1", process=RULES)["state"]["versions"][0]["lines"][1]["conditions"] == "说明应用场景"
    health = here.publisher("sh-weijianwei", "上海市卫生健康委员会")
    assert _queue(here.operator) == _queue(here.auditor, publisher="sh-qixiangju") == ("2027", [(ITEM, "2023")])
    assert _queue(health) == _queue(here.operator, publisher="sh-weijianwei") == ("2027", [])
    logistics = here.applicant("shenjiang", "申江智慧物流有限公司")
    for person in (logistics, health):
        with pytest.raises(Problem) as caught:
            _queue(person, publisher="sh-qixiangju")
        assert (caught.value.status, caught.value.reason) == (403, "forbidden")


def _check_record(here: Rehearsal, first: str, second: str) -> None:
    guide = audited(here.auditor, GUIDE, GRADING_RULES)
    assert guide.phases == ("published",)
    assert [body.body.rules.version for body in guide.all("rules_version_published")] == ["2027"]
    checked = [
        one.body.submission.checked_by for one in audited(here.auditor, first, LIST_CHANGE).all("list_change_submitted")
    ]
    assert [(by.in_force, by.guide) for by in checked] == [("2023", "2023")] * 2
    by = audited(here.auditor, second, LIST_CHANGE).body("list_change_submitted").submission.checked_by
    assert (by.in_force, by.guide, by.own) == ("2027", "2027", "")
