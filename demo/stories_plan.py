"""What becomes of rows of the plan: item and data together fulfil one, and its day is kept or missed."""

from demo.stage import Stage, Story, at
from demo.stories_review import Applications
from domain.people import Role

_KEPT, _MISSED = "plan-2025-110", "plan-2025-97"
_FIRST_DATA = {"covers_from": "2025-06-01", "covers_to": "2025-06-30"}


def plan_rows(stage: Stage, _told: Applications) -> Story:
    """Row 110's publisher reports the first data in time; of row 97 none ever comes."""
    auditor = stage.players.auditor
    weather = stage.players.publishers["sh-qixiangju", Role.DATA_PUBLISHER]
    yield at("2025-07-03 10:00")
    before = auditor.get(f"/v1/plan-items/{_KEPT}")
    stage.expect("row 110, item on the list and no data", before["phase"], "in_progress")
    weather.command("sh-2025-110", "report_update", _FIRST_DATA, process="open-list-items")
    yield at("2025-07-03 11:00")
    stage.expect("row 110, item and data", auditor.get(f"/v1/plan-items/{_KEPT}")["phase"], "completed_on_time")
    stage.say("▪", "第 110 行按期完成 · row 110 is completed on time")
    yield at("2026-01-01 09:00")
    missed = auditor.get(f"/v1/plan-items/{_MISSED}")
    stage.expect("row 97 without data", missed["phase"], "overdue")
