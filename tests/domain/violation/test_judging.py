"""From report or alert to the record, or to nothing (R22 §30, §32; R-083, R-084, R-088)."""

from typing import Any

import pytest

from domain.application.inbox import LiftRestriction, NoteViolation, RestrictAccess
from domain.kernel import Message, Reason, ReportDutyFailed, case_id_of
from domain.people import CLOCK, Actor, Role
from domain.phases import Impossible
from domain.standing import DutyFailed, MessagesSent, RecordMessagesSent, RetryDuty, Sent
from domain.violation import VIOLATION
from domain.violation.commands import TakeUpReport
from domain.violation.events import (
    ConcurrenceGiven,
    HearingOpened,
    LiftOrdered,
    PartyRestricted,
    ReportTakenUp,
    ViewStated,
    ViolationAlleged,
    ViolationDismissed,
    ViolationRecorded,
    ViolationReported,
)
from domain.violation.inbox import ReportViolation
from domain.violation.papers import KINDS, Detection
from domain.violation.reasons import ViolationReason
from domain.visibility import involved, may_see
from tests.domain.violation.cast import (
    ALLEGED,
    BUREAU,
    CASE,
    CLERK,
    HEARING,
    INSIDER,
    NEIGHBOUR,
    OTHER_PUBLISHER,
    PARTY,
    PUBLISHER,
    RECORDED,
    REPORT,
    REPORTED,
    allege,
    concur,
    dismiss,
    enter,
    hear,
    restrict,
    told,
    view,
)
from tests.scenario import Scenario, Step, step


def phase(case: Scenario) -> str:
    return str(case.state.phase)


def holder(case: Scenario) -> Role | None:
    return VIOLATION.summary(case.state).holder


def messages(case: Scenario, duty: str) -> list[Message]:
    """What the owed duty of that name tells whom."""
    (owed,) = (owed for owed in VIOLATION.plan(case.state).duties if owed.name == duty)
    return list(VIOLATION.sends[duty](owed, case.state, case.world))


def receivers(case: Scenario, duty: str) -> list[str]:
    return [message.case_id for message in messages(case, duty)]


def closed(case: Scenario) -> bool:
    return VIOLATION.plan(case.state).closed


def failed(case: Scenario, duty: str, when: str) -> Step:
    return step(when, CLOCK, ReportDutyFailed(duty_id=case.duty(duty), why="平台不可用"))


def take_up(when: str = "2025-09-02 09:00", actor: Actor = PUBLISHER) -> Step:
    return step(when, actor, TakeUpReport(violation_kind=3, facts="涉嫌超出场景"))


# -- how it starts -----------------------------------------------------------------------------


@pytest.mark.parametrize("actor", [PUBLISHER, CLERK, BUREAU], ids=lambda actor: str(actor.role))
def test_an_authority_alleges_a_violation_and_the_party_sees_it(actor: Actor) -> None:
    case = CASE.when(allege(actor=actor, detected_by="monitor")).then(ViolationAlleged)
    assert (phase(case), holder(case)) == ("alleged", Role.COMPETENT_DEPARTMENT)
    assert may_see(PARTY, VIOLATION.summary(case.state))


def test_an_alert_of_the_monitor_says_so() -> None:
    alleged = CASE.when(allege(detected_by="monitor")).event(ViolationAlleged)
    assert (alleged.detected_by, alleged.report) == (Detection.MONITOR, "")


def test_what_another_case_found_opens_by_itself() -> None:
    opened = CASE.when(step("2025-09-01 09:00", CLOCK, REPORT)).event(ViolationAlleged)
    assert opened.detected_by is Detection.CHECK
    assert (opened.allegation.about, opened.allegation.item_title) == ("app-rain", "未来3小时短时临近预报")


def test_the_case_is_about_the_item_and_found_by_the_partys_organisation() -> None:
    summary = VIOLATION.summary(ALLEGED.state)
    assert summary.subject == "rain"
    assert involved(summary) == {"shenjiang", "weather"}
    assert summary.parties[Role.APPLICANT] == ("shenjiang",)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"item_id": "none", "about": ""}, ViolationReason.UNKNOWN_ITEM),
        ({"item_id": "own", "about": ""}, ViolationReason.PARTY_PUBLISHES),
        ({"about": "app-none"}, ViolationReason.UNKNOWN_APPLICATION),
        ({"about": "app-wind"}, ViolationReason.UNKNOWN_APPLICATION),  # the party's, but for another item
        ({"party": "partner"}, ViolationReason.UNKNOWN_APPLICATION),  # for this item, but not the party's
    ],
)
def test_an_allegation_that_fits_nothing_is_refused(changes: dict[str, Any], reason: ViolationReason) -> None:
    CASE.when(allege(**changes)).then_refused(reason)


def test_a_publisher_alleges_about_its_own_items_only() -> None:
    CASE.when(allege(actor=OTHER_PUBLISHER)).then_refused(Reason.OTHER_ORGANISATION)


def test_no_authority_alleges_against_itself() -> None:
    CASE.when(allege(actor=INSIDER)).then_refused(Reason.FOUR_EYES)


def test_a_person_reports_and_monitors_nothing() -> None:
    CASE.when(allege(actor=NEIGHBOUR, detected_by="monitor")).then_refused(ViolationReason.PERSONS_REPORT)


# -- a person's report -------------------------------------------------------------------------


def test_a_report_is_seen_by_its_reporter_and_the_publisher_but_never_by_the_party() -> None:
    case = CASE.when(allege(actor=NEIGHBOUR)).then(ViolationReported)
    summary = VIOLATION.summary(case.state)
    assert (phase(case), holder(case)) == ("reported", Role.DATA_PUBLISHER)
    assert may_see(NEIGHBOUR, summary) and may_see(PUBLISHER, summary)
    assert not may_see(PARTY, summary)


def test_an_employee_may_report_their_own_organisation_and_it_does_not_see_that() -> None:
    employee = Actor(id="li", role=Role.APPLICANT, organisation="shenjiang")
    summary = VIOLATION.summary(CASE.given(allege(actor=employee)).state)
    assert may_see(employee, summary)
    assert not may_see(PARTY, summary)


def test_a_report_taken_up_opens_a_case_that_does_not_name_the_reporter() -> None:
    case = REPORTED.when(take_up()).then(ReportTakenUp)
    (message,) = messages(case, "open_allegation")
    assert (message.process, message.needed) == ("violation", True)
    assert message.case_id == case_id_of("violation", case.duty("open_allegation"))
    assert message.command == ReportViolation(
        violation_kind=3,
        party="shenjiang",
        publisher="weather",
        about="app-rain",
        item_id="rain",
        facts="涉嫌超出场景",
        report=case.case_id,
    )
    assert closed(told(case, "open_allegation", "2025-09-02 09:01"))
    opened = CASE.when(step("2025-09-02 09:01", CLOCK, message.command))
    assert opened.event(ViolationAlleged).detected_by is Detection.REPORT
    assert may_see(PARTY, VIOLATION.summary(opened.after.state))
    assert NEIGHBOUR.id not in opened.after.state.model_dump_json()


def test_a_report_may_lead_to_nothing_and_stays_hidden_from_the_party() -> None:
    case = REPORTED.when(dismiss("2025-09-02 09:00")).then(ViolationDismissed(reason="未见违规"))
    assert closed(case)
    assert not may_see(PARTY, VIOLATION.summary(case.state))


@pytest.mark.parametrize("asked", [take_up(actor=INSIDER), dismiss(actor=INSIDER)], ids=["take_up", "dismiss"])
def test_no_one_acts_on_a_report_about_their_own_organisation(asked: Step) -> None:
    REPORTED.when(asked).then_refused(Reason.FOUR_EYES)


def test_a_report_is_not_judged_itself() -> None:
    REPORTED.when(hear()).then_refused(Reason.WRONG_PHASE)
    ALLEGED.when(take_up()).then_refused(Reason.WRONG_PHASE)


# -- restriction -------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", [CLERK, PUBLISHER], ids=lambda actor: str(actor.role))
@pytest.mark.parametrize("case", [ALLEGED, HEARING], ids=["alleged", "hearing"])
def test_operator_and_publisher_restrict_access_at_once_within_their_own_duty(case: Scenario, actor: Actor) -> None:
    restricted = case.when(restrict("2025-09-01 12:00", actor)).then(PartyRestricted)
    assert phase(restricted) == phase(case)
    command = RestrictAccess(violation=case.case_id, reason="调用量异常")
    assert messages(restricted, "send_restriction") == [Message("application", "app-rain", command)]


def test_without_an_application_named_all_open_ones_for_the_publishers_items_are_restricted() -> None:
    case = CASE.given(allege(about=""), restrict())
    assert receivers(case, "send_restriction") == ["app-rain", "app-wind"]


def test_access_is_restricted_once() -> None:
    ALLEGED.given(restrict()).when(restrict()).then_refused(ViolationReason.ALREADY_RESTRICTED)


def test_another_publisher_restricts_nothing_here() -> None:
    ALLEGED.when(restrict(actor=OTHER_PUBLISHER)).then_refused(Reason.OTHER_ORGANISATION)


def test_a_restriction_is_lifted_where_it_reached_when_nothing_is_recorded() -> None:
    case = told(ALLEGED.given(restrict()), "send_restriction", "2025-09-01 10:01", "app-rain")
    done = case.when(dismiss()).then(ViolationDismissed, LiftOrdered)
    command = LiftRestriction(violation=case.case_id)
    assert messages(done, "send_lifting") == [Message("application", "app-rain", command)]
    assert not closed(done)
    assert closed(told(done, "send_lifting", "2025-09-05 09:01"))


def test_a_restriction_that_reached_no_one_needs_no_lifting() -> None:
    case = told(ALLEGED.given(restrict()), "send_restriction", "2025-09-01 10:01")
    assert closed(case.when(dismiss()).then(ViolationDismissed))


def test_a_restriction_under_way_at_the_end_goes_nowhere_any_more() -> None:
    case = ALLEGED.given(restrict()).when(dismiss()).then(ViolationDismissed)
    assert messages(case, "send_restriction") == []
    assert closed(told(case, "send_restriction", "2025-09-05 09:01"))


def test_a_restriction_that_still_reached_someone_is_lifted_as_soon_as_that_is_known() -> None:
    case = ALLEGED.given(restrict()).given(dismiss())
    sent = (Sent(process="application", case_id="app-rain", kind="restrict_access"),)
    report = RecordMessagesSent(duty_id=case.duty("send_restriction"), sent=sent)
    late = case.when(step("2025-09-05 09:01", CLOCK, report)).then(MessagesSent, LiftOrdered)
    assert receivers(late, "send_lifting") == ["app-rain"]


def test_a_restriction_that_failed_is_lifted_wherever_it_may_have_reached() -> None:
    case = CASE.given(allege(about=""), restrict())
    failing = case.given(failed(case, "send_restriction", "2025-09-01 11:00"))
    assert holder(failing) is Role.PLATFORM_OPERATOR
    done = failing.when(dismiss()).then(ViolationDismissed, LiftOrdered)
    assert receivers(done, "send_lifting") == ["app-rain", "app-wind"]
    assert closed(told(done, "send_lifting", "2025-09-05 09:01"))


def test_a_restriction_that_fails_after_the_end_is_lifted_too() -> None:
    case = ALLEGED.given(restrict()).given(dismiss())
    after = case.when(failed(case, "send_restriction", "2025-09-05 10:00")).then(DutyFailed, LiftOrdered)
    assert VIOLATION.summary(after.state).needs_attention == ()


def test_a_failed_restriction_is_retried_by_operator_or_publisher() -> None:
    case = ALLEGED.given(restrict())
    failing = case.given(failed(case, "send_restriction", "2025-09-01 11:00"))
    retry = RetryDuty(duty_id=case.duty("send_restriction"))
    retried = failing.given(step("2025-09-01 12:00", PUBLISHER, retry))
    assert receivers(retried, "send_restriction") == ["app-rain"]


# -- hearing and record ------------------------------------------------------------------------


def test_the_party_is_asked_for_its_view_within_five_working_days() -> None:
    case = ALLEGED.when(hear()).then(HearingOpened)
    assert (phase(case), holder(case)) == ("hearing", Role.APPLICANT)
    assert case.last_days()["violation.hearing"] == "2025-09-08"
    assert case.deadline("violation.hearing.reminder").tells == (Role.APPLICANT,)


def test_the_party_states_its_view_once_and_the_clock_stops() -> None:
    case = HEARING.when(view()).then(ViewStated)
    assert (holder(case), case.last_days()) == (Role.COMPETENT_DEPARTMENT, {})
    case.when(view()).then_refused(ViolationReason.ALREADY_STATED)


def test_only_the_party_states_a_view() -> None:
    HEARING.when(view(actor=NEIGHBOUR)).then_refused(Reason.OTHER_ORGANISATION)


@pytest.mark.parametrize("asked", [concur(CLERK), enter()], ids=["concur", "enter"])
def test_nothing_is_recorded_while_the_party_may_still_state_its_view(asked: Step) -> None:
    HEARING.when(asked).then_refused(ViolationReason.HEARING_OPEN)


def test_a_party_that_says_nothing_in_time_does_not_stop_the_record_and_may_still_speak() -> None:
    silent = HEARING.until("2025-09-09 00:00")
    assert holder(silent) is Role.COMPETENT_DEPARTMENT
    assert silent.state.dossier.missed == ()  # the party's choice, no one's omission
    when = "2025-09-09 09:00"
    silent.given(concur(CLERK, when=when), concur(PUBLISHER, when=when)).when(enter(when=when)).then(ViolationRecorded)
    silent.when(view(when)).then(ViewStated)


def test_the_three_record_together() -> None:
    one = ALLEGED.when(concur(CLERK)).then(ConcurrenceGiven(role=Role.PLATFORM_OPERATOR, violation_kind=4))
    one.when(enter()).then_refused(ViolationReason.NOT_CONCURRED, "data_publisher")
    case = one.given(concur(PUBLISHER)).when(enter()).then(ViolationRecorded)
    assert (phase(case), holder(case)) == ("recorded", Role.PLATFORM_OPERATOR)


def test_concurrence_is_in_one_kind_and_the_last_one_counts() -> None:
    case = ALLEGED.given(concur(CLERK, 4), concur(PUBLISHER, 5))
    case.when(enter(4)).then_refused(ViolationReason.NOT_CONCURRED, "data_publisher")
    agreed = case.given(concur(CLERK, 5))
    agreed.when(enter(4)).then_refused(ViolationReason.NOT_CONCURRED)
    recorded = agreed.when(enter(5)).then(ViolationRecorded)
    assert recorded.state.dossier.allegation.violation_kind == 5


def test_concurring_twice_in_the_same_kind_is_refused() -> None:
    ALLEGED.given(concur(CLERK)).when(concur(CLERK)).then_refused(ViolationReason.ALREADY_CONCURRED)


def test_a_hearing_and_a_view_make_operator_and_publisher_concur_anew() -> None:
    before = "2025-09-01 10:00"
    heard = ALLEGED.given(concur(CLERK, when=before), concur(PUBLISHER, when=before), hear(), view())
    heard.when(enter()).then_refused(ViolationReason.NOT_CONCURRED)
    late = HEARING.until("2025-09-09 00:00").given(concur(CLERK, when="2025-09-09 09:00"), view("2025-09-09 10:00"))
    assert late.state.concurrences == ()


@pytest.mark.parametrize("case", [ALLEGED, HEARING], ids=["alleged", "hearing"])
def test_the_competent_department_ends_the_matter_without_a_record(case: Scenario) -> None:
    assert closed(case.when(dismiss("2025-09-01 12:00")).then(ViolationDismissed))
    case.when(dismiss("2025-09-01 12:00", CLERK)).then_refused(Reason.FORBIDDEN)


def test_the_partys_own_people_decide_nothing() -> None:
    ALLEGED.when(dismiss(actor=INSIDER)).then_refused(Reason.FOUR_EYES)


def test_a_record_flags_the_partys_other_open_applications_without_closing_any() -> None:
    command = NoteViolation(violation=RECORDED.case_id, violation_kind=4)
    assert messages(RECORDED, "flag_party") == [
        Message("application", "app-wind", command),
        Message("application", "app-roads", command),
    ]


def test_there_are_five_kinds_each_with_its_words() -> None:
    words = [VIOLATION.labels.zh[f"violation_kind.{number}"] for number in KINDS]
    assert len(set(words)) == len(KINDS) == 5


def test_an_event_that_cannot_follow_is_damage() -> None:
    with pytest.raises(Impossible):
        VIOLATION.evolve(ALLEGED.state, ViewStated(view="无"))
