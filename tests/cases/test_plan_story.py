"""A row of the annual plan whose day the annex leaves out: confirmed, missed, completed late."""

from datetime import date

from demo.client import Person
from demo.orders import ITEMS, OPEN, ROWS, content
from domain.plan_item import PLAN_ITEM
from tests.cases.audit import audited
from tests.cases.conftest import Rehearse
from tests.cases.orders import approved, drafted, submitted
from tests.cases.rehearsal import Rehearsal
from tests.domain.shanghai import at

ITEM, ROW = "sh-2025-44", "plan-2025-44"  # 市住房城乡建设管理委，违反城市照明管理规定的处罚


def test_a_row_without_a_day_waits_for_a_person_and_a_missed_one_is_told_upwards(rehearse: Rehearse) -> None:
    """Confirmed for 2025-12-31, missed, and completed five days late: both parts count, and the later one."""
    here = rehearse(at("2025-12-22 09:00"), no_item=(44,))
    housing = here.publisher("sh-zhujianwei", "上海市住房和城乡建设管理委员会")
    _confirmed(here, housing)
    _listed_without_data(here, housing)
    here.move("2026-01-01 00:00")
    overdue = here.state(ROW, process=ROWS)
    assert (overdue["phase"], overdue["holder"]) == ("overdue", "data_publisher")
    assert overdue["escalated_to"] == ["publisher_head", "competent_department"]
    here.move("2026-01-05 10:00")
    housing.command(ITEM, "report_update", {"covers_from": "2025-01-01", "covers_to": "2025-12-31"}, process=ITEMS)
    here.settle()
    _check_record(here)


def _confirmed(here: Rehearsal, housing: Person) -> None:
    """By the department that reads the original, not by whom the day binds."""
    assert here.state(ROW, process=ROWS)["phase"] == "imported"
    here.refused(
        lambda: housing.command(ROW, "confirm_plan_item", {"due_date": "2026-12-31"}, process=ROWS),
        "forbidden",
        403,
        ROW,
        process=ROWS,
    )
    here.department.command(ROW, "confirm_plan_item", {"due_date": "2025-12-31"}, process=ROWS)
    assert here.limit(ROW, "plan_item.due", process=ROWS) == date(2025, 12, 31)


def _listed_without_data(here: Rehearsal, housing: Person) -> None:
    """On the list half an hour before the day ends; that alone fulfils nothing."""
    order = drafted(
        housing,
        {
            "change": "add",
            "item_id": ITEM,
            "reason": "2025年计划第44行",
            "content": content("违反城市照明管理规定的处罚"),
            "classification": OPEN,
            "plan_item": ROW,
        },
    )
    submitted(housing, order)
    here.move("2025-12-31 23:30")
    approved(here, order)
    assert here.state(ROW, process=ROWS)["phase"] == "in_progress"


def _check_record(here: Rehearsal) -> None:
    row = audited(here.auditor, ROW, PLAN_ITEM)
    assert row.phases == ("imported", "planned", "in_progress", "overdue", "completed_late")
    assert [done.body.part for done in row.all("part_done")] == ["item", "data"]
    completed = row.body("plan_item_completed")
    assert (completed.standing, completed.days_late, completed.at) == ("late", 5, at("2026-01-05 10:00"))
    limits = [event.body for event in row.all("deadline_passed") if event.body.name == "plan_item.due"]
    assert [passed.due for passed in limits] == [at("2026-01-01 00:00")]
