"""Laws that hold for every process, whatever it is about."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import reduce
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.days import SHANGHAI
from domain.deciding import ask
from domain.kernel import AdoptCalendar, AnyDecider, Context, DeadlinePassed, Reason, ReportDeadlinePassed
from domain.people import CLOCK, Role
from domain.processes import PROCESSES, by_name
from domain.standing import RecordMessagesSent
from domain.value import Value, kind_of
from tests.domain.walks import Stride, inventor_of, met_on_many_walks, walk

every_process = pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
walks = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
randoms = st.integers(0, 2**32).map(Random)
LENGTH = 40
TOLD = "record_messages_sent"
TIME = ("report_deadline_passed", "adopt_calendar")  # the clock may say so in every phase
SHARED = ("domain.kernel",)  # the clock's own commands: no one types them


def field_default(model: type[Value], name: str) -> str:
    return str(model.model_fields[name].default)


def folded(process: AnyDecider, state: Value, events: Iterable[Value]) -> Value:
    """`state` after `events`: what replaying all of a log gives, without beginning at its start each time."""
    return reduce(process.evolve, events, state)


@every_process
@given(random=randoms)
@walks
def test_replaying_the_log_gives_the_state_that_was_folded(process: AnyDecider, random: Random) -> None:
    state, strides = process.initial, walk(process, random, LENGTH)
    for stride in strides:
        state = folded(process, state, stride.after.history[len(stride.before.history) :])
        assert state == stride.decision.state == stride.after.state
    assert process.replay(strides[-1].after.history) == state


@every_process
@given(random=randoms)
@walks
def test_every_event_and_state_comes_back_from_json_as_it_was(process: AnyDecider, random: Random) -> None:
    events = {field_default(model, "kind"): model for model in process.events}
    states = {field_default(model, "phase"): model for model in process.states}
    last = walk(process, random, LENGTH)[-1]
    for event in last.after.history:
        assert events[kind_of(event)].model_validate_json(event.model_dump_json()) == event
    state = last.decision.state
    assert states[field_default(type(state), "phase")].model_validate_json(state.model_dump_json()) == state


@every_process
@given(random=randoms)
@walks
def test_no_command_is_accepted_outside_its_phase_and_role(process: AnyDecider, random: Random) -> None:
    for stride in walk(process, random, LENGTH):
        if kind_of(stride.asked.command) in TIME:
            assert stride.asked.actor.role is Role.CLOCK or stride.decision.refused
        elif stride.decision.refused is None:
            passed = [event for gone in stride.decision.passed for event in gone.events]
            caught_up = folded(process, stride.before.state, passed)
            row = process.permissions[process.summary(caught_up).phase]
            assert kind_of(stride.asked.command) in row[stride.asked.actor.role]
        else:
            assert stride.decision.events == ()


@every_process
@given(random=randoms)
@walks
def test_every_deadline_is_spent_by_its_own_report(process: AnyDecider, random: Random) -> None:
    for stride in walk(process, random, LENGTH):
        plan = process.plan(stride.decision.state)
        for deadline in plan.deadlines:
            report = ReportDeadlinePassed(name=deadline.name, due=deadline.due)
            after = decide_now(stride, report)
            standing = [(left.name, left.due) for left in process.plan(after).deadlines]
            assert (deadline.name, deadline.due) not in standing


def decide_now(stride: Stride, report: ReportDeadlinePassed) -> Any:
    """The state once that deadline alone is reported on time."""
    case = stride.after
    context = Context(case.case_id, len(case.history), report.due, CLOCK, case.rulebook, case.world)
    return folded(case.process, case.state, case.process.decide(report, case.state, context))


@every_process
@given(random=randoms)
@walks
def test_a_report_of_a_deadline_that_no_longer_stands_is_no_news(process: AnyDecider, random: Random) -> None:
    case = walk(process, random, LENGTH)[-1].after
    past = [event for event in case.history if kind_of(event) == "deadline_passed"]
    for event in past:
        report = ReportDeadlinePassed.model_validate({"name": getattr(event, "name"), "due": getattr(event, "due")})  # noqa: B009 -- DeadlinePassed has both
        context = Context(case.case_id, len(case.history), report.due, CLOCK, case.rulebook, case.world)
        decision = ask(process, report, case.state, context)
        assert decision.events == ()
        assert decision.refused is None


@every_process
@given(random=randoms)
@walks
def test_a_closed_case_has_no_deadline_and_no_duty(process: AnyDecider, random: Random) -> None:
    for stride in walk(process, random, LENGTH):
        plan = process.plan(stride.decision.state)
        if plan.closed:
            assert plan.deadlines == ()
            assert plan.duties == ()


@every_process
@given(random=randoms)
@walks
def test_no_two_standing_deadlines_share_name_and_instant_nor_two_duties_an_id(
    process: AnyDecider, random: Random
) -> None:
    ordered = set[str]()
    for stride in walk(process, random, LENGTH):
        plan = process.plan(stride.decision.state)
        names = [(deadline.name, deadline.due) for deadline in plan.deadlines]
        assert len(names) == len(set(names))
        fresh = {duty.id for duty in plan.duties} - {duty.id for duty in process.plan(stride.before.state).duties}
        assert not fresh & ordered  # a duty done or failed never comes back under its old id
        ordered |= fresh


@every_process
@given(random=randoms)
@walks
def test_only_a_duty_that_tells_other_cases_is_settled_by_the_report_that_they_were_told(
    process: AnyDecider, random: Random
) -> None:
    tells_nothing, long_ago = replace(process, sends={}), datetime(2025, 1, 1, tzinfo=SHANGHAI)
    for stride in walk(process, random, LENGTH):
        case = stride.after
        context = Context(case.case_id, len(case.history), long_ago, CLOCK, case.rulebook, case.world)
        row = process.permissions[process.summary(case.state).phase]
        reason = Reason.UNKNOWN_DUTY if TOLD in row.get(Role.CLOCK, ()) else Reason.WRONG_PHASE
        for duty in process.plan(case.state).duties:
            for asked in (tells_nothing,) if duty.name in process.sends else (tells_nothing, process):
                decision = ask(asked, RecordMessagesSent(duty_id=duty.id), case.state, context)
                assert decision.refused is not None
                assert decision.refused.reason == reason
                assert decision.events == ()


@every_process
@given(random=randoms)
@walks
def test_adopting_an_unchanged_calendar_changes_nothing(process: AnyDecider, random: Random) -> None:
    case = walk(process, random, LENGTH)[-1].after
    long_ago = datetime(2025, 1, 1, tzinfo=SHANGHAI)  # nothing falls due meanwhile
    context = Context(case.case_id, len(case.history), long_ago, CLOCK, case.rulebook, case.world)
    decision = ask(process, AdoptCalendar(), case.state, context)
    assert decision.events == ()


@every_process
def test_the_walks_reach_every_phase_and_every_event(process: AnyDecider) -> None:
    met = met_on_many_walks(process.name)
    assert met.phases == {field_default(model, "phase") for model in process.states}
    assert met.events == {field_default(model, "kind") for model in process.events}


@every_process
def test_every_process_can_be_walked(process: AnyDecider) -> None:
    assert inventor_of(process.name).people
    assert by_name(process.name) is process


# -- what a process says about itself ----------------------------------------------------------


@every_process
def test_permissions_name_only_known_phases_and_kinds_and_cover_every_phase(process: AnyDecider) -> None:
    phases = {field_default(model, "phase") for model in process.states}
    kinds = {field_default(model, "kind") for model in process.commands}
    assert set(process.permissions) == phases
    named = {kind for row in process.permissions.values() for allowed in row.values() for kind in allowed}
    assert named == kinds - set(TIME)


@every_process
def test_only_the_opening_is_possible_before_there_is_a_case(process: AnyDecider) -> None:
    row = process.permissions[process.summary(process.initial).phase]
    by_people = {kind for role, kinds in row.items() if role is not Role.CLOCK for kind in kinds}
    assert by_people <= {process.opening}  # nobody opens a case that only other cases start
    assert process.opening in process.openings


@every_process
def test_the_clocks_commands_are_for_the_clock_alone(process: AnyDecider) -> None:
    for row in process.permissions.values():
        for role, kinds in row.items():
            clocks = {kind for kind in kinds if kind.startswith(("report_d", "record_", "adopt_"))}
            assert role is Role.CLOCK or not clocks


@every_process
def test_every_command_explains_itself_and_has_an_example_that_validates(process: AnyDecider) -> None:
    for model in process.commands:
        assert model.__doc__
        if model.__module__ not in SHARED:
            (example,) = model.model_json_schema()["examples"]
            assert model.model_validate_json(json.dumps(example))


@every_process
def test_kinds_are_the_snake_case_of_their_classes(process: AnyDecider) -> None:
    for model in (*process.commands, *process.events):
        words = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in model.__name__)
        assert field_default(model, "kind") == words.removeprefix("_")


@every_process
@pytest.mark.parametrize("language", ["zh", "en"])
def test_labels_cover_phases_commands_events_and_reasons(process: AnyDecider, language: str) -> None:
    words = getattr(process.labels, language)
    needed = {field_default(model, "phase") for model in process.states}
    needed |= {field_default(model, "kind") for model in (*process.commands, *process.events)}
    needed |= {reason.value for reason in (*process.reasons, *Reason)}
    assert not needed - set(words)
    assert all(words.values())


@every_process
def test_labels_cover_the_deadlines_and_duties_that_the_walks_meet(process: AnyDecider) -> None:
    met = met_on_many_walks(process.name)
    planned = met.deadlines | met.duties
    assert bool(planned) == (DeadlinePassed in process.events)
    assert not planned - set(process.labels.zh)


def test_a_reason_means_the_same_in_every_process() -> None:
    """A problem's type names the reason alone, so its words can't depend on the case."""
    said: dict[str, set[tuple[str, str]]] = {}
    for process in PROCESSES:
        for reason in process.reasons:
            words = (process.labels.zh[reason.value], process.labels.en[reason.value])
            said.setdefault(reason.value, set()).add(words)
    assert not {reason: words for reason, words in said.items() if len(words) > 1}
