"""Suspended on any ground, open again once none holds (R22 §31)."""

import pytest

from domain.kernel import Reason, ReportDutyFailed
from domain.open_list_item.commands import RecordAccessResumed, RecordAccessSuspended, ResumeOpening
from domain.open_list_item.events import AccessResumed, AccessSuspended, OpeningResumed, OpeningSuspended
from domain.open_list_item.reasons import ItemReason
from domain.people import CLOCK, Actor
from domain.standing import MessagesSent, RecordMessagesSent, RetryDuty
from tests.domain.open_list_item.cast import (
    CENTRE,
    OTHERS,
    WEATHER,
    access_resumed,
    access_suspended,
    archived,
    claim_resumes,
    claim_suspends,
    listed,
    static,
    suspend,
    told,
    withdrawn,
)
from tests.scenario import Scenario, Step, step

DAY = "2025-09-01"


def resume(at: str, actor: Actor, ground: str) -> Step:
    return step(at, actor, ResumeOpening(ground=ground, reason="已修复"))


def duties(case: Scenario) -> list[str]:
    return [duty.name for duty in case.process.plan(case.state).duties]


@pytest.mark.parametrize("case", [listed(), static(), archived(), withdrawn()], ids=lambda case: case.state.phase)
def test_a_rights_claim_suspends_and_resumes_in_every_phase(case: Scenario) -> None:
    """A withdrawn item too: what was agreed on before is still delivered."""
    held = case.when(claim_suspends(f"{DAY} 12:00")).then(OpeningSuspended)
    assert held.state.suspended
    free = held.when(claim_resumes(f"{DAY} 13:00")).then(OpeningResumed)
    assert not free.state.suspended
    assert free.state.phase == case.state.phase


def test_a_suspension_says_who_on_what_ground_and_since_when() -> None:
    (held,) = static().given(suspend(f"{DAY} 12:00", CENTRE)).state.dossier.suspensions
    assert (held.by, held.organisation, held.reason) == (CENTRE.role, "data-centre", "接口漏洞")
    assert held.since.hour == 12


def test_any_ground_suffices_and_each_ends_for_itself() -> None:
    both = static().given(claim_suspends(f"{DAY} 12:00"), suspend(f"{DAY} 12:10"))
    (_, own) = both.state.dossier.suspensions
    one = both.given(claim_resumes(f"{DAY} 13:00"))
    assert one.state.suspended
    assert not one.given(resume(f"{DAY} 14:00", WEATHER, own.ground)).state.suspended


def test_only_who_suspended_resumes() -> None:
    case = static().given(claim_suspends(f"{DAY} 12:00"), suspend(f"{DAY} 12:10", CENTRE))
    claim, centres = (held.ground for held in case.state.dossier.suspensions)
    case.when(resume(f"{DAY} 13:00", WEATHER, centres)).then_refused(ItemReason.ANOTHERS_SUSPENSION)
    case.when(resume(f"{DAY} 13:00", CENTRE, claim)).then_refused(ItemReason.ANOTHERS_SUSPENSION)
    case.when(resume(f"{DAY} 13:00", CENTRE, "none")).then_refused(ItemReason.UNKNOWN_GROUND)
    case.when(resume(f"{DAY} 13:00", OTHERS, centres)).then_refused(Reason.OTHER_ORGANISATION)
    case.when(resume(f"{DAY} 13:00", CENTRE, centres)).then(OpeningResumed)


def test_told_again_a_claim_is_no_news_and_an_unknown_one_is_refused() -> None:
    held = static().given(claim_suspends(f"{DAY} 12:00"))
    held.when(claim_suspends(f"{DAY} 12:01")).then()
    free = held.given(claim_resumes(f"{DAY} 13:00"))
    free.when(claim_resumes(f"{DAY} 13:01")).then()
    free.when(claim_resumes(f"{DAY} 13:02", "rig-2")).then_refused(ItemReason.UNKNOWN_GROUND, "rig-2")
    assert free.given(claim_suspends(f"{DAY} 14:00")).state.suspended


def test_access_is_shut_and_opened_as_duties_and_applications_are_told() -> None:
    held = static().given(claim_suspends(f"{DAY} 12:00"))
    assert duties(held) == ["suspend_access", "tell_applications_suspended"]
    shut = held.when(access_suspended(held, f"{DAY} 12:01")).then(AccessSuspended)
    quiet = shut.when(told(shut, "tell_applications_suspended", f"{DAY} 12:02")).then(MessagesSent)
    assert (duties(quiet), quiet.state.dossier.errands) == ([], ())
    free = quiet.given(claim_resumes(f"{DAY} 13:00"))
    assert duties(free) == ["resume_access", "tell_applications_resumed"]
    done = free.when(access_resumed(free, f"{DAY} 13:01")).then(AccessResumed)
    assert duties(done) == ["tell_applications_resumed"]


def test_access_that_was_shut_after_its_ground_fell_away_is_opened_again() -> None:
    """Duties are done in any order: what the case says decides in the end."""
    case = static().given(claim_suspends(f"{DAY} 12:00"))
    late = access_suspended(case, f"{DAY} 12:05")
    freed = case.given(claim_resumes(f"{DAY} 12:02"))
    opened = freed.given(access_resumed(freed, f"{DAY} 12:03"))
    shut = opened.when(late).event(AccessSuspended)
    assert [duty.name for duty in shut.undo] == ["resume_access"]
    assert opened.given(late).state.dossier.errand(shut.undo[0].id) == "rig-1"


def test_access_that_was_opened_after_its_ground_came_back_is_shut_again() -> None:
    case = static().given(claim_suspends(f"{DAY} 12:00"))
    freed = case.given(access_suspended(case, f"{DAY} 12:01"), claim_resumes(f"{DAY} 12:02"))
    late = access_resumed(freed, f"{DAY} 12:05")
    held = freed.given(claim_suspends(f"{DAY} 12:03"))
    held = held.given(access_suspended(held, f"{DAY} 12:04"))
    assert [duty.name for duty in held.when(late).event(AccessResumed).undo] == ["suspend_access"]


def test_a_duty_is_only_ended_by_the_report_of_its_own_kind() -> None:
    case = static().given(claim_suspends(f"{DAY} 12:00"))
    shutting, telling = case.duty("suspend_access"), case.duty("tell_applications_suspended")
    for wrong in (
        RecordMessagesSent(duty_id=shutting),
        RecordAccessResumed(duty_id=shutting),
        RecordAccessSuspended(duty_id=telling),
        RecordAccessSuspended(duty_id="case-1:9:suspend_access"),
    ):
        case.when(step(f"{DAY} 12:01", CLOCK, wrong)).then_refused(Reason.UNKNOWN_DUTY)


def test_a_duty_done_again_is_about_the_same_ground() -> None:
    case = static().given(claim_suspends(f"{DAY} 12:00"))
    failed = ReportDutyFailed(duty_id=case.duty("suspend_access"), why="away")
    stuck = case.given(step(f"{DAY} 12:10", CLOCK, failed))
    assert stuck.process.summary(stuck.state).needs_attention == ("suspend_access",)
    assert stuck.process.summary(stuck.state).holder is CENTRE.role
    again = stuck.given(step(f"{DAY} 12:20", CENTRE, RetryDuty(duty_id=failed.duty_id)))
    assert again.duty("suspend_access") != failed.duty_id
    assert again.state.dossier.errand(again.duty("suspend_access")) == "rig-1"
    assert again.state.dossier.errand(failed.duty_id) == ""
