"""Duplicates: one demand waits for another's outcome, and both askers are told."""

from dataclasses import replace

import pytest

from domain.demand.commands import SeparateDemand
from domain.demand.events import (
    DemandDeclined,
    DemandMerged,
    DemandSeparated,
    MergedDemandNoted,
    MergedOutcomeRecorded,
    OrderTookEffect,
)
from domain.demand.inbox import NoteMerged, RecordMergedOutcome, RecordOrderEffective
from domain.demand.reasons import DemandReason
from domain.kernel import Duty, Message, Reason, ReportDutyFailed
from domain.people import CLOCK, Actor, Role
from domain.standing import DutyFailed, DutyRetried, MessagesSent, RetryDuty
from domain.value import Value
from tests.domain.demand.cast import (
    ADOPTED,
    BUREAU,
    CASE,
    CLERK,
    DUPLICATE,
    FORWARDED,
    MERGED,
    RECEIVED,
    decline,
    forward,
    merge,
    prioritise,
    submit,
    told,
)
from tests.scenario import Scenario, Step, World, step

NOTE = step("2025-09-02 10:01", CLOCK, NoteMerged(demand="case-9"))
SEPARATE = step("2025-09-03 10:00", BUREAU, SeparateDemand(reason="并非重复"))
OUTCOME = RecordMergedOutcome(demand="main", phase="satisfied", answer="采纳", item_id="item-1")


def outcome(at: str = "2025-10-20 09:01", **changes: str) -> Step:
    return step(at, CLOCK, OUTCOME.model_copy(update=changes))


def test_a_duplicate_waits_and_owes_the_other_demand_word_of_it() -> None:
    case = DUPLICATE.when(merge()).then(
        DemandMerged(into="main", duty=Duty(id="case-1:2:tell_main_demand", name="tell_main_demand"))
    )
    assert (case.state.phase, case.last_days()) == ("merged", {})
    sends = case.process.sends["tell_main_demand"]
    (duty,) = case.process.plan(case.state).duties
    assert sends(duty, case.state, case.world) == (Message("demand", "main", NoteMerged(demand="case-1"), needed=True),)
    assert sends(duty, RECEIVED.state, case.world) == ()
    waiting = case.when(told(case, "tell_main_demand")).then(MessagesSent)
    assert not waiting.process.plan(waiting.state).closed
    assert waiting.process.summary(waiting.state).holder is None


@pytest.mark.parametrize("main", [RECEIVED.state, FORWARDED.state, ADOPTED.state])
def test_a_demand_is_merged_into_any_that_is_open(main: Value) -> None:
    DUPLICATE.with_world(cases={"main": main}).when(merge()).then(DemandMerged)


@pytest.mark.parametrize("main", [MERGED.state, FORWARDED.given(decline()).state])
def test_it_is_not_merged_into_one_that_is_merged_itself_or_closed(main: Value) -> None:
    DUPLICATE.with_world(cases={"main": main}).when(merge()).then_refused(DemandReason.CANNOT_MERGE, naming="main")


def test_it_is_not_merged_into_itself_or_into_nothing() -> None:
    itself = DUPLICATE.with_world(cases={"case-1": RECEIVED.state})
    itself.when(merge(into="case-1")).then_refused(DemandReason.CANNOT_MERGE)
    DUPLICATE.when(merge(into="nowhere")).then_refused(DemandReason.CANNOT_MERGE, naming="nowhere")


def test_a_demand_that_others_wait_for_is_not_merged_away_until_they_are_separated() -> None:
    waits = MERGED.state.model_copy(update={"into": "case-1"})
    world = World(cases={"main": RECEIVED.state, "case-9": waits})
    main = replace(DUPLICATE, world=world).given(NOTE)
    main.when(merge()).then_refused(DemandReason.CANNOT_MERGE, naming="case-9")
    main.with_world(cases={"main": RECEIVED.state, "case-9": RECEIVED.state}).when(merge()).then(DemandMerged)


@pytest.mark.parametrize("case", [RECEIVED, FORWARDED, ADOPTED])
def test_the_other_demand_keeps_who_was_merged_into_it_once(case: Scenario) -> None:
    note = step("2025-09-10 12:00", CLOCK, NOTE.command)
    noted = case.when(note).then(MergedDemandNoted(demand="case-9"))
    assert noted.state.dossier.merged == ("case-9",)
    assert noted.state.phase == case.state.phase
    noted.when(note).then()


@pytest.mark.parametrize("own", ["person", "principal", "organisation"])
def test_whoever_asked_for_the_merged_demand_decides_nothing_about_the_other(own: str) -> None:
    """Its answer is theirs too: not the asker, nor whom they stood in for, nor their organisation."""
    asker = Actor(id="asker", role=Role.APPLICANT, organisation="o-asker", on_behalf_of="away")
    merged = replace(CASE, case_id="case-9", world=World(cases={"case-1": RECEIVED.state}))
    waits = merged.given(submit(actor=asker), merge(into="case-1"))
    case = FORWARDED.with_world(cases={"case-9": waits.state}).given(NOTE)
    changes = {"person": {"id": "asker"}, "principal": {"id": "away"}, "organisation": {"organisation": "o-asker"}}
    for decided in (decline(), prioritise("2025-09-10 10:00")):
        actor = decided.actor.model_copy(update=changes[own])
        reason = Reason.OTHER_ORGANISATION if actor.role is Role.DATA_PUBLISHER and own == "organisation" else None
        case.when(replace(decided, actor=actor)).then_refused(reason or Reason.FOUR_EYES)
    case.when(forward("2025-09-10 10:00", publisher="o-asker")).then_refused(Reason.FOUR_EYES)
    apart = case.with_world(cases={"case-9": waits.given(step("2025-09-03 10:00", BUREAU, SEPARATE.command)).state})
    apart.when(decline()).then(DemandDeclined)


def test_a_publishers_own_demand_is_not_merged_into_one_that_it_decides_on() -> None:
    """As it is not forwarded to them."""
    own = CASE.with_world(cases={"main": FORWARDED.state})
    insider = Actor(id="insider", role=Role.APPLICANT, organisation="weather")
    own.given(submit(actor=insider)).when(merge()).then_refused(Reason.FOUR_EYES)


@pytest.mark.parametrize("case", [MERGED, FORWARDED.given(decline())])
def test_one_that_moved_on_refuses_the_merger(case: Scenario) -> None:
    case.when(step("2025-09-11 12:00", CLOCK, NOTE.command)).then_refused(Reason.WRONG_PHASE)


def test_a_declined_demand_tells_every_one_merged_into_it_and_then_is_closed() -> None:
    case = FORWARDED.given(NOTE).when(decline()).then(DemandDeclined)
    plan = case.process.plan(case.state)
    assert not plan.closed
    (duty,) = plan.duties
    sent = case.process.sends["tell_merged_demands"](duty, case.state, case.world)
    said = RecordMergedOutcome(demand="case-1", phase="declined", answer="涉及商业秘密")
    assert sent == (Message("demand", "case-9", said),)
    done = case.when(told(case, "tell_merged_demands")).then(MessagesSent)
    assert done.process.plan(done.state).closed


def test_a_satisfied_demand_tells_them_the_item() -> None:
    adopted = ADOPTED.given(step("2025-09-11 10:00", CLOCK, NOTE.command))
    effective = RecordOrderEffective(order=adopted.state.order, item_id="item-1")
    case = adopted.when(step("2025-10-20 09:00", CLOCK, effective)).then(OrderTookEffect)
    (duty,) = case.process.plan(case.state).duties
    sent = case.process.sends["tell_merged_demands"](duty, case.state, case.world)
    said = RecordMergedOutcome(demand="case-1", phase="satisfied", answer="采纳", item_id="item-1")
    assert sent == (Message("demand", "case-9", said),)
    assert case.process.sends["tell_merged_demands"](duty, adopted.state, case.world) == ()


def test_the_other_demands_outcome_answers_and_closes_the_merged_one() -> None:
    recorded = MergedOutcomeRecorded(outcome="satisfied", answer="采纳", item_id="item-1")
    case = MERGED.when(outcome()).then(recorded)
    assert (case.state.phase, case.state.into, case.state.answer) == ("answered", "main", "采纳")
    assert case.process.plan(case.state).closed
    assert case.process.summary(case.state).subject == "item-1"


def test_the_outcome_of_a_demand_it_was_not_merged_into_is_refused() -> None:
    MERGED.when(outcome(demand="case-9")).then_refused(DemandReason.OTHER_DEMAND, naming="case-9")


def test_a_separated_demand_goes_its_own_way_and_the_old_outcome_is_not_its_own() -> None:
    separated = MERGED.when(SEPARATE).then(DemandSeparated)
    assert (separated.state.phase, separated.process.plan(separated.state).duties) == ("received", ())
    assert separated.last_days() == {"demand.triage.reminder": "2025-09-17"}
    separated.when(outcome()).then_refused(Reason.WRONG_PHASE)


@pytest.mark.parametrize("actor", [BUREAU, CLERK])
def test_a_merger_that_was_refused_waits_for_a_person_who_retries_or_separates(actor: Actor) -> None:
    report = ReportDutyFailed(duty_id=MERGED.duty("tell_main_demand"), why="wrong_phase")
    failed = MERGED.when(step("2025-09-02 10:05", CLOCK, report)).then(DutyFailed)
    assert failed.process.summary(failed.state).holder is Role.COMPETENT_DEPARTMENT
    failed.when(step("2025-09-02 11:00", actor, RetryDuty(duty_id=report.duty_id))).then(DutyRetried)
    assert failed.when(SEPARATE).then(DemandSeparated).state.dossier.needs_attention == ()


def test_telling_the_merged_ones_is_retried_by_the_operator() -> None:
    case = FORWARDED.given(NOTE, decline())
    report = ReportDutyFailed(duty_id=case.duty("tell_merged_demands"), why="away")
    failed = case.when(step("2025-09-10 10:05", CLOCK, report)).then(DutyFailed)
    assert failed.process.summary(failed.state).holder is Role.PLATFORM_OPERATOR
    assert not failed.process.plan(failed.state).closed
    failed.when(step("2025-09-10 11:00", CLERK, RetryDuty(duty_id=report.duty_id))).then(DutyRetried)
