"""S12: three apply together, personal data, signed on paper, an offline hand-over that waits for its filing."""

import zipfile
from datetime import date
from functools import partial
from hashlib import sha256
from io import BytesIO

from demo.client import Person
from tests.cases.audit import audited
from tests.cases.conftest import Rehearse
from tests.cases.rehearsal import MATERIALS, Rehearsal
from tests.domain.shanghai import at

ITEM = "sh-2025-41"  # 市规划资源局，建设项目竣工规划资源验收_自然人
SIDES = ("cehui", "zhuyun", "jichu", "sh-guihuaziyuanju")
FILING = {"reason": "单次数据量超出平台传输能力", "medium": "加密移动硬盘", "receiver": "数据管理员"}
PERSONAL = ("处理目的", "处理方式", "处理范围", "双方义务", "至少保存三年")  # 网络数据安全管理条例 §12


def test_an_offline_delivery_waits_for_all_signatures_and_for_its_filing(rehearse: Rehearse) -> None:
    """Approved 2025-10-20, attempted 10-28, signed on paper 10-29, scan 10-30, filed 10-31, handed over 11-05."""
    here = rehearse(at("2025-10-10 09:00"), 41)
    survey = here.applicant("cehui", "东浦测绘有限公司")
    partners = (here.applicant("zhuyun", "筑云设计有限公司"), here.applicant("jichu", "基础工程研究所"))
    planning = here.publisher("sh-guihuaziyuanju", "上海市规划和自然资源局")
    case = _approved(here, survey, partners, planning)
    _blocked_before_the_agreement(here, case, planning)
    scan = _signed_on_paper(here, case, planning)
    _blocked_before_the_filing(here, case, planning)
    package = _filed_and_questioned(here, case, planning)
    _handed_over(here, case, planning, package)
    _receipt_registered(here, case, planning)
    _check_record(here, case, package, scan)


def _approved(here: Rehearsal, survey: Person, partners: tuple[Person, ...], planning: Person) -> str:
    wishes = {"item_id": ITEM, "scenario": "竣工验收流程的历史比较研究", "delivery": "offline"}
    joint = [partner.organisation for partner in partners]
    case = survey.draft({**wishes, "joint_applicants": joint}).id
    here.submit(case, survey, here.papers(survey, *MATERIALS))
    here.operator.command(case, "accept_materials")
    here.move("2025-10-20 10:00")
    planning.command(case, "approve_application", {"conditions_met": True})
    here.settle()
    assert here.limit(case, "agreement.signing") == date(2025, 11, 3)
    return case


def _blocked_before_the_agreement(here: Rehearsal, case: str, planning: Person) -> None:
    here.move("2025-10-28 10:00")
    hand_over = {"medium_id": "HDD-1", "sha256": "ab" * 32, "receiver_signature": "cGFwZXI="}
    for kind, body in (("deliver_data", {}), ("hand_over", hand_over), ("file_offline_delivery", FILING)):
        here.refused(partial(planning.command, case, kind, body), "no_agreement", 422, case)


def _signed_on_paper(here: Rehearsal, case: str, planning: Person) -> str:
    """2023's arrangement is over, so the department has to consent. Returns the scan's id."""
    text = here.auditor.get(f"/v1/applications/{case}/agreement")
    assert all(words in text["document"] for words in PERSONAL)
    scan = planning.upload(b"%PDF-1.7 signed by four", "agreement.pdf")
    paper = {"signed_on": "2025-10-29", "scan": scan, "document": text["sha256"], "organisations": list(SIDES)}
    register = partial(planning.command, case, "register_signed_scan")
    request = {"ground": "multi_party", "reason": "三方联合申请，现场签约"}
    planning.command(case, "request_paper_signing", request)
    here.refused(lambda: register(paper), "paper_not_allowed", 422, case)
    here.department.command(case, "consent_to_paper", {"note": "同意线下签署"})
    here.refused(lambda: register(paper), "impossible_date", 422, case)  # still the 28th
    here.move("2025-10-30 09:00")
    here.refused(lambda: register({**paper, "organisations": SIDES[:-1]}), "sides_differ", 422, case)
    here.refused(lambda: planning.command(case, "deliver_data"), "no_agreement", 422, case)
    assert register(paper).phase == "agreement_signed"
    return scan


def _blocked_before_the_filing(here: Rehearsal, case: str, planning: Person) -> None:
    here.move("2025-10-30 10:00")
    hand_over = {"medium_id": "HDD-1", "sha256": "ab" * 32, "receiver_signature": "cGFwZXI="}
    here.refused(lambda: planning.command(case, "hand_over", hand_over), "no_filing", 422, case)
    here.refused(lambda: planning.command(case, "deliver_data"), "offline_needs_hand_over", 422, case)


def _filed_and_questioned(here: Rehearsal, case: str, planning: Person) -> str:
    """A question of the competent department bars the hand-over until it is answered. Returns the package's hash."""
    here.move("2025-10-31 09:00")
    planning.command(case, "file_offline_delivery", FILING)
    here.settle()
    package = here.state(case)["state"]["package"]["sha256"]
    hand_over = {"medium_id": "HDD-1", "sha256": package, "receiver_signature": "cGFwZXI="}
    here.department.command(case, "question_filing", {"question": "数据量是多少？"})
    here.refused(lambda: planning.command(case, "hand_over", hand_over), "no_filing", 422, case)
    planning.command(case, "refile_offline_delivery", {**FILING, "reason": "单次数据量 4 TB，超出平台上限"})
    return str(package)


def _handed_over(here: Rehearsal, case: str, planning: Person, package: str) -> None:
    here.move("2025-11-05 14:00")
    note = {"medium_id": "HDD-2025-017", "receiver_signature": "c2lnbmVkIGJ5IGhhbmQ="}
    wrong = {**note, "sha256": "cd" * 32}
    here.refused(lambda: planning.command(case, "hand_over", wrong), "wrong_package", 422, case)
    assert planning.command(case, "hand_over", {**note, "sha256": package}).phase == "delivered"


def _receipt_registered(here: Rehearsal, case: str, planning: Person) -> None:
    """The department has the receipt, and the filing is closed."""
    here.refused(lambda: planning.command(case, "register_receipt", {"receipt": "r"}), "forbidden", 403, case)
    here.department.command(case, "register_receipt", {"receipt": "SH-BJ-2025-031"})
    assert here.state(case)["state"]["receipt"]["number"] == "SH-BJ-2025-031"


def _check_record(here: Rehearsal, case: str, package: str, scan: str) -> None:
    found = audited(here.auditor, case)
    agreement = found.body("agreement_signed").agreement
    bundle = here.auditor.get(f"/v1/applications/{case}/agreement")
    assert sha256(bundle["document"].encode()).hexdigest() == bundle["sha256"] == agreement.document
    assert agreement.effective_at == at("2025-10-30 09:00")
    assert (agreement.paper.scan, agreement.paper.signed_on) == (scan, date(2025, 10, 29))
    assert (agreement.paper.ground, agreement.paper.basis) == ("multi_party", "")  # no rule in force lets it
    assert agreement.paper.consent == found.body("paper_signing_consented").consent
    assert set(agreement.paper.organisations) == {*SIDES} and bundle["paper"]["scan"] == scan
    assert here.auditor.read(scan, case) == b"%PDF-1.7 signed by four"
    assert "personal_data" in found.body("agreement_drafted").clauses
    (filed,), (again,) = found.all("offline_delivery_filed"), found.all("offline_delivery_refiled")
    assert filed.occurred_at == at("2025-10-31 09:00") and filed.body.filing.number != again.body.filing.number
    (handed,) = found.all("data_handed_over")
    note = handed.body.hand_over
    assert (note.medium_id, note.sha256, note.filing) == ("HDD-2025-017", package, again.body.filing.number)
    assert note.receiver_signature and handed.occurred_at == at("2025-11-05 14:00")
    _check_package(here, package)
    reasons = [reason for _, reason in here.attempts(case)]
    assert (
        reasons.count("no_agreement") == 4
        and reasons.count("paper_not_allowed") == 1
        and reasons.count("no_filing") == 2
    )


def _check_package(here: Rehearsal, package: str) -> None:
    """The package is a real file with that hash, and its manifest names the data's own."""
    (file,) = (here.settings.data_folder / "packages").glob("*.zip")
    content = file.read_bytes()
    assert sha256(content).hexdigest() == package
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None and "manifest.json" in archive.namelist()
