"""Stories about data in use: an objection, a rights claim that suspends, a violation that restricts."""

from demo.applying import Applying
from demo.client import Json
from demo.collecting import call_api, expect_credential_open, expect_credential_shut
from demo.following import Following
from demo.stage import Stage, Story, at
from demo.told import Told


def objection(stage: Stage, told: Told) -> Story:
    """Wrong data is marked on the open list until it is corrected (R22 §16)."""
    players = stage.players
    weather = players.reviewer("sh-qixiangju")
    case = Following(stage, "Ⓔ", "数据异议：加注标识，更正后除去 · an objection marks the item", "objections")
    case.ends = "closed_corrected"
    told.append(case)
    yield at("2025-09-16 09:00")
    case.announce()
    wrong = {"item_id": "sh-2025-110", "fields": ["rainfall"], "reason": "该时段数值为负"}
    case.do(players.applicants["hangyun"], "raise_objection", wrong, phase="raised")
    case.do(players.operator, "mark_objection", {"finding": "初步判断成立"}, phase="marked")
    stage.clock.settle()
    stage.expect("Ⓔ marks that anyone sees", _listed(stage, "sh-2025-110")["marks"], [{"fields": ["rainfall"]}])
    yield at("2025-09-17 10:00")
    correction = {"data_version": "2025-09-19", "feedback": "雨量计故障，已订正"}
    case.refused(weather, "correct_data", correction, reason="wrong_phase")
    case.do(players.operator, "transfer_objection", phase="verifying")
    yield at("2025-09-19 10:00")
    case.do(weather, "correct_data", correction, phase="corrected")
    case.becomes("closed_corrected")
    stage.expect("Ⓔ marks after the correction", _listed(stage, "sh-2025-110")["marks"], [])


def rights_claim(stage: Stage, told: Told) -> Story:
    """An item is suspended at once, and ⑤'s credential with it; verified, both are open again (R22 §31)."""
    item_id = "sh-2025-80"
    claimant, tourism = stage.players.applicants["jiangpan"], stage.players.reviewer("sh-wenlvju")
    case = Following(stage, "Ⓕ", "权益主张：中止开放，核实后恢复 · a rights claim suspends an item", "rights-claims")
    case.ends = "closed_restored"
    told.append(case)
    yield at("2025-11-03 10:00")
    using = _application(told, "⑤")
    credential = call_api(using)
    case.announce()
    claim: Json = {"item_id": item_id, "harm": "trade_secret", "text": "分时客流可推算门票收入"}
    case.do(claimant, "file_rights_claim", claim, phase="filed")
    suspend = {"reason": "核实期间影响无法挽回"}
    case.refused(tourism, "judge_suspension_necessary", suspend, reason="no_evidence")
    evidence = claimant.upload("推算过程与样本\n".encode(), "evidence.txt")
    case.do(claimant, "add_evidence", {"evidence": [evidence]}, phase="filed")
    yield at("2025-11-03 16:00")
    case.do(tourism, "judge_suspension_necessary", suspend, phase="suspending")
    case.becomes("suspended")
    stage.expect("Ⓕ the list says so", _listed(stage, item_id)["suspended"], True)
    expect_credential_shut(using, credential)
    yield at("2025-11-10 10:00")
    outcome = {"finding": "客流为公开统计口径，无法推算收入", "feedback": "经核实不构成侵权，恢复开放"}
    case.do(tourism, "restore_opening", outcome, phase="closed_restored")
    case.becomes("closed_restored")
    stage.expect("Ⓕ the list after it", _listed(stage, item_id)["suspended"], False)
    expect_credential_open(using, credential)


def violation(stage: Stage, told: Told) -> Story:
    """④'s user leaves its scenario: restricted, heard, recorded by three, warned, put right (R22 §32)."""
    players = stage.players
    party, weather = players.applicants["shenjiang"], players.reviewer("sh-qixiangju")
    case = Following(stage, "Ⓖ", "违规利用：限制、听取意见、记录、恢复 · a violation, put right", "violations")
    case.ends = "restored"
    told.append(case)
    yield at("2025-11-17 10:00")
    using = _application(told, "④")
    credential = call_api(using)
    case.announce()
    what: Json = {"party": "shenjiang", "item_id": using.item_id, "about": using.case, "violation_kind": 4}
    facts = {"facts": "接口数据出现在约定场景之外的产品中", "detected_by": "monitor"}
    case.do(players.operator, "allege_violation", what | facts, phase="alleged")
    case.do(weather, "restrict_party", {"reason": "调用量异常，疑似转售"}, phase="alleged")
    stage.clock.settle()
    expect_credential_shut(using, credential)
    case.do(players.department, "open_hearing", {"question": "请说明该产品的数据来源"}, phase="hearing")
    record = {"violation_kind": 4, "findings": "将接口数据用于约定场景之外的产品"}
    case.refused(players.department, "enter_in_record", record, reason="hearing_open")
    yield at("2025-11-19 10:00")
    case.do(party, "state_view", {"view": "系测试版误用，已下线"}, phase="hearing")
    case.refused(players.department, "enter_in_record", record, reason="not_concurred")
    for one in (players.operator, weather):
        case.do(one, "concur_in_record", {"violation_kind": 4}, phase="hearing")
    case.do(players.department, "enter_in_record", record, phase="recorded")
    case.do(weather, "apply_measures", {"measures": ["warn"], "reason": "超出约定场景"}, phase="measures_applied")
    yield at("2025-11-26 10:00")
    repair = {"rectified": "已下线相关产品并删除数据"}
    case.do(players.department, "confirm_repair", repair, phase="restored")
    case.becomes("restored")
    expect_credential_open(using, credential)


def _listed(stage: Stage, item_id: str) -> Json:
    """An item as anyone reads it, without a key."""
    found: Json = stage.players.operator.http.get(f"/v1/items/{item_id}").json()
    return found


def _application(told: Told, tag: str) -> Applying:
    """The application that another story has brought so far."""
    (found,) = (one for one in told if isinstance(one, Applying) and one.tag == tag)
    return found
