"""One application for items of two publishers, with an expert's opinion (R22 §19)."""

from demo.applying import Applying, Outcome
from demo.client import Json
from demo.stage import Stage, Story, at
from demo.told import Told

_RAIN, _VISITORS = "sh-2025-110", "sh-2025-80"  # 市气象局；市文化旅游局


def several_items(stage: Stage, told: Told) -> Story:
    """Checked once, reviewed apart; the fusion's risk is assessed, an expert answers; approved in part."""
    players = stage.players
    whole = Applying(stage, "⑬", "两家数据，部分通过，专家意见 · items of two publishers, in part", "lvtu", 110)
    told.append(whole)
    weather, tourism = players.reviewer("sh-qixiangju"), players.reviewer("sh-wenlvju")
    yield at("2025-11-11 10:00")
    whole.submit("按天气与客流提示游览路线", "api", further_items=[_VISITORS])
    yield at("2025-11-12 09:30")
    whole.do(players.operator, "accept_materials", phase="dispatched")
    stage.clock.settle()
    parts: list[Json] = whole.shown()["state"]["dossier"]["sub_orders"]
    by_item = {part["item_id"]: str(part["case_id"]) for part in parts}
    rain, visitors = (_part(whole, by_item[item_id]) for item_id in (_RAIN, _VISITORS))
    for part in (rain, visitors):
        part.expect_due("application.answer", "2025-11-19")
    approval = {"conditions_met": True}
    rain.refused(tourism, "approve_application", approval, reason="unknown_case")
    yield at("2025-11-13 10:00")
    rain.refused(weather, "approve_application", approval, reason="risk_not_assessed")
    _expert_review(rain)
    yield at("2025-11-17 10:00")
    risk = {"level": "low", "note": "融合后不能识别个人", "measures": ["仅输出网格级统计结果"]}
    rain.do(weather, "assess_fusion_risk", risk, phase="under_review")
    rain.do(weather, "approve_application", approval, phase="approved")
    yield at("2025-11-18 10:00")
    reasons = {"reasons": [{"condition": "technical_realtime", "explanation": "不具备实时接入条件"}]}
    visitors.do(tourism, "refuse_application", reasons, phase="refused")
    whole.becomes("partially_approved")
    whole.outcome = Outcome("partially_approved", "", "")
    yield at("2025-11-20 10:00")
    rain.sign()
    rain.do(weather, "deliver_data", phase="agreement_signed")
    rain.becomes("delivered", "只交付通过的一项 · only the item that was approved")


def _part(whole: Applying, case: str) -> Applying:
    """A sub-order, whose lines bear the whole's mark."""
    part = Applying(whole.stage, whole.tag, "", whole.applicant.organisation, 110)
    part.named(case)
    return part


def _expert_review(rain: Applying) -> None:
    """Two experts are asked: one answers, one has an interest and steps back. The clock runs on."""
    players = rain.stage.players
    weather = players.reviewer("sh-qixiangju")
    asked = [{"person": one.id, "organisation": one.organisation} for one in (players.expert, players.other_expert)]
    question: Json = {"ground": "complex", "question": "多源融合后是否可能还原个人轨迹？", "experts": asked}
    rain.do(weather, "request_expert_review", question, phase="under_review")
    interest = {"reason": "本人现任申请单位技术顾问"}
    rain.do(players.other_expert, "declare_conflict", interest, phase="under_review")
    opinion = {"recommendation": "approve_with_measures", "text": "限定网格精度后可以开放"}
    rain.refused(players.other_expert, "give_opinion", opinion, reason="conflict_of_interest")
    rain.do(players.expert, "give_opinion", opinion, phase="under_review")
    rain.expect_due("application.answer", "2025-11-19")
