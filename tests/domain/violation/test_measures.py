"""Measures, publicity and repair (R22 §32; R-089)."""

import pytest

from domain.application.inbox import CloseForViolation, LiftRestriction, RestrictAccess
from domain.deadlines import Level
from domain.kernel import DeadlinePassed, Message, Reason
from domain.people import Actor, Role
from domain.violation import VIOLATION
from domain.violation.commands import ConfirmRepair
from domain.violation.events import LiftOrdered, MeasuresTaken, PartyRestored, PublicityEnded, ViolationPublicised
from domain.violation.papers import Measure
from domain.violation.reasons import ViolationReason
from tests.domain.violation.cast import (
    ALLEGED,
    BUREAU,
    CASE,
    CLERK,
    PARTY,
    PUBLISHER,
    RECORDED,
    WARNED,
    allege,
    apply,
    closed,
    concur,
    enter,
    messages,
    phase,
    publicise,
    restrict,
    told,
)
from tests.scenario import Scenario, Step, step


def repair(when: str = "2025-09-20 09:00") -> Step:
    return step(when, BUREAU, ConfirmRepair(rectified="已下线"))


@pytest.mark.parametrize("actor", [CLERK, PUBLISHER], ids=lambda actor: str(actor.role))
def test_operator_and_publisher_take_measures_each_within_their_own_duty(actor: Actor) -> None:
    case = RECORDED.when(apply(Measure.WARN, actor=actor)).then(MeasuresTaken)
    assert phase(case) == "measures_applied"
    assert case.duty("flag_party")  # still owed, and nothing more: a warning needs no message
    assert len(VIOLATION.plan(case.state).duties) == 1


def test_restricting_tells_the_application() -> None:
    case = RECORDED.given(apply(Measure.RESTRICT))
    command = RestrictAccess(violation=case.case_id, reason="超出场景")
    assert messages(case, "send_restriction") == [Message("application", "app-rain", command)]


def test_what_is_restricted_already_stays_so_as_a_measure() -> None:
    restricted = told(ALLEGED.given(restrict()), "send_restriction", "2025-09-01 10:01", "app-rain")
    recorded = restricted.given(concur(CLERK), concur(PUBLISHER), enter())
    taken = recorded.when(apply(Measure.RESTRICT)).event(MeasuresTaken)
    assert taken.duties == ()


def test_closing_access_ends_the_application_it_is_about() -> None:
    case = RECORDED.given(apply(Measure.CLOSE_ACCESS))
    command = CloseForViolation(violation=case.case_id, reason="超出场景")
    assert messages(case, "send_closure") == [Message("application", "app-rain", command)]


def test_access_is_not_closed_where_no_application_is_named() -> None:
    case = CASE.given(allege(about=""), concur(CLERK), concur(PUBLISHER), enter())
    case.when(apply(Measure.WARN, Measure.CLOSE_ACCESS)).then_refused(ViolationReason.NO_APPLICATION)


def test_further_measures_may_follow_but_none_twice() -> None:
    WARNED.when(apply(Measure.WARN)).then_refused(ViolationReason.ALREADY_APPLIED)
    more = WARNED.when(apply(Measure.WARN, Measure.RESTRICT, actor=PUBLISHER)).then(MeasuresTaken)
    assert more.state.applied == {Measure.WARN, Measure.RESTRICT}
    public = more.given(publicise()).given(apply(Measure.CLOSE_ACCESS, when="2025-09-10 09:00"))
    assert phase(public) == "publicised"
    assert len(public.state.measures) == 3


def test_the_party_takes_no_measures() -> None:
    RECORDED.when(apply(Measure.WARN, actor=PARTY)).then_refused(Reason.FORBIDDEN)


# -- publicity ---------------------------------------------------------------------------------


def test_publicity_names_its_approver_and_its_end() -> None:
    case = WARNED.when(publicise()).then(ViolationPublicised)
    assert (phase(case), case.state.approver) == ("publicised", "chief")
    assert case.last_days() == {"violation.publicity": "2026-03-09"}
    assert case.deadline("violation.publicity").level is Level.EFFECT


def test_no_one_approves_the_publicity_they_ask_for() -> None:
    WARNED.when(publicise(approver=CLERK.id)).then_refused(Reason.FOUR_EYES)
    substitute = CLERK.model_copy(update={"id": "substitute", "on_behalf_of": "chief"})
    WARNED.when(publicise(approver="chief", actor=substitute)).then_refused(Reason.FOUR_EYES)


@pytest.mark.parametrize(
    ("before", "after"), [(RECORDED, "recorded"), (WARNED, "measures_applied")], ids=["recorded", "measures_applied"]
)
def test_publicity_ends_by_itself_and_is_not_repeated(before: Scenario, after: str) -> None:
    ended = before.given(publicise()).until("2026-03-10 00:00")
    assert [type(event) for event in ended.history[-2:]] == [DeadlinePassed, PublicityEnded]
    assert (phase(ended), ended.last_days()) == (after, {})
    assert ended.state.dossier.missed == ()
    ended.when(publicise("2026-03-11 09:00")).then_refused(ViolationReason.ALREADY_PUBLICISED)


def test_measures_may_follow_on_publicity_and_outlast_it() -> None:
    case = RECORDED.given(publicise(), apply(Measure.WARN, when="2025-09-10 09:00"))
    assert phase(case.until("2026-03-10 00:00")) == "measures_applied"


# -- repair ------------------------------------------------------------------------------------


def test_what_is_put_right_ends_restriction_and_publicity() -> None:
    restricted = told(RECORDED.given(apply(Measure.RESTRICT)), "send_restriction", "2025-09-08 09:01", "app-rain")
    case = restricted.given(publicise()).when(repair()).then(PartyRestored, LiftOrdered)
    assert (phase(case), case.last_days()) == ("restored", {})
    command = LiftRestriction(violation=case.case_id)
    assert messages(case, "send_lifting") == [Message("application", "app-rain", command)]
    done = told(told(case, "send_lifting", "2025-09-20 09:01"), "flag_party", "2025-09-20 09:02")
    assert closed(done)


def test_a_warning_put_right_lifts_nothing() -> None:
    case = WARNED.when(repair()).then(PartyRestored)
    assert closed(told(case, "flag_party", "2025-09-20 09:01"))


def test_repair_is_for_the_competent_department_after_measures() -> None:
    RECORDED.when(repair()).then_refused(Reason.WRONG_PHASE)
    WARNED.when(step("2025-09-20 09:00", CLERK, ConfirmRepair(rectified="已下线"))).then_refused(Reason.FORBIDDEN)


def test_a_record_stands_until_it_is_put_right() -> None:
    public = WARNED.given(publicise())
    assert [phase(case) for case in (RECORDED, WARNED, public)] == ["recorded", "measures_applied", "publicised"]
    for case in (RECORDED, WARNED, public):
        assert VIOLATION.summary(case.state).parties[Role.APPLICANT] == ("shenjiang",)
        assert not closed(case)
