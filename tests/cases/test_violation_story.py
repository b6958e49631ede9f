"""A violation is found, restricted, heard, recorded by three together, and ends the agreement (R22 §30, §32)."""

from collections.abc import Mapping

from demo.client import Person
from domain.violation import VIOLATION
from tests.cases.audit import audited_together
from tests.cases.conftest import Rehearse
from tests.cases.rehearsal import Rehearsal
from tests.cases.using import APPROVAL, credential, delivered, opens, under_review
from tests.domain.shanghai import at

VIOLATIONS = "violations"
RAIN, LICENCES = "sh-2025-110", "sh-2025-86"  # 市气象局；市卫生健康委，信用是其开放条件
KIND = {"violation_kind": 4}


def test_a_recorded_violation_closes_its_agreement_and_flags_the_party_s_others(rehearse: Rehearse) -> None:
    """The other agreement goes on; where credit is a condition, nothing new is approved without a reason."""
    here = rehearse(at("2025-09-01 09:00"), 86, 110)
    party = here.applicant("shenjiang", "申江智慧物流有限公司")
    weather = here.publisher("sh-qixiangju", "上海市气象局")
    health = here.publisher("sh-weijianwei", "上海市卫生健康委员会")
    rain = delivered(here, party, weather, {"item_id": RAIN, "scenario": "避让路线", "delivery": "api"})
    licences = delivered(here, party, health, {"item_id": LICENCES, "scenario": "核验", "delivery": "api"})
    keys = {item: credential(party, case) for item, case in ((RAIN, rain), (LICENCES, licences))}
    violation = _restricted_at_once(here, rain)
    assert not opens(here, keys[RAIN], RAIN) and opens(here, keys[LICENCES], LICENCES)
    _recorded_together(here, violation, party, weather)
    assert here.state(licences)["state"]["dossier"]["violations"] == [violation]
    _closed(here, violation, rain, weather)
    assert not opens(here, keys[RAIN], RAIN) and opens(here, keys[LICENCES], LICENCES)
    another = _another_needs_a_reason(here, party, health, violation)
    _put_right(here, violation)
    assert not opens(here, keys[RAIN], RAIN)  # the agreement is over
    _check_record(here, violation, rain, licences)
    assert here.attempts(another) == [("approve_application", "open_violation_records")]


def _restricted_at_once(here: Rehearsal, rain: str) -> str:
    """The operator, who tracks the calls, may restrict access before anything is recorded."""
    alert = {
        **KIND,
        "party": "shenjiang",
        "item_id": RAIN,
        "about": rain,
        "facts": "接口数据出现在约定场景之外的产品中",
        "detected_by": "monitor",
    }
    violation = here.operator.command("", "allege_violation", alert, process=VIOLATIONS).id
    here.operator.command(violation, "restrict_party", {"reason": "疑似转售"}, process=VIOLATIONS)
    here.settle()
    return violation


def _recorded_together(here: Rehearsal, violation: str, party: Person, weather: Person) -> None:
    """Not before the party was heard, and operator and publisher concur."""
    entry = {**KIND, "findings": "用于约定场景之外的产品"}
    here.department.command(violation, "open_hearing", {"question": "请说明数据来源"}, process=VIOLATIONS)
    _refused(here, violation, "enter_in_record", entry, "hearing_open")
    party.command(violation, "state_view", {"view": "系测试功能误上线"}, process=VIOLATIONS)
    here.operator.command(violation, "concur_in_record", KIND, process=VIOLATIONS)
    _refused(here, violation, "enter_in_record", entry, "not_concurred")
    weather.command(violation, "concur_in_record", KIND, process=VIOLATIONS)
    assert here.department.command(violation, "enter_in_record", entry, process=VIOLATIONS).phase == "recorded"
    here.settle()


def _refused(here: Rehearsal, violation: str, kind: str, body: Mapping[str, object], reason: str) -> None:
    here.refused(
        lambda: here.department.command(violation, kind, body, process=VIOLATIONS),
        reason,
        422,
        violation,
        process=VIOLATIONS,
    )


def _closed(here: Rehearsal, violation: str, rain: str, weather: Person) -> None:
    """The publisher ends the agreement: access is closed, the data is to be deleted."""
    measures = {"measures": ["warn", "close_access"], "reason": "超出约定场景"}
    assert weather.command(violation, "apply_measures", measures, process=VIOLATIONS).phase == "measures_applied"
    here.settle()
    shown = here.state(rain)
    assert (shown["phase"], shown["duties"]) == ("deletion_due", [])


def _another_needs_a_reason(here: Rehearsal, party: Person, health: Person, violation: str) -> str:
    another = under_review(here, party, {"item_id": LICENCES, "scenario": "年度核验", "delivery": "download"})
    problem = here.refused(
        lambda: health.command(another, "approve_application", APPROVAL), "open_violation_records", 422, another
    )
    assert violation in problem.detail
    despite = {**APPROVAL, "despite_records": "已整改，且与本场景无关"}
    assert health.command(another, "approve_application", despite).phase == "approved"
    here.settle()
    return another


def _put_right(here: Rehearsal, violation: str) -> None:
    repaired = {"rectified": "已下线相关产品并删除数据"}
    assert here.department.command(violation, "confirm_repair", repaired, process=VIOLATIONS).phase == "restored"
    here.settle()
    assert here.state(violation, process=VIOLATIONS)["closed"]


def _check_record(here: Rehearsal, violation: str, rain: str, licences: str) -> None:
    found = audited_together(here.auditor, violation, VIOLATION)
    assert found.keys() >= {violation, rain, licences}
    assert found[violation].phases == ("alleged", "hearing", "recorded", "measures_applied", "restored")
    given = {(one.actor.role, one.actor.organisation) for one in found[violation].all("concurrence_given")}
    assert given == {("platform_operator", "sh-bigdata"), ("data_publisher", "sh-qixiangju")}
    ground = found[rain].body("access_restricted").ground
    assert (ground.by, ground.case) == ("violation", violation)
    assert found[rain].body("agreement_ended_early").ground == "violation"
    assert found[licences].body("violation_noted").violation == violation
    assert "access_restricted" not in found[licences].kinds
