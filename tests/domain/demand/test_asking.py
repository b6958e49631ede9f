"""Asking, by applicants and consultation points; advice; priority; the year's focus (R22 §6; M19 §10; W23 tasks-5)."""

import pytest

from domain.deadlines import Deadline, Level, Strength
from domain.demand.commands import (
    AdviseDemand,
    FollowUpDemand,
    NoteForPlan,
    PrioritiseDemand,
)
from domain.demand.events import (
    AdviceGiven,
    DemandFollowedUp,
    DemandForwarded,
    DemandHeardForPlan,
    DemandPrioritised,
    DemandSubmitted,
)
from domain.demand.papers import NotNoted, Priority, Said
from domain.demand.reasons import DemandReason
from domain.kernel import Reason
from domain.people import Actor, Role
from domain.visibility import may_see
from tests.domain.demand.cast import (
    ADOPTED,
    ADVISER,
    BUREAU,
    CASE,
    FORWARDED,
    MERGED,
    OTHER_ADVISER,
    RECEIVED,
    TRAFFIC,
    WANG,
    WEATHER,
    forward,
    prioritise,
    submit,
)
from tests.scenario import Scenario, Step, step

FOR_OTHERS = submit(actor=ADVISER, channel="meeting", on_behalf_of="座谈会上的物流企业")
MORE = FollowUpDemand(text="十分钟值也可以")
ADVICE = AdviseDemand(about="field_explanation", advice="小时值存于观测库")


def test_an_applicant_asks_for_itself_and_the_department_has_the_next_step() -> None:
    submitted = CASE.when(submit()).event(DemandSubmitted)
    assert (submitted.asker, submitted.asked_by, submitted.asking_role) == ("shenjiang", "wang", Role.APPLICANT)
    assert (submitted.category, submitted.channel, submitted.consultation_point) == ("economy", "platform", "")
    summary = CASE.process.summary(RECEIVED.state)
    assert (summary.phase, summary.holder) == ("received", Role.COMPETENT_DEPARTMENT)
    assert RECEIVED.state.dossier.priority == NotNoted()


def test_a_consultation_point_asks_for_others_says_for_whom_and_is_its_own_adviser() -> None:
    submitted = CASE.when(FOR_OTHERS).event(DemandSubmitted)
    assert (submitted.channel, submitted.on_behalf_of) == ("meeting", "座谈会上的物流企业")
    assert (submitted.asking_role, submitted.consultation_point) == (Role.CONSULTATION_POINT, "info-association")
    CASE.when(submit(actor=ADVISER)).then_refused(DemandReason.WHOSE_BEHALF)


@pytest.mark.parametrize(
    "asked", [submit(on_behalf_of="同行企业"), submit(channel="survey"), submit(channel="meeting")]
)
def test_an_applicant_does_not_record_what_others_ask_for(asked: Step) -> None:
    CASE.when(asked).then_refused(DemandReason.NOT_FOR_OTHERS)


@pytest.mark.parametrize("actor", [BUREAU, WEATHER])
def test_other_roles_submit_no_demand(actor: Actor) -> None:
    CASE.when(submit(actor=actor)).then_refused(Reason.FORBIDDEN)


def test_no_text_sets_a_date_so_the_department_is_reminded_once_and_nothing_is_overdue() -> None:
    reminder = RECEIVED.deadline("demand.triage.reminder")
    assert (reminder.level, reminder.tells) == (Level.REMINDER, (Role.COMPETENT_DEPARTMENT,))
    assert reminder.receipt.strength is Strength.CONFIG
    assert RECEIVED.last_days() == {"demand.triage.reminder": "2025-09-15"}
    later = RECEIVED.until("2025-09-16 00:00")
    assert (later.last_days(), later.state.dossier.missed) == ({}, ())
    assert later.process.summary(later.state).escalated_to == ()


@pytest.mark.parametrize("case", [RECEIVED, FORWARDED, ADOPTED, MERGED])
def test_the_asker_may_add_to_its_demand_while_it_is_open(case: Scenario) -> None:
    asked = step("2025-09-11 10:00", WANG, MORE)
    followed = case.when(asked).then(DemandFollowedUp(role=Role.APPLICANT, text=MORE.text))
    assert followed.state.dossier.talk == (Said(role=Role.APPLICANT, about="follow_up", text=MORE.text),)
    assert followed.last_days() == case.last_days()


def test_a_consultation_point_adds_to_its_own_demand_but_not_to_anothers() -> None:
    own = CASE.given(FOR_OTHERS)
    asked = step("2025-09-02 10:00", ADVISER, MORE)
    own.when(asked).then(DemandFollowedUp(role=Role.CONSULTATION_POINT, text=MORE.text))
    advised = CASE.given(submit(consultation_point="info-association"))
    advised.when(asked).then_refused(DemandReason.NOT_FOR_OTHERS)


def test_the_asker_speaks_in_the_role_it_asked_in_only() -> None:
    wang_too = Actor(id="wang", role=Role.APPLICANT, organisation="info-association")
    CASE.given(FOR_OTHERS).when(step("2025-09-02 10:00", wang_too, MORE)).then_refused(Reason.OTHER_ORGANISATION)


@pytest.mark.parametrize("asked", [FOR_OTHERS, submit(consultation_point="info-association")])
def test_the_demands_own_consultation_point_advises(asked: Step) -> None:
    advised = CASE.given(asked).when(step("2025-09-02 10:00", ADVISER, ADVICE))
    case = advised.then(AdviceGiven(about="field_explanation", advice=ADVICE.advice))
    said = Said(role=Role.CONSULTATION_POINT, about="field_explanation", text=ADVICE.advice)
    assert case.state.dossier.talk == (said,)


def test_another_consultation_point_neither_advises_nor_sees_the_demand() -> None:
    case = CASE.given(submit(consultation_point="info-association"))
    case.when(step("2025-09-02 10:00", OTHER_ADVISER, ADVICE)).then_refused(Reason.OTHER_ORGANISATION)
    summary = case.process.summary(case.state)
    assert may_see(ADVISER, summary)
    assert not may_see(OTHER_ADVISER, summary)
    RECEIVED.when(step("2025-09-02 10:00", ADVISER, ADVICE)).then_refused(Reason.OTHER_ORGANISATION)


def test_a_publisher_sees_the_demand_only_while_it_was_forwarded_there() -> None:
    summary = RECEIVED.process.summary
    assert [may_see(WEATHER, summary(case.state)) for case in (RECEIVED, FORWARDED)] == [False, True]
    assert not may_see(TRAFFIC, summary(FORWARDED.state))


def test_the_priority_keeps_its_criterion_and_reason_and_a_later_one_replaces_it() -> None:
    noted = RECEIVED.when(prioritise()).then(DemandPrioritised(criterion="value_added", reason="物流增值潜力显著"))
    assert noted.state.dossier.priority == Priority(criterion="value_added", reason="物流增值潜力显著")
    urgent = PrioritiseDemand(criterion="urgent", reason="汛期将至")
    again = FORWARDED.given(step("2025-09-03 10:00", BUREAU, urgent))
    assert again.state.dossier.priority == Priority(criterion="urgent", reason="汛期将至")
    assert again.state.phase == "with_publisher"


def test_a_demand_is_forwarded_only_with_its_priority_noted_be_it_an_ordinary_one() -> None:
    RECEIVED.when(forward()).then_refused(DemandReason.NO_PRIORITY_YET)
    ordinary = step("2025-09-02 10:00", BUREAU, PrioritiseDemand(criterion="ordinary", reason="不属四类情形"))
    assert RECEIVED.given(ordinary, forward()).state.phase == "with_publisher"


def test_forwarding_reminds_the_publisher_and_not_the_department_any_more() -> None:
    forwarded = RECEIVED.given(prioritise()).when(forward()).event(DemandForwarded)
    assert isinstance(forwarded.reminder, Deadline)
    assert (forwarded.reminder.level, forwarded.reminder.tells) == (Level.REMINDER, (Role.DATA_PUBLISHER,))
    assert FORWARDED.last_days() == {"demand.reply.reminder": "2025-09-29"}
    assert FORWARDED.process.summary(FORWARDED.state).holder is Role.DATA_PUBLISHER
    assert FORWARDED.until("2025-09-30 00:00").state.dossier.missed == ()


def test_a_demand_goes_on_to_another_publisher_but_not_to_the_same_or_to_its_asker() -> None:
    FORWARDED.when(forward("2025-09-03 10:00")).then_refused(DemandReason.SAME_PUBLISHER, naming="weather")
    moved = FORWARDED.when(forward("2025-09-03 10:00", "traffic")).then(DemandForwarded)
    assert moved.process.summary(moved.state).parties[Role.DATA_PUBLISHER] == ("traffic",)
    RECEIVED.given(prioritise()).when(forward(publisher="shenjiang")).then_refused(Reason.FOUR_EYES)


@pytest.mark.parametrize("case", [RECEIVED, FORWARDED, ADOPTED, MERGED])
def test_a_demand_is_noted_as_heard_for_a_years_focus_once(case: Scenario) -> None:
    note = step("2025-11-03 10:00", BUREAU, NoteForPlan(year=2026))
    heard = case.when(note).then(DemandHeardForPlan(year=2026))
    assert heard.state.dossier.heard_for == (2026,)
    heard.when(note).then_refused(DemandReason.ALREADY_HEARD, naming="2026")
    heard.when(step("2025-11-03 10:00", BUREAU, NoteForPlan(year=2027))).then(DemandHeardForPlan)


def test_the_department_does_not_judge_its_own_demand() -> None:
    inside = Actor(id="bureau", role=Role.APPLICANT, organisation="data-bureau")
    CASE.given(submit(actor=inside)).when(prioritise()).then_refused(Reason.FOUR_EYES)
