"""Figures of any past date: what each counts, and that later events never change them."""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.application.commands import AcceptMaterials, DeclareConflict, RefuseApplication, WithdrawApplication
from domain.application.papers import MeritsReason
from domain.items import OpenType
from domain.kernel import AnyDecider
from domain.open_list_item.commands import ReportChainAttribute
from domain.people import CLOCK
from domain.processes import PROCESSES
from domain.statistics import Cell, Period, Story, figures
from domain.statistics.around import COUNTED, RETURNED
from domain.statistics.story import tell
from domain.statistics.tally import ALL, FIGURES, Kind, Tally
from domain.value import Value, kind_of_class
from tests.domain.application.cast import (
    ALL_PAPERS,
    CASE,
    CLERK,
    EXPERT,
    REVIEWER,
    ROADS_ITEM,
    WANG,
    approve,
    assess,
    draft,
    papers,
    submit,
)
from tests.domain.application.test_expert import LI, opinion, request
from tests.domain.assessment import cast as assessment
from tests.domain.demand import cast as demand
from tests.domain.list_change import cast as list_change
from tests.domain.objection import cast as objection
from tests.domain.open_list_item import cast as item
from tests.domain.plan_item import cast as row
from tests.domain.rights_claim import cast as rights_claim
from tests.domain.shanghai import RULEBOOK, at
from tests.domain.walks import walk
from tests.scenario import Scenario, Step, step

KINDS = {figure.key: figure.kind for figure in FIGURES}
YEAR = Period(at("2025-01-01 00:00"), at("2026-01-01 00:00"))
DRAFTED = draft("2025-09-01 09:00")
SUBMITTED = submit("2025-09-01 10:00")
ACCEPTED = step("2025-09-03 10:00", CLERK, AcceptMaterials())
APPROVED = approve("2025-09-11 10:00")
REFUSED = step(
    "2025-09-30 10:00",
    REVIEWER,
    RefuseApplication(reasons=(MeritsReason(condition="scenario", explanation="不符"),)),
)


def story(*steps: Step, case: Scenario = CASE) -> Story:
    """The case after these steps, each event recorded at its step's instant."""
    events: list[tuple[datetime, Value]] = []
    for each in steps:
        outcome = case.when(each)
        assert outcome.decision.refused is None, outcome.decision.refused
        events += [(each.at, event) for event in outcome.after.history[len(case.history) :]]
        case = outcome.after
    return tell(case.process, case.case_id, events)


def figure(cells: Sequence[Cell], name: str, agency: str = ALL) -> tuple[float | None, int]:
    (found,) = (cell for cell in cells if (cell.agency, cell.figure) == (agency, name))
    return found.value, found.of


def of(*steps: Step, period: Period = YEAR) -> tuple[Cell, ...]:
    return figures([story(*steps)], period, RULEBOOK)


def test_an_answer_in_time_counts_for_its_agency_and_for_all() -> None:
    """Dispatched on 3 September, approved on the sixth working day: over the target, within the norm."""
    cells = of(DRAFTED, SUBMITTED, ACCEPTED, APPROVED)
    agency = CASE.world.items[next(iter(CASE.world.items))].publisher
    for whose in (ALL, agency):
        assert figure(cells, "applications.received", whose) == (1, 1)
        assert figure(cells, "applications.within_norm", whose) == (1, 1)
        assert figure(cells, "applications.within_target", whose) == (0, 1)
        assert figure(cells, "applications.acceptance_days", whose) == (2, 1)


def test_a_late_refusal_is_late_by_its_working_days() -> None:
    """Due on 17 September; 28 September is a working Sunday."""
    cells = of(DRAFTED, SUBMITTED, ACCEPTED, REFUSED)
    assert figure(cells, "applications.within_norm") == (0, 1)
    assert figure(cells, "applications.days_late") == (10, 1)
    assert figure(cells, "applications.refused") == (1, 1)


def test_what_is_open_is_pending_and_nothing_is_decided() -> None:
    cells = of(DRAFTED, SUBMITTED, ACCEPTED)
    assert figure(cells, "applications.pending") == (1, 1)
    assert figure(cells, "applications.within_norm") == (None, 0)


def test_a_withdrawn_application_is_neither_pending_nor_decided() -> None:
    cells = of(DRAFTED, SUBMITTED, ACCEPTED, step("2025-09-04 10:00", WANG, WithdrawApplication()))
    assert figure(cells, "applications.pending") == (0, 0)
    assert figure(cells, "applications.decided") == (0, 0)


def test_only_what_happened_in_the_period_counts() -> None:
    october = Period(at("2025-10-01 00:00"), at("2025-11-01 00:00"))
    cells = of(DRAFTED, SUBMITTED, ACCEPTED, REFUSED, period=october)
    assert figure(cells, "applications.decided") == (0, 0)


def test_time_is_counted_for_whose_turn_it_was() -> None:
    """Two days at the operator's, eight at the publisher's."""
    cells = of(DRAFTED, SUBMITTED, ACCEPTED, APPROVED)
    assert figure(cells, "turns.operator") == (2, 1)
    assert figure(cells, "turns.publisher") == (8, 1)


def test_time_in_which_an_expert_is_awaited_is_the_experts_and_the_publishers() -> None:
    """Asked on 5 September and answered three days later; a declared conflict ends the waiting at once."""
    asked = (DRAFTED, SUBMITTED, ACCEPTED, request(LI))
    answered = of(*asked, opinion(), APPROVED)
    assert (figure(answered, "turns.expert"), figure(answered, "turns.publisher")) == ((3, 1), (8, 1))
    assert figure(of(*asked, APPROVED), "turns.expert") == (6.0417, 1)  # six days and an hour, until the decision
    declared = step("2025-09-05 09:00", EXPERT, DeclareConflict(reason="任申请人顾问"))
    assert figure(of(*asked, declared, APPROVED), "turns.expert") == (None, 0)
    assert figure(of(DRAFTED, SUBMITTED, ACCEPTED, APPROVED), "turns.expert") == (None, 0)


def test_approvals_are_told_apart_by_the_type_of_applicant() -> None:
    """Equal treatment can be looked at (R22 §19(1))."""
    natural = draft("2025-09-01 09:00", applicant_type="natural_person")
    stories = [story(natural, SUBMITTED, ACCEPTED, REFUSED), story(DRAFTED, SUBMITTED, ACCEPTED, APPROVED)]
    cells = figures(stories, YEAR, RULEBOOK)
    assert figure(cells, "applications.approved_of.natural_person") == (0, 1)
    assert figure(cells, "applications.approved_of.enterprise") == (1, 1)
    assert figure(cells, "applications.approved_of.institution") == (None, 0)


def test_of_several_items_each_part_is_received_and_decided_and_the_whole_is_checked_once() -> None:
    both = (*ALL_PAPERS, *papers(roads_note="n2"))
    asked = (draft("2025-09-01 09:00", further_items=(ROADS_ITEM.item_id,)), submit("2025-09-01 10:00", both), ACCEPTED)
    whole = CASE.given(*asked)
    (duty,) = whole.process.plan(whole.state).duties
    opening = [message.command for message in whole.process.sends[duty.name](duty, whole.state, whole.world)]
    weather, roads = (step("2025-09-03 10:01", CLOCK, command) for command in opening)
    decided = (assess("2025-09-04 09:00"), approve("2025-09-05 09:00"))
    cells = figures([story(*asked), story(weather, *decided), story(roads)], YEAR, RULEBOOK)
    assert figure(cells, "applications.received") == (2, 2)
    assert figure(cells, "applications.received", "traffic") == (1, 1)
    assert (figure(cells, "applications.decided"), figure(cells, "applications.pending")) == ((1, 1), (1, 1))
    assert figure(cells, "applications.acceptance_days") == (2, 1)


def test_items_are_counted_by_their_updates_and_by_the_chain() -> None:
    """One of two updates in time; listed as the chain says, and then not."""
    steps = (item.register("2025-09-01 09:00"), item.update("2025-09-02 09:00"), item.update("2025-09-04 09:00"))
    scan = step("2025-09-05 09:00", item.CENTRE, ReportChainAttribute(attribute=OpenType.CONDITIONAL, scan="s-1"))
    differing = step("2025-09-05 09:00", item.CENTRE, ReportChainAttribute(attribute=OpenType.UNCONDITIONAL, scan="s"))
    cells = figures([story(*steps, scan, case=item.CASE)], YEAR, RULEBOOK)
    assert figure(cells, "items.listed", "weather") == figure(cells, "items.with_data") == (1, 1)
    assert figure(cells, "items.timely_updates") == (0.5, 2)
    assert figure(cells, "items.missed_updates") == (1, 1)
    assert (figure(cells, "items.listed_of_chain"), figure(cells, "items.mismatches")) == ((1, 1), (0, 0))
    cells = figures([story(*steps, differing, case=item.CASE)], YEAR, RULEBOOK)
    assert (figure(cells, "items.listed_of_chain"), figure(cells, "items.mismatches")) == ((0, 1), (1, 1))


def test_rows_of_the_plan_are_counted_by_how_they_were_met() -> None:
    """One on its very day, one eight days late, one running, one whose day no person confirmed."""
    effective = row.effective("2025-09-01 09:00")
    on_the_day = story(row.imported(), effective, row.data("2025-09-30 12:00"), case=row.CASE)
    late = story(row.imported(), effective, row.data("2025-10-08 12:00"), case=row.CASE)
    others = (story(row.imported(), case=row.CASE), story(row.inferred(), case=row.CASE))
    cells = figures([on_the_day, late, *others], YEAR, RULEBOOK)
    shown = {name: figure(cells, f"plan.{name}")[0] for name in ("rows", "on_time", "boundary", "days_late")}
    assert shown == {"rows": 4, "on_time": 0.5, "boundary": 1, "days_late": 8}
    assert (figure(cells, "plan.running"), figure(cells, "plan.unconfirmed")) == ((1, 1), (1, 1))


def test_yearly_assessments_are_counted_by_whether_they_came_in_time() -> None:
    """One in November, one six days late, one overdue, one whose year is running (R22 §10)."""
    in_time = story(assessment.opened(), assessment.submit("2025-11-03 10:00"), case=assessment.CASE)
    late = story(assessment.opened(), assessment.submit("2026-01-06 10:00"), case=assessment.CASE)
    gone = assessment.OPENED.until("2026-01-01 00:00")
    overdue = tell(gone.process, "overdue", [(at("2026-01-01 00:00"), event) for event in gone.history])
    running = story(assessment.opened(), case=assessment.CASE)
    cells = figures([in_time, late, overdue, running], Period(YEAR.since, at("2026-02-01 00:00")), RULEBOOK)
    names = ("reported", "on_time", "late", "missing", "running")
    shown = [figure(cells, f"assessments.{name}", "weather") for name in names]
    assert shown == [(2, 2), (pytest.approx(1 / 3, abs=1e-4), 3), (1, 1), (1, 1), (1, 1)]


def test_an_assessment_without_a_limit_is_neither_in_time_nor_late() -> None:
    """2028: the detailed rules have ended."""
    asked = (assessment.opened("2028-01-10 09:00", year=2028), assessment.submit("2029-03-01 09:00"))
    cells = figures([story(*asked, case=assessment.CASE)], Period(YEAR.since, at("2030-01-01 00:00")), RULEBOOK)
    assert figure(cells, "assessments.reported") == (1, 1)
    assert figure(cells, "assessments.on_time") == (None, 0)


def test_cases_around_the_list_are_counted_by_what_happened_to_them() -> None:
    order = story(
        list_change.draft(list_change.ADD),
        list_change.submit(),
        list_change.send_back(),
        list_change.submit("2025-10-23 10:00"),
        list_change.approve(),
        case=list_change.CASE,
    )
    declined = story(demand.submit(), demand.prioritise(), demand.forward(), demand.decline(), case=demand.CASE)
    raised = story(objection.raise_it(), case=objection.CASE)
    filed = story(rights_claim.file(), case=rights_claim.CASE)
    cells = figures([order, declined, raised, filed], YEAR, RULEBOOK)
    counted = {
        name: figure(cells, name)
        for name in ("list_changes.submitted", "list_changes.returned", "list_changes.approved", "demands.satisfied")
    }
    assert counted == {
        "list_changes.submitted": (2, 2),
        "list_changes.returned": (1, 1),
        "list_changes.approved": (1, 1),
        "demands.satisfied": (0, 1),
    }
    assert figure(cells, "objections.raised", "weather") == figure(cells, "rights_claims.filed", "weather") == (1, 1)


def test_returned_list_changes_are_told_apart_by_their_four_grounds() -> None:
    """R22 §11: for want of a reason, as incomplete, as against the grading rules, on other grounds."""
    asked = (list_change.draft(list_change.ADD), list_change.submit())
    grounds = (1, 2, 2, 3, 4)
    stories = [story(*asked, list_change.send_back(ground=ground), case=list_change.CASE) for ground in grounds]
    cells = figures(stories, YEAR, RULEBOOK)
    returned = {name: figure(cells, name)[0] for name in RETURNED.values()}
    assert list(returned.values()) == [1, 2, 1, 1]
    assert figure(cells, "list_changes.returned") == (5, 5)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=40))
def test_a_median_is_that_of_all_that_was_observed(observed: list[int]) -> None:
    """Values are kept with how often they were there, not one by one."""
    tally = Tally()
    for value in observed:
        tally.see("weather", "plan.days_late", value)
    assert figure(tally.cells(), "plan.days_late", "weather") == (median(observed), len(observed))


def test_a_figure_of_no_name_is_a_bug() -> None:
    with pytest.raises(KeyError):
        Tally().see("weather", "applications.invented")


def test_figures_have_their_own_names_and_what_they_rest_on() -> None:
    keys = [figure.key for figure in FIGURES]
    assert len(keys) == len(set(keys))
    assert all(figure.zh and figure.en and figure.source for figure in FIGURES)
    assert {figure.kind for figure in FIGURES} <= set(Kind)


def test_what_is_counted_by_its_kind_is_a_kind() -> None:
    kinds = {(p.name, kind_of_class(event)) for p in PROCESSES for event in p.events}
    assert set(COUNTED) <= kinds
    assert {figure for figure, _ in COUNTED.values()} | set(RETURNED.values()) <= KINDS.keys()


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
@given(random=st.integers(0, 2**32).map(Random))
def test_every_process_can_be_counted(process: AnyDecider, random: Random) -> None:
    """Whatever a case goes through: a rate lies between none and all, and nothing is counted below zero."""
    strides = walk(process, random, 25)
    happened = [(stride.asked.at, stride.after.history[len(stride.before.history) :]) for stride in strides]
    events = [(instant, event) for instant, some in happened for event in some]
    stories = [tell(process, "case-1", events)] if events else []
    for cell in figures(stories, Period(at("2025-01-01 00:00"), at("2030-01-01 00:00")), RULEBOOK):
        assert cell.value is None or cell.value >= 0
        assert KINDS[cell.figure] is not Kind.RATE or cell.value is None or cell.value <= 1
