"""Figures of any past date: what each counts, and that later events never change them."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.application.commands import AcceptMaterials, ApproveApplication, RefuseApplication, WithdrawApplication
from domain.application.papers import MeritsReason
from domain.kernel import AnyDecider
from domain.processes import PROCESSES
from domain.statistics import Cell, Period, Story, figures
from domain.statistics.around import COUNTED
from domain.statistics.story import tell
from domain.statistics.tally import ALL, FIGURES, Kind, Tally
from domain.value import Value
from tests.domain.application.cast import CASE, CLERK, REVIEWER, WANG, draft, submit
from tests.domain.shanghai import RULEBOOK, at
from tests.domain.walks import walk
from tests.scenario import Scenario, Step, step

KINDS = {figure.key: figure.kind for figure in FIGURES}
YEAR = Period(at("2025-01-01 00:00"), at("2026-01-01 00:00"))
DRAFTED = draft("2025-09-01 09:00")
SUBMITTED = submit("2025-09-01 10:00")
ACCEPTED = step("2025-09-03 10:00", CLERK, AcceptMaterials())
APPROVED = step("2025-09-11 10:00", REVIEWER, ApproveApplication(conditions_met=True))
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


def test_a_figure_of_no_name_is_a_bug() -> None:
    with pytest.raises(KeyError):
        Tally().see("weather", "applications.invented")


def test_figures_have_their_own_names_and_what_they_rest_on() -> None:
    keys = [figure.key for figure in FIGURES]
    assert len(keys) == len(set(keys))
    assert all(figure.zh and figure.en and figure.source for figure in FIGURES)
    assert {figure.kind for figure in FIGURES} <= set(Kind)


def test_what_is_counted_by_its_kind_is_a_kind() -> None:
    kinds = {(p.name, str(event.model_fields["kind"].default)) for p in PROCESSES for event in p.events}
    assert set(COUNTED) <= kinds
    assert {figure for figure, _ in COUNTED.values()} <= KINDS.keys()


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
