"""S12: three apply together, personal data, an offline hand-over that waits for its filing. Signed on the platform."""

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
FILING = {"reason": "单次数据量超出平台传输能力", "medium": "加密移动硬盘", "receiver": "数据管理员"}
PERSONAL = ("处理目的", "处理方式", "处理范围", "双方义务", "至少保存三年")  # 网络数据安全管理条例 §12


def test_an_offline_delivery_waits_for_all_signatures_and_for_its_filing(rehearse: Rehearse) -> None:
    """Approved 2025-10-20, attempted 10-28, signed 10-29, filed 10-31, handed over 11-05."""
    here = rehearse(at("2025-10-10 09:00"), 41)
    survey = here.applicant("cehui", "东浦测绘有限公司")
    partners = (here.applicant("zhuyun", "筑云设计有限公司"), here.applicant("jichu", "基础工程研究所"))
    planning = here.publisher("sh-guihuaziyuanju", "上海市规划和自然资源局")
    case = _approved(here, survey, partners, planning)
    _blocked_before_the_agreement(here, case, planning)
    _signed_by_all(here, case, (survey, *partners), planning)
    _blocked_before_the_filing(here, case, planning)
    package = _filed_and_questioned(here, case, planning)
    _handed_over(here, case, planning, package)
    _check_record(here, case, package)


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


def _signed_by_all(here: Rehearsal, case: str, applicants: tuple[Person, ...], planning: Person) -> None:
    """The text holds the personal data clause; one signature lacking is no agreement."""
    text = here.auditor.get(f"/v1/applications/{case}/agreement")["document"]
    assert all(words in text for words in PERSONAL)
    here.move("2025-10-29 10:00")
    assert planning.sign(case).phase == "approved"
    for applicant in applicants[:-1]:
        assert applicant.sign(case).phase == "approved"
    here.refused(lambda: applicants[0].sign(case), "already_signed", 422, case)
    here.refused(lambda: planning.command(case, "deliver_data"), "no_agreement", 422, case)
    assert applicants[-1].sign(case).phase == "agreement_signed"


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


def _check_record(here: Rehearsal, case: str, package: str) -> None:
    found = audited(here.auditor, case)
    agreement = found.body("agreement_signed").agreement
    bundle = here.auditor.get(f"/v1/applications/{case}/agreement")
    assert sha256(bundle["document"].encode()).hexdigest() == bundle["sha256"] == agreement.document
    assert {one.organisation for one in agreement.signatures} == {"cehui", "zhuyun", "jichu", "sh-guihuaziyuanju"}
    assert "personal_data" in found.body("agreement_drafted").clauses
    (filed,), (again,) = found.all("offline_delivery_filed"), found.all("offline_delivery_refiled")
    assert filed.occurred_at == at("2025-10-31 09:00") and filed.body.filing.number != again.body.filing.number
    (handed,) = found.all("data_handed_over")
    note = handed.body.hand_over
    assert (note.medium_id, note.sha256, note.filing) == ("HDD-2025-017", package, again.body.filing.number)
    assert note.receiver_signature and handed.occurred_at == at("2025-11-05 14:00")
    _check_package(here, package)
    reasons = [reason for _, reason in here.attempts(case)]
    assert reasons.count("no_agreement") == 4 and reasons.count("no_filing") == 2


def _check_package(here: Rehearsal, package: str) -> None:
    """The package is a real file with that hash, and its manifest names the data's own."""
    (file,) = (here.stack.settings.data_folder / "packages").glob("*.zip")
    content = file.read_bytes()
    assert sha256(content).hexdigest() == package
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None and "manifest.json" in archive.namelist()
