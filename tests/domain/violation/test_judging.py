"""From the hearing to the record, or to nothing (R22 §32; R-088)."""

import pytest

from domain.application.inbox import NoteViolation
from domain.kernel import Message, Reason
from domain.people import Role
from domain.phases import Impossible
from domain.standing import AskersNoted
from domain.violation import VIOLATION
from domain.violation.events import (
    ConcurrenceGiven,
    HearingOpened,
    ViewStated,
    ViolationDismissed,
    ViolationRecorded,
)
from domain.violation.papers import KINDS
from domain.violation.reasons import ViolationReason
from tests.domain.violation.cast import (
    ALLEGED,
    CLERK,
    HEARING,
    INSIDER,
    NEIGHBOUR,
    PUBLISHER,
    RECORDED,
    closed,
    concur,
    dismiss,
    enter,
    hear,
    holder,
    messages,
    phase,
    view,
)
from tests.scenario import Scenario, Step


def test_the_party_is_asked_for_its_view_within_five_working_days() -> None:
    case = ALLEGED.when(hear()).then(HearingOpened)
    assert (phase(case), holder(case)) == ("hearing", Role.APPLICANT)
    assert case.last_days()["violation.hearing"] == "2025-09-08"
    assert case.deadline("violation.hearing.reminder").tells == (Role.APPLICANT,)


def test_the_party_states_its_view_once_and_the_clock_stops() -> None:
    case = HEARING.when(view()).then(ViewStated, AskersNoted)  # who spoke for the party decides nothing
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
    silent.when(view(when)).then(ViewStated, AskersNoted)


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
