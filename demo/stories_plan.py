"""What becomes of rows of the plan: item and data together fulfil one, and its day is kept, moved or missed."""

from collections import Counter
from datetime import date

from demo.client import Problem
from demo.following import Following
from demo.open_list import rows_of_the_plan
from demo.orders import CONDITIONS, DEMANDING, ITEMS, ROWS, Ordering, content
from demo.stage import Stage, Story, at
from demo.told import Told
from domain.people import Role

_YEAR = {"covers_from": "2025-01-01", "covers_to": "2025-06-30"}


_TOLD = {14, 17, 21, 44, 97, 110, 112}  # rows with a story of their own
_SILENT = {28, 37, 45, 46, 47, 55, 62, 73, 94, 101, 119, 129}  # rows whose publishers never report any data
_REPORTING_DAYS = {
    "2025-06-30 15:00": date(2025, 7, 1),
    "2025-09-26 10:00": date(2025, 9, 30),
    "2025-11-27 10:00": date(2025, 12, 1),
    "2025-12-23 15:00": date(2025, 12, 31),
}


class _Row(Following):
    """A row of the plan, and the item that is to fulfil it."""

    def __init__(self, stage: Stage, title: str, number: int, ends: str) -> None:
        super().__init__(stage, "Ⓒ", f"第 {number} 行{title}", ROWS, f"plan-2025-{number}")
        self.item = Following(stage, "Ⓒ", "", ITEMS, f"sh-2025-{number}")
        self.ends = ends

    def data(self, publisher: str) -> None:
        """Its publisher reports the first data."""
        self.announce()
        self.item.do(self.stage.players.reviewer(publisher), "report_update", _YEAR, phase="static")
        self.becomes(self.ends)


def plan_rows(stage: Stage, told: Told) -> Story:
    """Data in good time, at the last minute, late and never; one row is given another day."""
    early = _Row(stage, "按期完成 · opened in time", 110, "completed_on_time")
    boundary = _Row(stage, "期限当日 23:59 完成 · opened on its very day", 14, "completed_on_time")
    late = _Row(stage, "逾期 9 天完成 · opened nine days late", 17, "completed_late")
    adjusted = _Row(stage, "经批准调整日期 · given another day", 112, "in_progress")
    missed = _Row(stage, "至年末仍无数据 · no data by its day", 97, "overdue")
    told.extend((early, boundary, late, adjusted, missed))
    yield at("2025-07-03 10:00")
    stage.expect("row 110, item on the list and no data", early.shown()["phase"], "in_progress")
    early.data("sh-qixiangju")
    yield at("2025-09-30 23:59")
    boundary.data("sh-minzhengju")
    yield at("2025-10-09 10:00")
    late.data("sh-minzhengju")
    stage.expect("row 17, days late", late.shown()["state"]["days_late"], 9)
    yield at("2025-12-15 10:00")
    adjusted.announce()
    moved = {"due_date": "2026-03-31", "ground": "数据来源系统改造延期，经批准调整"}
    adjusted.do(stage.players.department, "adjust_plan_item", moved, phase="in_progress")
    adjusted.expect_due("plan_item.due", "2026-03-31")
    yield at("2026-01-01 09:00")
    missed.announce()
    told_to = missed.becomes("overdue")["escalated_to"]
    stage.expect("row 97 is told upwards", told_to, [Role.PUBLISHER_HEAD, Role.COMPETENT_DEPARTMENT])
    stage.expect("row 112 is not overdue", adjusted.shown()["phase"], "in_progress")


def other_rows(stage: Stage, _told: Told) -> Story:
    """Before each of the plan's days the publishers report their data, all but a few: one line for each publisher."""
    plan = [row for row in rows_of_the_plan() if row.row not in _TOLD | _SILENT]
    for day, due in _REPORTING_DAYS.items():
        yield at(day)
        reported = Counter[str]()
        for row in plan:
            if row.due_date == due:
                publisher = stage.players.reviewer(row.publisher)
                publisher.command(f"sh-2025-{row.row}", "report_update", _YEAR, process=ITEMS)
                reported[row.publisher] += 1
        stage.clock.settle()
        for body, count in reported.items():
            stage.say("▪", f"{stage.players.names[body]}报送 {count} 行数据 · the data of {count} rows is there")


def row_without_a_day(stage: Stage, told: Told) -> Story:
    """The annex gives row 44 no day: a person confirms one, and a work order opens the item."""
    item_id, case = "sh-2025-44", "plan-2025-44"
    row = Following(
        stage, "Ⓒ", "第 44 行：人工确认日期，经工单开放 · row 44: confirmed, opened by an order", ROWS, case
    )
    row.ends = "completed_on_time"
    told.append(row)
    housing = stage.players.reviewer("sh-zhujianwei")
    yield at("2025-06-30 10:00")
    row.announce()
    wish = {"item_id": item_id, "scenario": "灯光设施合规自查", "delivery": "download"}
    try:
        stage.players.applicants["mingdeng"].draft(wish)
    except Problem as problem:
        stage.expect_problem(problem, "unknown_item")
    else:
        stage.expect("row 44 before it is on the list", "applied for", "refused")
    day = {"due_date": "2025-12-31"}
    row.refused(housing, "confirm_plan_item", day, reason="forbidden")
    row.do(stage.players.department, "confirm_plan_item", day, phase="planned")
    order = Ordering(stage, "Ⓒ", "", housing)
    about = content("违反《城市照明管理规定》相关条例_法人", **CONDITIONS)
    proposal = {"change": "add", "item_id": item_id, "reason": "2025年计划第44行", "plan_item": case}
    order.draft({**proposal, "content": about, "classification": DEMANDING})
    order.submit()
    row.becomes("in_progress")
    yield at("2025-07-04 10:00")
    order.approve()
    item = Following(stage, "Ⓒ", "", ITEMS, item_id)
    item.do(housing, "report_update", _YEAR, phase="current")
    row.becomes("completed_on_time")
