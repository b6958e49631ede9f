"""Spot checks: by lot or for a risk, answered, closed, in whatever phase of the use (R22 §29)."""

from typing import Any

import pytest

from domain.application.commands import (
    AcceptUsageReport,
    AnswerSpotCheck,
    CloseSpotCheck,
    ConfirmDeletion,
    OrderSpotCheck,
    RecordAccessClosed,
    SubmitUsageReport,
)
from domain.application.events import CaseClosed, SpotCheckAnswered, SpotCheckClosed, SpotCheckOrdered
from domain.application.papers import UsageReport
from domain.application.reasons import ApplicationReason
from domain.application.spot_check import Risk, Sample, Verdict
from domain.kernel import Reason
from domain.people import CLOCK, Actor, Role
from domain.sampling import digest, draw
from domain.visibility import may_see
from tests.domain.application.cast import BUREAU, CLERK, CYBER, OFFICE, REVIEWER, WANG, signed, using
from tests.scenario import Scenario, Step, step

FULL = UsageReport(scenario_clients_model="s", calls_fields_algorithms="c", benefits="b", security="p")
POPULATION = [f"case-{number}" for number in range(1, 9)]
SEED = next(str(seed) for seed in range(100) if "case-1" in draw(POPULATION, 3, str(seed)))


def order(at: str = "2025-10-13 10:00", actor: Actor = BUREAU, ground: Sample | Risk | None = None) -> Step:
    return step(at, actor, OrderSpotCheck(ground=ground or Risk(reason="调用异常")))


def answer(at: str = "2025-10-15 10:00", report: UsageReport = FULL) -> Step:
    return step(at, WANG, AnswerSpotCheck(answer=report))


def close(at: str = "2025-10-16 10:00", actor: Actor = BUREAU, findings: str = "") -> Step:
    verdict = Verdict.FINDINGS if findings else Verdict.OK
    return step(at, actor, CloseSpotCheck(verdict=verdict, findings=findings))


def sample(**changes: Any) -> Sample:
    drawn: dict[str, Any] = {
        "draw": "draw-1",
        "seed": SEED,
        "population": digest(POPULATION),
        "population_size": len(POPULATION),
        "size": 3,
        "drawn": draw(POPULATION, 3, SEED),
    }
    return Sample.model_validate({**drawn, **changes})


USED = using("2025-09-12 10:00")
ORDERED = USED.given(order())


@pytest.mark.parametrize("checker", [REVIEWER, CLERK, BUREAU, CYBER], ids=lambda actor: actor.role)
def test_each_of_the_four_offices_may_check_and_then_holds_the_case(checker: Actor) -> None:
    case = USED.when(order(actor=checker)).then(SpotCheckOrdered)
    assert case.process.summary(case.state).holder is Role.APPLICANT
    assert case.last_days()["spot_check.answer"] == "2025-10-20"  # five working days
    assert case.deadline("spot_check.answer").tells == (checker.role,)
    assert case.deadline("spot_check.answer.reminder").tells == (Role.APPLICANT,)
    answered = case.when(answer()).then(SpotCheckAnswered)
    assert answered.process.summary(answered.state).holder is checker.role
    assert "spot_check.answer" not in answered.last_days()
    answered.when(close(actor=checker)).then(
        SpotCheckClosed(check="case-1:12:spot_check", verdict=Verdict.OK, findings="", answered=True)
    )


def test_no_one_else_checks_and_nothing_is_checked_before_it_is_used() -> None:
    USED.when(order(actor=OFFICE)).then_refused(Reason.FORBIDDEN)
    signed().when(order()).then_refused(Reason.WRONG_PHASE)
    other = REVIEWER.model_copy(update={"organisation": "another-publisher"})
    USED.when(order(actor=other)).then_refused(Reason.OTHER_ORGANISATION)


def test_whoever_may_check_any_agreement_may_see_it() -> None:
    summary = USED.process.summary(USED.state)
    assert all(may_see(checker, summary) for checker in (REVIEWER, CLERK, BUREAU, CYBER))
    assert not may_see(REVIEWER.model_copy(update={"organisation": "another-publisher"}), summary)


def test_no_one_checks_their_own_use() -> None:
    own = CLERK.model_copy(update={"organisation": "shenjiang"})
    USED.when(order(actor=own)).then_refused(Reason.FOUR_EYES)


def test_a_check_runs_beside_the_phase_and_its_reports() -> None:
    assert ORDERED.state.phase == "delivered"
    assert ORDERED.state.report == USED.state.report
    assert {"usage_report.due", "agreement.term"} <= set(ORDERED.last_days())


def test_a_second_check_waits_until_the_first_is_closed() -> None:
    ORDERED.when(order(actor=CYBER)).then_refused(ApplicationReason.CHECK_UNDER_WAY)
    ORDERED.given(answer(), close()).when(order("2025-10-17 10:00", CYBER)).then(SpotCheckOrdered)


def test_a_drawn_check_keeps_what_is_needed_to_draw_again() -> None:
    ordered = USED.when(order(ground=sample())).event(SpotCheckOrdered)
    kept = ordered.ground
    assert kept.drawn == draw(POPULATION, kept.size, kept.seed) and "case-1" in kept.drawn
    assert kept.population == digest(POPULATION)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"drawn": tuple(reversed(draw(POPULATION, 3, SEED)))}, ApplicationReason.NO_SUCH_SAMPLE),
        ({"drawn": ("case-1",)}, ApplicationReason.NO_SUCH_SAMPLE),  # three were to be drawn
        ({"size": 2}, ApplicationReason.NO_SUCH_SAMPLE),
        ({"drawn": draw(POPULATION[1:], 3, SEED)}, ApplicationReason.NOT_DRAWN),
    ],
)
def test_a_sample_that_the_seed_does_not_give_is_refused(changes: dict[str, Any], reason: ApplicationReason) -> None:
    USED.when(order(ground=sample(**changes))).then_refused(reason)


@pytest.mark.parametrize("absent", list(UsageReport.model_fields))
def test_an_answer_says_something_of_all_four_contents(absent: str) -> None:
    lacking = FULL.model_copy(update={absent: ""})
    ORDERED.when(answer(report=lacking)).then_refused(ApplicationReason.ANSWER_INCOMPLETE, absent)


def test_an_answer_is_given_once_and_only_when_asked_for() -> None:
    USED.when(answer()).then_refused(ApplicationReason.NO_CHECK_TO_ANSWER)
    ORDERED.given(answer()).when(answer("2025-10-15 11:00")).then_refused(ApplicationReason.NO_CHECK_TO_ANSWER)


def test_a_late_answer_says_so_and_a_missing_one_reaches_the_checker() -> None:
    late = ORDERED.until("2025-10-21 00:00")
    assert late.state.dossier.missed == ("spot_check.answer",)
    assert late.process.summary(late.state).escalated_to == (Role.COMPETENT_DEPARTMENT,)
    assert late.when(answer("2025-10-22 10:00")).event(SpotCheckAnswered).working_days_late == 2


def test_only_the_checker_closes_it() -> None:
    case = ORDERED.given(answer())
    case.when(close(actor=CYBER)).then_refused(Reason.OTHER_ORGANISATION)
    USED.when(close()).then_refused(ApplicationReason.NO_CHECK_TO_CLOSE)


def test_without_an_answer_it_can_only_end_with_findings() -> None:
    ORDERED.when(close()).then_refused(ApplicationReason.NOT_ANSWERED)
    closed = ORDERED.when(close(findings="逾期未答复")).event(SpotCheckClosed)
    assert (closed.verdict, closed.answered) == (Verdict.FINDINGS, False)


def test_findings_are_words_and_leave_a_flag_that_stays() -> None:
    case = ORDERED.given(answer())
    silent = step("2025-10-16 10:00", BUREAU, CloseSpotCheck(verdict=Verdict.FINDINGS))
    case.when(silent).then_refused(ApplicationReason.FINDINGS_UNCLEAR)
    wordy = step("2025-10-16 10:00", BUREAU, CloseSpotCheck(verdict=Verdict.OK, findings="无"))
    case.when(wordy).then_refused(ApplicationReason.FINDINGS_UNCLEAR)
    found = case.given(close(findings="超出申请场景"))
    assert found.state.dossier.flags == ("spot_check_findings",)
    assert case.given(close()).state.dossier.flags == ()


def settled_but_for_the_check() -> Scenario:
    submit, accept = SubmitUsageReport(report=FULL), AcceptUsageReport()
    case = USED.given(step("2026-03-10 10:00", WANG, submit), step("2026-03-11 10:00", REVIEWER, accept))
    case = case.given(step("2026-09-10 10:00", WANG, submit), step("2026-09-11 10:00", REVIEWER, accept))
    case = case.given(order("2026-09-14 10:00")).until("2026-09-15 00:00")
    closed = step("2026-09-15 00:01", CLOCK, RecordAccessClosed(duty_id=case.duty("close_access")))
    return case.given(closed, step("2026-09-15 10:00", WANG, ConfirmDeletion(statement="已删除")))


def test_a_check_outlives_the_term_and_keeps_the_case_open_until_it_is_closed() -> None:
    case = settled_but_for_the_check()
    assert case.state.phase == "deletion_due" and "spot_check.answer" in case.last_days()
    answered = case.given(answer("2026-09-15 11:00"))
    done = answered.when(close("2026-09-15 12:00")).then(SpotCheckClosed, CaseClosed())
    assert done.process.plan(done.state).closed
