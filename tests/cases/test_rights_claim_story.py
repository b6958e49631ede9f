"""A rights claim stops an item everywhere at once: item, sample, live credential, pending review (R22 §31)."""

from datetime import date

from demo.client import Json, Person
from demo.orders import ITEMS, ORDERS, WITHHELD, content
from domain.rights_claim import RIGHTS_CLAIM
from tests.cases.audit import audited_together
from tests.cases.conftest import Rehearse
from tests.cases.orders import approved, drafted, submitted
from tests.cases.rehearsal import Rehearsal
from tests.cases.using import APPROVAL, credential, delivered, opens, under_review
from tests.domain.shanghai import at

CLAIMS = "rights-claims"
ITEM, ROW = "sh-2025-110", "plan-2025-110"
WISHES = {"item_id": ITEM, "scenario": "避让路线", "delivery": "api"}
MASKED = {
    "guide_version": "2023",
    "levels": ["2级"],
    "open_type": "conditional",
    "ground": "personal_information",
    "release": "desensitised",
}
AGAIN = content(
    "未来3小时短时临近预报",
    conditions=[{"id": "scenario", "kind": "scenario", "text": "用于避让的场景"}],
    materials=[{"id": "qualification", "title": "资质证明"}],
)
SAMPLE = b"time,rainfall\n2025-08-01T00:00,1.2\n"
NECESSARY = {"reason": "样本可还原个人住址"}


def test_a_suspension_reaches_everything_and_is_taken_back_when_the_claim_fails(rehearse: Rehearse) -> None:
    """Suspended within the hour of the judgement; a second ground keeps the item shut until both are gone."""
    here = rehearse(at("2025-09-01 09:00"), 110)
    weather = here.publisher("sh-qixiangju", "上海市气象局")
    using, waiting = here.applicant("shenjiang", "申江智慧物流有限公司"), here.applicant("tuxing", "途行科技")
    _sample_put_up(weather)
    in_use = delivered(here, using, weather, WISHES)
    key = credential(using, in_use)
    pending = under_review(here, waiting, WISHES)
    assert opens(here, key, ITEM) and _sample(here) == 200
    first, second = (_suspended(here, weather, name) for name in ("zhou", "wu"))
    _everything_is_shut(here, key, pending, weather)
    _restored(here, weather, first)
    _everything_is_shut(here, key, pending, weather)
    _restored(here, weather, second)
    assert _listed(here)["suspended"] is False
    assert opens(here, key, ITEM) and _sample(here) == 200
    assert weather.command(pending, "approve_application", APPROVAL).phase == "approved"
    here.settle()
    _check_record(here, (first, second), in_use, pending)


def _sample_put_up(weather: Person) -> None:
    sample = weather.upload(SAMPLE, "sample.csv")
    drawn = {"material": sample, "extraction": "按季节各取一周", "checked_by": weather.id}
    assert weather.command(ITEM, "set_sample", drawn, process=ITEMS).events == ("sample_set",)


def _listed(here: Rehearsal) -> Json:
    shown: Json = here.http.get(f"/v1/items/{ITEM}").json()
    return shown


def _sample(here: Rehearsal) -> int:
    """The status with which anyone gets the sample, and its bytes where that is 200."""
    answer = here.http.get(f"/v1/items/{ITEM}/sample")
    assert (answer.content == SAMPLE) == (answer.status_code == 200)
    return answer.status_code


def _suspended(here: Rehearsal, weather: Person, name: str) -> str:
    """A claim with evidence, and the publisher's judgement that the opening must be suspended meanwhile."""
    claimant = here.applicant(name, f"{name}（自然人）")
    told = {"item_id": ITEM, "harm": "privacy", "text": "可识别个人住址"}
    claim = claimant.command("", "file_rights_claim", told, process=CLAIMS).id
    here.refused(
        lambda: weather.command(claim, "judge_suspension_necessary", NECESSARY, process=CLAIMS),
        "no_evidence",
        422,
        claim,
        process=CLAIMS,
    )
    evidence = {"evidence": [claimant.upload(b"%PDF-1.7 evidence", "evidence.pdf")]}
    claimant.command(claim, "add_evidence", evidence, process=CLAIMS)
    assert weather.command(claim, "judge_suspension_necessary", NECESSARY, process=CLAIMS).phase == "suspending"
    here.settle()
    assert here.state(claim, process=CLAIMS)["phase"] == "suspended"
    return claim


def _everything_is_shut(here: Rehearsal, key: dict[str, str], pending: str, weather: Person) -> None:
    assert _listed(here)["suspended"] is True
    assert not opens(here, key, ITEM) and _sample(here) == 403
    here.refused(lambda: weather.command(pending, "approve_application", APPROVAL), "item_suspended", 422, pending)
    assert here.limit(pending, "application.review") == date(2025, 9, 15)  # the publisher's clock runs on


def _restored(here: Rehearsal, weather: Person, claim: str) -> None:
    outcome = {"finding": "已去标识，无法识别个人", "feedback": "未侵犯个人隐私，恢复开放"}
    assert weather.command(claim, "restore_opening", outcome, process=CLAIMS).phase == "closed_restored"
    here.settle()


def _check_record(here: Rehearsal, claims: tuple[str, str], in_use: str, pending: str) -> None:
    first, second = claims
    found = audited_together(here.auditor, first, RIGHTS_CLAIM)
    assert found.keys() == {first, ITEM, ROW, in_use, pending}
    assert found[first].phases == ("filed", "suspending", "suspended", "closed_restored")
    assert [event.body.suspension.ground for event in found[ITEM].all("opening_suspended")] == [first, second]
    assert [event.body.ground for event in found[ITEM].all("opening_resumed")] == [first, second]
    for case in (in_use, pending):
        for kind in ("item_suspension_noted", "item_resumption_noted"):
            assert {event.body.ground for event in found[case].all(kind)} == {first, second}
    assert [reason for _, reason in here.attempts(pending)] == ["item_suspended"] * 2


def _withdrawn(here: Rehearsal, weather: Person, order: str) -> None:
    """The publisher completes the order that the claim opened, and the department approves it."""
    assert here.state(order, process=ORDERS)["phase"] == "draft"
    document = weather.upload(b"%PDF-1.7 why", "why.pdf")
    proposal = {
        "change": "downgrade",
        "item_id": ITEM,
        "reason": "权益主张属实",
        "classification": WITHHELD,
        "document": document,
    }
    weather.command(order, "edit_list_change", proposal, process=ORDERS)
    submitted(weather, order)
    approved(here, order, "住址经去标识仍可还原")


def test_what_is_withdrawn_stays_shut_also_for_agreements_made_before(rehearse: Rehearse) -> None:
    """The claim is right: a list change takes the item off; the credential never opens it again."""
    here = rehearse(at("2025-09-01 09:00"), 110)
    weather = here.publisher("sh-qixiangju", "上海市气象局")
    using = here.applicant("shenjiang", "申江智慧物流有限公司")
    in_use = delivered(here, using, weather, WISHES)
    key = credential(using, in_use)
    claim = _suspended(here, weather, "zhou")
    outcome = {"finding": "可还原个人住址", "feedback": "属实，启动撤回"}
    assert weather.command(claim, "withdraw_data", outcome, process=CLAIMS).phase == "withdrawing"
    here.settle()
    order = str(here.state(claim, process=CLAIMS)["state"]["order"])
    _withdrawn(here, weather, order)
    assert here.state(claim, process=CLAIMS)["phase"] == "closed_withdrawn"
    assert _listed(here)["item"]["open_type"] == "non_open"
    assert not opens(here, key, ITEM)
    outcome = {"finding": "已处理", "feedback": "恢复开放"}
    here.refused(
        lambda: weather.command(claim, "reopen_withdrawn", outcome, process=CLAIMS),
        "not_published_again",
        422,
        claim,
        process=CLAIMS,
    )
    found = audited_together(here.auditor, claim, RIGHTS_CLAIM)
    assert found.keys() == {claim, order, ITEM, ROW, in_use}
    assert found[in_use].body("item_change_noted").order == order


def _desensitised(here: Rehearsal, weather: Person, order: str = "") -> str:
    """The order to publish a desensitised version, the claim's own or one drafted now, handed in and approved."""
    document = weather.upload(b"%PDF-1.7 how", "how.pdf")
    reason = "住址字段已脱敏"
    proposal = {
        "change": "desensitise",
        "item_id": ITEM,
        "reason": reason,
        "classification": MASKED,
        "document": document,
    }
    if order:
        weather.command(order, "edit_list_change", proposal, process=ORDERS)
    else:
        order = drafted(weather, {**proposal, "content": AGAIN})  # a withdrawn item has no conditions
    submitted(weather, order)
    approved(here, order)
    return order


def test_a_claims_own_order_opens_the_item_again_when_the_processed_version_is_there(rehearse: Rehearse) -> None:
    """Opened again after processing, R22 §31: the suspension ends with the order, and the credential works again."""
    here = rehearse(at("2025-09-01 09:00"), 110)
    weather = here.publisher("sh-qixiangju", "上海市气象局")
    using = here.applicant("shenjiang", "申江智慧物流有限公司")
    key = credential(using, delivered(here, using, weather, WISHES))
    claim = _suspended(here, weather, "zhou")
    outcome = {"finding": "住址字段过细", "feedback": "脱敏后重新开放"}
    assert weather.command(claim, "open_after_processing", outcome, process=CLAIMS).phase == "processing"
    here.settle()
    assert not opens(here, key, ITEM)
    _desensitised(here, weather, str(here.state(claim, process=CLAIMS)["state"]["order"]))
    assert here.state(claim, process=CLAIMS)["phase"] == "closed_reopened"
    assert _listed(here)["suspended"] is False
    assert opens(here, key, ITEM)


def test_what_was_withdrawn_is_opened_again_once_a_later_order_has_published_it_processed(rehearse: Rehearse) -> None:
    """The later version alone opens nothing; the publisher's step in the claim does, and tells the claimant."""
    here = rehearse(at("2025-09-01 09:00"), 110)
    weather = here.publisher("sh-qixiangju", "上海市气象局")
    claim = _suspended(here, weather, "zhou")
    weather.command(claim, "withdraw_data", {"finding": "可还原住址", "feedback": "已启动撤回"}, process=CLAIMS)
    here.settle()
    withdrawal = str(here.state(claim, process=CLAIMS)["state"]["order"])
    _withdrawn(here, weather, withdrawal)
    later = _desensitised(here, weather)
    listed = _listed(here)
    assert (listed["item"]["open_type"], listed["suspended"]) == ("conditional", True)
    outcome = {"finding": "新版本不含住址", "feedback": "处理后重新开放"}
    assert weather.command(claim, "reopen_withdrawn", outcome, process=CLAIMS).phase == "closed_reopened"
    here.settle()
    assert _listed(here)["suspended"] is False
    found = audited_together(here.auditor, claim, RIGHTS_CLAIM)
    assert found[claim].phases[-2:] == ("closed_withdrawn", "closed_reopened")
    assert found[claim].body("withdrawn_reopened").feedback == "处理后重新开放"
    assert found[ITEM].body("opening_resumed").ground == claim
    assert later in str(here.state(ITEM, process=ITEMS)["state"])
