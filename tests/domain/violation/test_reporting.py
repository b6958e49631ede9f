"""How a violation starts: alleged by an authority, found by a case, or reported by a person (R22 §30; R-083, R-084)."""

from typing import Any

import pytest

from domain.kernel import Reason, case_id_of
from domain.people import CLOCK, Actor, Role
from domain.standing import AskersNoted
from domain.violation import VIOLATION
from domain.violation.events import (
    ReportTakenUp,
    ViewStated,
    ViolationAlleged,
    ViolationDismissed,
    ViolationReported,
)
from domain.violation.inbox import ReportViolation
from domain.violation.papers import Detection
from domain.violation.reasons import ViolationReason
from domain.visibility import involved, may_see
from tests.domain.violation.cast import (
    ALLEGED,
    BUREAU,
    CASE,
    CLERK,
    INSIDER,
    NEIGHBOUR,
    OTHER_PUBLISHER,
    PARTY,
    PUBLISHER,
    REPORT,
    REPORTED,
    allege,
    closed,
    concur,
    dismiss,
    hear,
    holder,
    messages,
    phase,
    take_up,
    told,
    view,
)
from tests.scenario import Step, step


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


@pytest.mark.parametrize(
    "judging",
    [dismiss("2025-09-03 09:00"), concur(CLERK), concur(PUBLISHER)],
    ids=lambda judging: str(judging.actor.role),
)
def test_no_one_judges_what_they_reported_nor_what_they_had_reported(judging: Step) -> None:
    """The case says nothing of them, so the report is asked."""
    taken_up = CASE.given(allege(actor=NEIGHBOUR.model_copy(update={"on_behalf_of": "away"})), take_up())
    report = REPORT.model_copy(update={"report": "report-1"})
    alleged = CASE.with_world(cases={"report-1": taken_up.state}).given(step("2025-09-02 09:01", CLOCK, report))
    for person in (NEIGHBOUR.id, "away"):
        theirs = judging.actor.model_copy(update={"id": person})
        alleged.when(Step(judging.at, theirs, judging.command)).then_refused(Reason.FOUR_EYES)
        assert person not in alleged.state.model_dump_json()
    assert alleged.when(judging).decision.refused is None


def test_who_reported_their_own_organisation_may_speak_for_it() -> None:
    """A refusal would give them away to whoever sent them to speak."""
    employee = Actor(id="li", role=Role.APPLICANT, organisation="shenjiang")
    taken_up = CASE.given(allege(actor=employee), take_up())
    report = REPORT.model_copy(update={"report": "report-1"})
    alleged = CASE.with_world(cases={"report-1": taken_up.state}).given(step("2025-09-02 09:01", CLOCK, report), hear())
    alleged.when(view(actor=employee)).then(ViewStated, AskersNoted)


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
