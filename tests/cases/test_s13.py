"""S13: a planned item is added in time, and later quietly to be taken off the list."""

from datetime import date, datetime
from functools import partial
from typing import Any

from demo.client import Person
from demo.orders import ITEMS, OPEN, ORDERS, ROWS, WITHHELD, content
from domain.list_change import LIST_CHANGE
from tests.cases.audit import audited_together
from tests.cases.conftest import Rehearse
from tests.cases.orders import approved, drafted, submitted
from tests.cases.rehearsal import Rehearsal
from tests.domain.shanghai import at

ITEM, ROW = "sh-2025-21", "plan-2025-21"  # 市民政局，捐赠个人清单，9月30日前
ADD: dict[str, Any] = {
    "change": "add",
    "item_id": ITEM,
    "reason": "2025年计划第21行",
    "content": content("捐赠个人清单"),
    "classification": OPEN,
    "plan_item": ROW,
}
QUIET = {"change": "downgrade", "item_id": ITEM, "reason": "不再开放", "classification": WITHHELD}
DOCUMENT = "%PDF-1.7 捐赠人姓名、金额属于个人信息".encode()
WHY = "姓名、金额与时间相互印证，脱敏后仍可识别到个人"


def test_a_quiet_downgrade_is_returned_and_the_item_stays_open_until_a_reasoned_one_is_approved(
    rehearse: Rehearse,
) -> None:
    """Published 2025-09-25, downgrade 10-20 returned 10-22 on ground 2, again 10-23, approved 10-30."""
    here = rehearse(at("2025-09-22 09:00"), no_item=(21,))
    civil = here.publisher("sh-minzhengju", "上海市民政局")
    added = _added_in_time(here, civil)
    quiet = _quietly_downgraded(here, civil)
    _shut_before_its_time(here)
    _returned(here, civil, quiet)
    document = _resubmitted(here, civil, quiet)
    _approved_with_a_reason(here, quiet)
    _row_keeps_its_completion(here)
    _check_statistics(here)
    _check_record(here, added, quiet, document)


def _added_in_time(here: Rehearsal, civil: Person) -> str:
    """Item and data are there five days before the row's day, that day included."""
    assert here.limit(ROW, "plan_item.due", process=ROWS) == date(2025, 9, 30)
    order = drafted(civil, ADD)
    submitted(civil, order)
    here.settle()
    assert here.state(ROW, process=ROWS)["phase"] == "in_progress"
    here.move("2025-09-25 10:00")
    approved(here, order)
    assert here.state(ROW, process=ROWS)["phase"] == "in_progress"  # a list without data fulfils nothing
    covers = {"covers_from": "2025-01-01", "covers_to": "2025-08-31"}
    civil.command(ITEM, "report_update", covers, process=ITEMS)
    here.settle()
    _row_keeps_its_completion(here, withdrawals=0)
    return order


def _row_keeps_its_completion(here: Rehearsal, withdrawals: int = 1) -> None:
    """On time as of 2025-09-25, whatever became of the item later; that is noted beside it."""
    row = here.state(ROW, process=ROWS)
    assert (row["phase"], row["state"]["standing"], row["state"]["days_late"]) == ("completed_on_time", "met", 0)
    assert datetime.fromisoformat(row["state"]["at"]) == at("2025-09-25 10:00")
    assert len(row["state"]["dossier"]["withdrawals"]) == withdrawals


def _quietly_downgraded(here: Rehearsal, civil: Person) -> str:
    here.move("2025-10-20 10:00")
    order = drafted(civil, QUIET)
    submitted(civil, order)
    ask = partial(
        here.department.command,
        order,
        "approve_list_change",
        {"desensitising_insufficient": WHY},
        process=ORDERS,
    )
    problem = here.refused(ask, "checks_failed", 422, order, process=ORDERS)
    assert "explanatory_document" in problem.detail
    _stays_open(here)
    return order


def _stays_open(here: Rehearsal) -> None:
    shown = here.http.get(f"/v1/items/{ITEM}").json()
    assert (shown["item"]["version"], shown["item"]["open_type"]) == (1, "unconditional")
    assert (shown["phase"], shown["suspended"]) == ("current", False)


def _shut_before_its_time(here: Rehearsal) -> None:
    """Its interface is found switched off while the list says that it is open."""
    here.move("2025-10-21 15:00")
    found = here.operator.command(ITEM, "report_closure", {"observed": "接口返回不可用"}, process=ITEMS)
    assert found.events == ("unauthorised_closure_found",)
    assert here.state(ITEM, process=ITEMS)["state"]["dossier"]["flags"] == ["unauthorised_closure"]


def _returned(here: Rehearsal, civil: Person, order: str) -> None:
    here.move("2025-10-22 11:00")
    back = {"ground": 2, "note": "降低开放类型，但未附说明文件"}
    here.refused(
        partial(civil.command, order, "return_list_change", back, process=ORDERS),
        "forbidden",
        403,
        order,
        process=ORDERS,
    )
    returned = here.department.command(order, "return_list_change", back, process=ORDERS)
    assert returned.phase == "returned"
    _stays_open(here)


def _resubmitted(here: Rehearsal, civil: Person, order: str) -> str:
    """Complete now: the reviewer reads the document, and has ten working days of its own again."""
    here.move("2025-10-23 09:30")
    document = civil.upload(DOCUMENT, "why.pdf")
    civil.command(order, "edit_list_change", {**QUIET, "reason": "含个人信息", "document": document}, process=ORDERS)
    submitted(civil, order)
    assert here.department.read(document, order) == DOCUMENT
    assert here.limit(order, "list_change.review", process=ORDERS) == date(2025, 11, 6)
    _stays_open(here)
    return document


def _approved_with_a_reason(here: Rehearsal, order: str) -> None:
    here.move("2025-10-29 17:00")
    _stays_open(here)
    here.move("2025-10-30 10:00")
    ask = partial(here.department.command, order, "approve_list_change", process=ORDERS)
    here.refused(ask, "desensitising_unexplained", 422, order, process=ORDERS)
    approved(here, order, WHY)
    shown = here.http.get(f"/v1/items/{ITEM}").json()
    assert (shown["item"]["version"], shown["item"]["open_type"], shown["phase"]) == (2, "non_open", "withdrawn")
    (withdrawal,) = here.state(ROW, process=ROWS)["state"]["dossier"]["withdrawals"]
    assert withdrawal["order"] == order
    assert datetime.fromisoformat(withdrawal["at"]) == at("2025-10-30 10:00")


def _check_statistics(here: Rehearsal) -> None:
    """The agency's year: its one row opened by its day, and withdrawn later."""
    cells = here.auditor.get("/v1/statistics")["cells"]
    found = {cell["figure"]: cell["value"] for cell in cells if cell["agency"] == "sh-minzhengju"}
    assert (found["plan.rows"], found["plan.on_time"], found["plan.withdrawn_later"]) == (1, 1, 1)


def _check_record(here: Rehearsal, added: str, quiet: str, document: str) -> None:
    """Both versions of the order, the ground, the document's hash and the reason; every case rebuilt from events."""
    first = audited_together(here.auditor, added, LIST_CHANGE)
    assert first.keys() == {added, ITEM, ROW}
    assert audited_together(here.auditor, quiet, LIST_CHANGE).keys() == {quiet, ITEM, ROW}
    order = audited_together(here.auditor, quiet, LIST_CHANGE)[quiet]
    assert order.phases == ("draft", "submitted", "returned", "approved", "effective")
    one, two = order.all("list_change_submitted")
    assert (one.body.number, one.body.submission.document) == (1, "")
    assert (two.body.number, two.body.submission.document) == (2, document)
    assert one.body.submission.lowers and two.body.submission.lowers
    assert [finding.check for finding in one.body.submission.blocking] == ["explanatory_document"]
    assert two.body.submission.blocking == ()
    (returned,) = order.all("list_change_returned")
    assert (returned.body.ground, returned.occurred_at) == (2, at("2025-10-22 11:00"))
    (decided,) = order.all("list_change_approved")
    assert (decided.actor.organisation, decided.occurred_at) == ("sh-shujuju", at("2025-10-30 10:00"))
    assert (decided.body.desensitising_insufficient, decided.body.working_days_late) == (WHY, 0)
    closure = first[ITEM].body("unauthorised_closure_found")
    assert closure.tells == ("competent_department",)
    withdrawn = first[ITEM].body("version_published")
    assert withdrawn.item.published_at == at("2025-10-30 10:00")
    assert [event.kind for event in first[ROW].events][-1] == "item_withdrawn"
