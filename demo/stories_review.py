"""Stories of the check and the review: incomplete, late, refused, lapsed, withdrawn."""

from demo.applying import Applying, Outcome
from demo.collecting import expect_link_ended, fetch_download
from demo.stage import Stage, Story, at
from demo.told import Told
from domain.people import Role

LADDER_L2 = (Role.PUBLISHER_HEAD, Role.COMPETENT_DEPARTMENT)


def refused_incomplete(stage: Stage, told: Told) -> Story:
    """S04: not accepted, resubmitted; an old defect can't be raised again. Then a download, and a report in time."""
    first = Applying(stage, "②", "材料不全，不予受理 · refused as incomplete", "qingyuan", 97)
    told.append(first)
    operator, scenario = stage.players.operator, "为居民小区二次供水水质异常提供预警"
    yield at("2025-06-30 10:00")
    first.submit(scenario, "download", lacking=("security_system", "scenario_statement"))
    first.expect_due("application.completeness", "2025-07-07")
    yield at("2025-07-02 14:00")
    missing = [{"requirement": name, "defect": "missing"} for name in ("security_system", "scenario_statement")]
    first.do(operator, "refuse_acceptance", {"reasons": missing}, phase="not_accepted")
    first.outcome = Outcome("not_accepted", "", "")

    again = Applying(stage, "③", "补正后重新申请，下载 · resubmitted, by download", "qingyuan", 97)
    told.append(again)
    yield at("2025-07-08 09:30")
    again.submit(scenario, "download", reusing=first.materials, supersedes=first.case)
    old = [{"requirement": "qualification", "defect": "expired"}]
    again.refused(operator, "refuse_acceptance", {"reasons": old}, reason="one_time_notice")
    yield at("2025-07-09 10:00")
    again.accept()
    again.expect_due("application.answer", "2025-07-16")
    again.expect_due("application.review", "2025-07-23")
    yield at("2025-07-16 23:58")
    again.approve("第 5 个工作日 23:58，在 5 日以内 · 23:58 of day 5 is within 5 days")
    stage.expect("③ within target", again.event("application_approved")["timeliness"]["within_target"], "yes")
    yield at("2025-07-18 10:00")
    again.sign()
    again.do(operator, "deliver_data", phase="agreement_signed")
    yield at("2025-07-18 16:00")
    link = fetch_download(again)
    again.expect_due("usage_report.due", "2026-01-19")  # 18 January is a Sunday
    yield at("2025-07-21 10:00")
    expect_link_ended(again, link)
    yield from _report_twice(again)
    again.outcome = Outcome("delivered", "met", "met")


def _report_twice(app: Applying) -> Story:
    """A report without one of its four contents goes back at once; the complete one is accepted."""
    contents = {
        "scenario_clients_model": "水质预警；物业公司 36 家；免费",
        "calls_fields_algorithms": "下载 1 次；全部字段；阈值与趋势检测",
        "security": "内网存放，按人授权，日志留存六个月",
    }
    yield at("2026-01-14 10:00")
    app.do(app.applicant, "submit_usage_report", {"report": contents}, phase="delivered")
    app.stage.expect("what the report lacks", app.event("usage_report_returned")["missing"], ["benefits"])
    yield at("2026-01-15 10:00")
    whole = contents | {"benefits": "提前发现余氯异常 4 起"}
    app.do(app.applicant, "submit_usage_report", {"report": whole}, phase="delivered")
    app.do(app.publisher, "accept_usage_report", phase="delivered")


def over_the_target(stage: Stage, told: Told) -> Story:
    """Answered after the year's target, within the norm: L2 hears of it."""
    app = Applying(stage, "④", "超过目标期限 · misses the target", "shenjiang", 104)
    told.append(app)
    yield at("2025-07-14 09:00")
    app.submit("冷链运输途中的气温告警", "api", term_months=12, report_cycle_months=6)
    yield at("2025-07-15 10:00")
    app.accept()
    app.expect_due("application.answer", "2025-07-22")
    yield at("2025-07-24 15:00")
    app.approve("超出目标 2 个工作日 · 2 working days over the target")
    timeliness = app.event("application_approved")["timeliness"]
    stage.expect("④ over the target", timeliness["working_days_over_target"], 2)
    stage.expect("④ within the norm", timeliness["within_norm"], "yes")
    yield at("2025-07-28 10:00")
    app.sign()
    yield at("2025-08-04 09:00")
    app.do(app.publisher, "deliver_data", phase="agreement_signed")
    yield at("2026-01-14 10:00")
    app.report_use()
    app.outcome = Outcome("delivered", "passed", "met", LADDER_L2)


def over_the_norm(stage: Stage, told: Told) -> Story:
    """Over National Day both limits pass: reminder, L1, L2, L3. The late approval is valid, and says how late."""
    app = Applying(stage, "⑤", "跨国庆假期逾期 · misses the norm over National Day", "huyou", 80)
    told.append(app)
    yield at("2025-09-25 16:00")
    app.submit("节假日景区客流疏导提示", "api")
    yield at("2025-09-26 16:30")
    app.accept()
    app.expect_due("application.answer", "2025-10-10")
    app.expect_due("application.review", "2025-10-16")
    yield at("2025-10-17 09:00")
    waiting = stage.players.office.get("/v1/worklist")["cases"]
    stage.expect("⑤ is on the General Office's worklist", app.case in [case["id"] for case in waiting], True)
    before = app.applicant.case(app.case, as_of="2025-10-10T23:59:59+08:00")
    stage.expect("⑤ told nobody before 24:00 of 10 October", before["escalated_to"], [])
    yield at("2025-10-21 10:00")
    app.approve("逾期 3 个工作日，决定仍有效 · 3 working days late, and valid")
    timeliness = app.event("application_approved")["timeliness"]
    stage.expect("⑤ late", (timeliness["within_norm"], timeliness["working_days_late"]), ("no", 3))
    yield at("2025-10-24 10:00")
    app.sign()
    yield at("2025-10-27 10:00")
    app.do(app.publisher, "deliver_data", phase="agreement_signed")
    escalated = (*LADDER_L2, Role.DESIGNATED_OFFICER, Role.GENERAL_OFFICE)
    app.outcome = Outcome("delivered", "passed", "passed", escalated)


def refused_on_the_merits(stage: Stage, told: Told) -> Story:
    """S09: every ground is a published condition; a new application cures both, and no third one may follow."""
    first = Applying(stage, "⑥", "审核不通过 · refused on the merits", "zhou-yan", 8)
    told.append(first)
    yield at("2025-10-28 10:00")
    first.submit("高校实验室资源比较", "download")
    yield at("2025-10-29 10:00")
    first.accept()
    first.expect_due("application.answer", "2025-11-05")
    first.expect_due("application.review", "2025-11-12")
    yield at("2025-11-04 10:00")
    own = [{"condition": "enterprises_only", "explanation": "仅向企业开放"}]
    first.refused(first.publisher, "refuse_application", {"reasons": own}, reason="unpublished_condition")
    grounds = [
        {"condition": "scenario_teaching_research", "explanation": "未说明教学或者科研用途"},
        {"condition": "security_local_storage", "explanation": "未说明存放地点和访问日志"},
    ]
    first.do(first.publisher, "refuse_application", {"reasons": grounds}, phase="refused")
    first.outcome = Outcome("refused", "met", "met")

    again = Applying(stage, "⑦", "按理由改正后重新申请 · a new application", "zhou-yan", 8)
    told.append(again)
    yield at("2025-11-10 10:00")
    again.submit("高等教育学科研究：实验室资源与人才培养", "download", supersedes=first.case)
    yield at("2025-11-11 10:00")
    again.accept()
    again.expect_due("application.answer", "2025-11-18")
    again.expect_due("application.review", "2025-11-25")
    yield at("2025-11-14 10:00")
    third = [{"condition": "feedback_cite_source", "explanation": "未承诺注明来源"}]
    again.refused(again.publisher, "refuse_application", {"reasons": third}, reason="one_time_notice")
    again.approve()
    yield at("2025-11-19 10:00")
    again.sign()
    again.do(stage.players.operator, "deliver_data", phase="agreement_signed")
    yield at("2025-11-20 10:00")
    fetch_download(again)
    again.outcome = Outcome("delivered", "met", "met")


def never_signed(stage: Stage, told: Told) -> Story:
    """The applicant does not sign within ten working days: the approval lapses by itself."""
    app = Applying(stage, "⑧", "逾期未签，审核结果失效 · the signing window lapses", "chengan", 60)
    told.append(app)
    yield at("2025-08-04 09:00")
    app.submit("下立交积水预警与绕行提示", "api")
    app.accept()
    yield at("2025-08-06 10:00")
    app.approve()
    app.expect_due("agreement.signing", "2025-08-20")
    yield at("2025-08-08 10:00")
    answer = app.publisher.sign(app.case)
    stage.expect("⑧ still unsigned by the applicant", answer.phase, "approved")
    yield at("2025-08-21 09:00")
    stage.expect("⑧ lapsed", app.applicant.case(app.case)["phase"], "lapsed")
    late = {"document": "ab" * 32, "key_id": app.applicant.signing.id, "signature": "c2lnbmF0dXJl"}
    app.refused(app.applicant, "sign_agreement", late, reason="wrong_phase")
    app.outcome = Outcome("lapsed", "met", "met")


def withdrawn(stage: Stage, told: Told) -> Story:
    """The item that a work order opened is applied for; then the applicant thinks better of it."""
    app = Applying(stage, "⑨", "申请第 44 行的数据，又撤回 · row 44 applied for; then withdrawn", "mingdeng", 44)
    told.append(app)
    yield at("2025-08-04 09:00")
    app.submit("灯光设施合规自查", "download")
    app.accept()
    yield at("2025-08-06 10:00")
    app.do(app.applicant, "withdraw_application", phase="withdrawn")
    app.outcome = Outcome("withdrawn", "", "")
