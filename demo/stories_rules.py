"""Stories about the list as a whole: its yearly assessment, and the guide that it is graded by."""

from demo.client import Json
from demo.following import Following
from demo.stage import Stage, Story, at
from demo.told import Told

_RAIN = "sh-2025-110"  # 市气象局


def assessment(stage: Stage, told: Told) -> Story:
    """A publisher assesses its list by the year's end; what it leaves out is on record (R22 §10)."""
    players = stage.players
    weather = players.reviewer("sh-qixiangju")
    case = Following(stage, "Ⓘ", "开放清单年度评估 · the list is assessed once a year", "assessments")
    case.ends = "noted"
    told.append(case)
    yield at("2025-12-08 10:00")
    case.announce()
    case.do(players.operator, "open_assessment", {"year": 2025, "publisher": "sh-qixiangju"}, phase="assessing")
    case.expect_due("assessment.yearly", "2025-12-31")
    yield at("2025-12-29 15:00")
    findings: Json = {
        "report": weather.upload("2025 年度开放清单评估报告\n演示材料，内容虚构。\n".encode(), "assessment.txt"),
        "items": [{"item_id": _RAIN, "verdict": "keep", "reason": "调用量稳定，按时更新"}],
        "unopened": [{"name": "雷达基数据", "outlook": "stay_closed", "reason": "脱敏方案尚未通过"}],
    }
    case.do(weather, "submit_assessment", findings, phase="examining")
    yield at("2025-12-30 10:00")
    case.do(players.department, "note_assessment", {"remark": "已阅，转入下年度计划编制"}, phase="noted")
    left_out = case.event("assessment_submitted")["report"]["left_out"]
    stage.expect("Ⓘ items that the report leaves out", _RAIN not in left_out and len(left_out) > 0, True)


def guide(stage: Stage, told: Told) -> Story:
    """A guide is published here for the first time: whatever it did not grade waits to be graded (R22 §13)."""
    department = stage.players.department
    case = Following(stage, "Ⓙ", "发布分级分类指南 · the grading guide is published", "grading-rules")
    case.ends = "published"
    told.append(case)
    yield at("2026-03-02 10:00")
    case.announce()
    published: Json = {
        "version": "2026（演示）",
        "title": "分级分类指南（演示，内容虚构）",
        "in_force_from": "2026-03-02T00:00:00+08:00",
        "method": "按对象与用途定级，再按各级组合确定开放类型",
        "lines": [
            {"levels": ["1级"], "open_type": "unconditional"},
            {"levels": ["2级"], "open_type": "conditional", "conditions": "说明应用场景"},
        ],
    }
    case.do(department, "publish_grading_rules", published, phase="published")
    queue = stage.players.reviewer("sh-qixiangju").get("/v1/items/to-regrade", limit="200")
    stage.expect("Ⓙ graded by", queue["guide_version"], published["version"])
    stage.expect("Ⓙ an item that it did not grade", _RAIN in [one["item_id"] for one in queue["items"]], True)
    told_of = f"市气象局 {len(queue['items'])} 项待重新分级 · items of one publisher wait to be graded again"
    stage.say("Ⓙ", told_of, "green")
