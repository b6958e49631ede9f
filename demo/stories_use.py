"""Stories of delivery and use: by API to the end of the term, off line, and a late report."""

from base64 import b64decode

from demo.applying import REPORT, Applying, Outcome
from demo.client import Json
from demo.collecting import call_api, check_package, expect_credential_closed
from demo.stage import Stage, Story, at, both
from demo.told import Told
from domain.people import Role
from store.signing_keys import signature_holds


def straight_path(stage: Stage, told: Told) -> Story:
    """S01, and on to the end: approved on day 4, signed, delivered by API, reported, deleted, closed."""
    app = Applying(stage, "①", "直通：接口交付直至办结 · straight path, by API to the end", "shenjiang", 110)
    told.append(app)
    yield at("2025-09-03 10:12")
    app.submit("为沿江配送车辆提供未来三小时降水避让路线", "api", term_months=3, report_cycle_months=3)
    yield at("2025-09-04 09:30")
    app.accept()
    app.expect_due("application.answer", "2025-09-11")
    app.expect_due("application.review", "2025-09-18")
    yield at("2025-09-10 10:00")
    app.approve()
    app.refused(app.publisher, "deliver_data", reason="no_agreement")
    yield at("2025-09-12 10:00")
    app.sign()
    _check_signatures(app)
    yield at("2025-09-15 10:00")
    app.do(app.publisher, "deliver_data", phase="agreement_signed")
    yield at("2025-09-15 14:00")
    credential = call_api(app)
    app.expect_due("usage_report.due", "2025-12-12")
    yield at("2025-12-10 10:00")
    app.report_use()
    yield at("2025-12-16 10:00")
    stage.expect("① term over", app.applicant.case(app.case)["phase"], "deletion_due")
    expect_credential_closed(app, credential)
    statement = {"statement": "已于期满当日删除全部副本及备份"}
    app.do(app.applicant, "confirm_deletion", statement, phase="closed")
    app.outcome = Outcome("closed", "met", "met")


def _check_signatures(app: Applying) -> None:
    """Each side's signature verifies with its public key alone, without the server."""
    bundle = app.applicant.get(f"/v1/applications/{app.case}/agreement")
    signers = {given["organisation"] for given in bundle["signatures"]}
    app.stage.expect("① all parties signed", signers, set(bundle["parties"]))
    for given in bundle["signatures"]:
        holds = signature_holds(b64decode(given["public_key"]), bundle["sha256"], given["signature"])
        app.stage.expect(f"① signature of {given['organisation']}", holds, True)


def off_line(stage: Stage, told: Told) -> Story:
    """S12: three applicants; signed on paper by consent; no delivery before it, no hand-over without filing."""
    app = Applying(stage, "⑩", "线下签署、报备、移交 · signed on paper, filed, handed over", "cehui", 41)
    told.append(app)
    joint = ("zhuyun", "jichu")
    yield at("2025-10-10 15:00")
    app.submit("竣工验收数据用于城市更新测绘比对", "offline", joint_applicants=joint)
    yield at("2025-10-13 10:00")
    app.accept()
    yield at("2025-10-20 10:00")
    app.approve()
    app.expect_due("agreement.signing", "2025-11-03")
    yield at("2025-10-28 10:00")
    app.refused(app.publisher, "deliver_data", reason="no_agreement")
    yield from _signed_on_paper(app, ("cehui", *joint, "sh-guihuaziyuanju"))
    hand_over = {"medium_id": "HDD-2025-017", "sha256": "ab" * 32, "receiver_signature": "c2lnbmF0dXJl"}
    app.refused(app.publisher, "hand_over", hand_over, reason="no_filing")
    yield from _filed_and_handed_over(app, hand_over)
    app.outcome = Outcome("delivered", "met", "met")


def _signed_on_paper(app: Applying, sides: tuple[str, ...]) -> Story:
    """The arrangement of 2023 is over: the competent department consents, and then the scan is registered."""
    app.stage.expect("⑩ personal data is agreed on", "personal_data" in app.event("agreement_drafted")["clauses"], True)
    text = app.stage.players.auditor.get(f"/v1/applications/{app.case}/agreement")
    scan = app.publisher.upload("四方签字盖章的协议（演示）\n".encode(), "scan.txt")
    paper: Json = {"signed_on": "2025-10-29", "scan": scan, "document": text["sha256"], "organisations": list(sides)}
    ask = {"ground": "multi_party", "reason": "三方联合申请，现场签约"}
    app.do(app.publisher, "request_paper_signing", ask, phase="approved")
    app.refused(app.publisher, "register_signed_scan", paper, reason="paper_not_allowed")
    app.do(app.stage.players.department, "consent_to_paper", {"note": "同意线下签署"}, phase="approved")
    yield at("2025-10-30 09:00")
    fewer = paper | {"organisations": list(sides[:-1])}
    app.refused(app.publisher, "register_signed_scan", fewer, reason="sides_differ")
    app.do(app.publisher, "register_signed_scan", paper, phase="agreement_signed")
    app.stage.expect("⑩ the scan is on record", app.event("agreement_signed")["agreement"]["paper"]["scan"], scan)


def _filed_and_handed_over(app: Applying, hand_over: dict[str, str]) -> Story:
    filing = {"reason": "单次数据量超出平台传输能力", "medium": "加密移动硬盘", "receiver": "数据管理员"}
    yield at("2025-10-31 10:00")
    app.do(app.publisher, "file_offline_delivery", filing, phase="agreement_signed")
    yield at("2025-11-03 10:00")
    question = {"question": "请说明无法通过平台交付的技术原因"}
    app.do(app.stage.players.department, "question_filing", question, phase="agreement_signed")
    digest = app.event("package_prepared")["package"]["sha256"]
    check_package(app, digest)
    app.refused(app.publisher, "hand_over", hand_over | {"sha256": digest}, reason="no_filing")
    yield at("2025-11-04 10:00")
    answered = filing | {"reason": "单次数据量 4 TB，超出平台上限"}
    app.do(app.publisher, "refile_offline_delivery", answered, phase="agreement_signed")
    yield at("2025-11-05 10:00")
    app.refused(app.publisher, "hand_over", hand_over, reason="wrong_package")
    app.do(app.publisher, "hand_over", hand_over | {"sha256": digest}, phase="delivered")
    receipt = {"receipt": "SH-BJ-2025-031"}
    app.do(app.stage.players.department, "register_receipt", receipt, phase="delivered")


def late_report(stage: Stage, told: Told) -> Story:
    """S17 B: six months after 31 August end on 28 February, a working Saturday; the report comes on Monday."""
    app = Applying(stage, "⑪", "利用报告迟报 · the usage report comes late", "kangqiao", 86)
    told.append(app)
    yield at("2025-08-18 10:00")
    app.submit("互联网医院资质核验", "api")
    yield at("2025-08-19 10:00")
    app.accept()
    yield at("2025-08-22 10:00")
    app.approve()
    yield at("2025-08-31 10:00")
    app.sign()
    app.do(app.publisher, "deliver_data", phase="agreement_signed")
    yield at("2025-09-03 10:12")
    app.expect_due("usage_report.due", "2026-02-28")
    yield at("2026-03-02 09:00")
    app.report_use("迟 1 个工作日 · 1 working day late")
    stage.expect("⑪ working days late", app.event("usage_report_submitted")["working_days_late"], 1)
    app.outcome = Outcome("delivered", "met", "met", (Role.DESIGNATED_OFFICER,))


def failing_delivery(stage: Stage, told: Told) -> Story:
    """The data is not where it should be: after some attempts a person is shown it, and later has it done again."""
    app = Applying(stage, "⑫", "交付失败，人工处理后重试 · the delivery fails; a person retries it", "chengan", 60)
    told.append(app)
    source = stage.sources / f"{app.item_id}.csv"
    away = source.rename(source.with_suffix(".away"))
    yield at("2025-12-01 10:00")
    app.submit("下立交积水深度用于绕行提示", "api")
    app.accept()
    yield at("2025-12-02 10:00")
    app.approve()
    yield at("2025-12-03 10:00")
    app.sign()
    app.do(app.publisher, "deliver_data", phase="agreement_signed")
    stage.say("⑫", "数据源缺失，系统自动重试数次 · the source is missing; it is tried again some times …")
    stage.wait_for(lambda: bool(app.publisher.case(app.case)["needs_attention"]), seconds=60)
    case = app.publisher.case(app.case)
    stage.expect("⑫ never says delivered", (case["phase"], case["holder"]), ("agreement_signed", "data_publisher"))
    failed = app.event("duty_failed")
    stage.say("⑫", f"✗ {both('duty_failed')}: {failed['why']}", "red")
    away.rename(source)
    yield at("2025-12-04 10:00")
    app.do(app.publisher, "retry_duty", {"duty_id": failed["duty"]["id"]}, phase="agreement_signed")
    yield at("2025-12-04 14:00")
    call_api(app)
    app.outcome = Outcome("delivered", "met", "met")


def revoked(stage: Stage, told: Told) -> Story:
    """In 2025 no instrument provides for approval on a commitment: the usual way, until the approval is revoked."""
    app = Applying(stage, "⑮", "告知承诺无依据；交付后被撤销 · no fast track; revoked in use", "jiangpan", 110)
    told.append(app)
    yield at("2025-10-22 10:00")
    handed_in = app.prepare("按短时降水调整露天游览项目", "api")
    promise = {"kind": "commitment", "basis": "listed_unit", "entry": "数据要素型企业", "text_accepted": True}
    committed = handed_in | {"commitment": promise}
    app.refused(app.applicant, "submit_application", committed, reason="no_instrument_in_force")
    app.do(app.applicant, "submit_application", handed_in, phase="submitted")
    yield at("2025-10-23 10:00")
    app.accept()
    yield at("2025-10-29 10:00")
    app.approve()
    app.sign()
    app.do(app.publisher, "deliver_data", phase="agreement_signed")
    yield at("2025-10-29 14:00")
    credential = call_api(app)
    yield at("2025-12-01 10:00")
    why = {"ground": "other", "reason": "申请主体已注销"}
    app.do(app.publisher, "revoke_approval", why, phase="deletion_due")
    stage.clock.settle()
    expect_credential_closed(app, credential)
    yield at("2025-12-05 10:00")
    app.do(app.applicant, "confirm_deletion", {"statement": "清算前已删除全部副本及备份"}, phase="deletion_due")
    app.do(app.applicant, "submit_usage_report", {"report": REPORT}, phase="deletion_due")  # it is still owed
    app.do(app.publisher, "accept_usage_report", phase="closed")
    app.outcome = Outcome("closed", "met", "met")
