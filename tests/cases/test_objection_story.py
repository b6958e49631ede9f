"""An objection to wrong data shows on the open list, until the data is corrected (R22 §16)."""

from demo.client import Json, Person
from domain.objection import OBJECTION
from tests.cases.audit import audited_together
from tests.cases.conftest import Rehearse
from tests.cases.rehearsal import Rehearsal
from tests.domain.shanghai import at

OBJECTIONS = "objections"
ITEM, ROW = "sh-2025-110", "plan-2025-110"


def test_an_objection_marks_the_item_and_its_correction_takes_the_mark_off(rehearse: Rehearse) -> None:
    """Two objections: one is corrected, the other taken back; each mark goes with its own."""
    here = rehearse(at("2025-09-01 09:00"), 110)
    logistics = here.applicant("shenjiang", "申江智慧物流有限公司")
    river = here.applicant("pujiang", "浦江航运有限公司")
    weather = here.publisher("sh-qixiangju", "上海市气象局")
    first, second = _raised(logistics, "rainfall"), _raised(river, "wind")
    assert _marks(here) == []
    for objection in (first, second):
        here.operator.command(objection, "mark_objection", {"finding": "初步判断成立"}, process=OBJECTIONS)
    here.settle()
    assert _marks(here) == [{"fields": ["rainfall"]}, {"fields": ["wind"]}]
    assert river.command(second, "withdraw_objection", process=OBJECTIONS).phase == "withdrawn"
    here.settle()
    assert _marks(here) == [{"fields": ["rainfall"]}]
    _corrected(here, first, weather)
    _check_record(here, first, second)


def _raised(person: Person, field: str) -> str:
    wrong = {"item_id": ITEM, "fields": [field], "reason": "该时段数值为负"}
    return person.command("", "raise_objection", wrong, process=OBJECTIONS).id


def _marks(here: Rehearsal) -> list[Json]:
    """What anyone sees on the open list, without a key. Marks come in no certain order: each is a duty of its own."""
    marks: list[Json] = here.http.get(f"/v1/items/{ITEM}").json()["marks"]
    return sorted(marks, key=lambda mark: str(mark["fields"]))


def _corrected(here: Rehearsal, objection: str, weather: Person) -> None:
    """Only by the publisher that it was handed to; the mark is off when the objector is told."""
    here.move("2025-09-02 10:00")
    correction = {"data_version": "2025-09-05", "feedback": "雨量计故障，已订正"}
    here.refused(
        lambda: weather.command(objection, "correct_data", correction, process=OBJECTIONS),
        "wrong_phase",
        409,
        objection,
        process=OBJECTIONS,
    )
    here.operator.command(objection, "transfer_objection", process=OBJECTIONS)
    here.move("2025-09-05 10:00")
    assert weather.command(objection, "correct_data", correction, process=OBJECTIONS).phase == "corrected"
    here.settle()
    shown = here.state(objection, process=OBJECTIONS)
    assert (shown["phase"], shown["closed"]) == ("closed_corrected", True)
    assert _marks(here) == []


def _check_record(here: Rehearsal, first: str, second: str) -> None:
    found = audited_together(here.auditor, first, OBJECTION)
    assert found.keys() == {first, ITEM, ROW}
    assert found[first].phases == ("raised", "marked", "verifying", "corrected", "closed_corrected")
    assert {mark.body.mark.objection for mark in found[ITEM].all("item_marked")} == {first, second}
    off = [(unmarked.body.objection, unmarked.body.corrected) for unmarked in found[ITEM].all("item_unmarked")]
    assert off == [(second, False), (first, True)]
    assert audited_together(here.auditor, second, OBJECTION)[second].phases == ("raised", "marked", "withdrawn")
    (decided,) = found[first].all("data_corrected")
    assert (decided.body.working_days_late, decided.body.data_version) == (0, "2025-09-05")
    assert decided.occurred_at == at("2025-09-05 10:00")
