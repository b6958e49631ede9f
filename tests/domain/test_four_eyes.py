"""No one decides on what they asked for: in any process, phase or role, for another, or by letting time pass."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import chain

import pytest

from domain.days import SHANGHAI
from domain.deciding import ask
from domain.kernel import AnyDecider, Context, Reason, Summary
from domain.may import Rule, Verdict, may
from domain.people import CLOCK, Actor, Role
from domain.processes import PROCESSES
from domain.standing import Askers, AskersNoted
from domain.value import Value, kind_of, kind_of_class
from domain.visibility import may_see
from tests.domain.walks import Stride, steady_walks
from tests.scenario import Scenario, World

every_process = pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
LONG_AGO = datetime(2025, 1, 1, tzinfo=SHANGHAI)  # nothing falls due meanwhile
TAKES_AWAY = {"access_restricted"}  # a commitment was not put right in time: what only harms the asker, time may do


def strides(name: str) -> Iterator[Stride]:
    """Many steps of many cases, the same each time."""
    return chain(*steady_walks(name))


def samples(process: AnyDecider) -> Mapping[str, Value]:
    """A valid command of each kind that a person gives."""
    found: dict[str, Value] = {}
    for model in process.commands:
        for given in model.model_json_schema().get("examples", [])[:1]:
            found[kind_of_class(model)] = model.model_validate_json(json.dumps(given))
    return found


def judges(summary: Summary, role: Role) -> Iterator[Actor]:
    """Everyone who asked, in that role: themselves, for their organisation, standing in for it, stood in for by it.

    With each, whoever is their substitute now, or has one, whenever that was settled.
    """
    for organisation in summary.parties.get(role, ("o-elsewhere",)):
        for asker in summary.asked:
            yield Actor(id=asker, role=role, organisation=organisation)
            yield Actor(id="p-any", role=role, organisation=asker)
            yield Actor(id="p-any", role=role, organisation=organisation, on_behalf_of=asker)
            yield Actor(id=asker, role=role, organisation=organisation, on_behalf_of="p-any")


@every_process
def test_whoever_asked_is_refused_every_decision_in_every_phase_and_role(process: AnyDecider) -> None:
    """The operator's, the department's and the General Office's overrides too: no role is above it.

    Whoever had it asked by a substitute is refused as the substitute is.
    """
    met: dict[str, Stride] = {process.summary(one.after.state).phase: one for one in strides(process.name)}
    commands, refused = samples(process), 0
    for phase, stride in met.items():
        case = with_substitute(stride.after)
        summary = process.summary(case.state)
        for role, kinds in process.permissions[phase].items():
            if role in (Role.CLOCK, summary.asking_role):
                continue
            for kind in kinds:
                for actor in judges(summary, role):
                    context = Context(case.case_id, len(case.history), LONG_AGO, actor, case.rulebook, case.world)
                    decision = ask(process, commands[kind], case.state, context)
                    assert decision.refused is not None, f"{actor} may {kind} in {phase}"
                    assert decision.refused.reason in (Reason.FOUR_EYES, Reason.OTHER_ORGANISATION)
                    refused += 1
    assert refused or not any(process.summary(one.after.state).applicants for one in strides(process.name))


def with_substitute(case: Scenario) -> Scenario:
    """The case after someone acted for those who asked, on behalf of a colleague."""
    if not case.process.summary(case.state).applicants:
        return case
    return replace(case, history=(*case.history, AskersNoted(askers=Askers(who=("p-substitute", "p-away")))))


@every_process
def test_whoever_acts_for_those_who_asked_has_asked_from_then_on_and_so_has_whom_they_stand_in_for(
    process: AnyDecider,
) -> None:
    """Opening, editing, submitting, signing, answering: and no later step forgets it."""
    substitutes = 0
    for stride in strides(process.name):
        before, after = process.summary(stride.before.state), process.summary(stride.after.state)
        assert {*before.askers} <= {*after.asked}
        actor, decision = stride.asked.actor, stride.decision
        acted = decision.refused is None and decision.events and actor.role is after.asking_role
        if acted and (actor.organisation in after.applicants or actor.id in after.applicants):
            assert {*actor.people} <= {*after.asked}
            substitutes += bool(actor.on_behalf_of)
    assert substitutes or not any(process.summary(one.after.state).applicants for one in strides(process.name))


def test_what_was_recorded_and_sent_before_askers_were_kept_is_read_without_them() -> None:
    """Events in the log, and messages on their way."""
    models = {model for process in PROCESSES for model in (*process.events, *process.commands)} - {AskersNoted}
    carrying = [model for model in models if "askers" in model.model_fields]
    assert carrying and not any(model.model_fields["askers"].is_required() for model in carrying)


@every_process
def test_what_is_known_to_four_eyes_alone_shows_no_one_the_case(process: AnyDecider) -> None:
    """Who once acted for those who asked, and left, does not go on seeing it."""
    for stride in strides(process.name):
        summary = process.summary(stride.after.state)
        for asker in {*summary.askers} - {*summary.applicants}:
            assert not may_see(Actor(id=asker, role=Role.APPLICANT, organisation="o-elsewhere"), summary)


@every_process
def test_no_event_was_decided_by_one_who_asked_for_it(process: AnyDecider) -> None:
    for stride in strides(process.name):
        actor = stride.asked.actor
        if stride.decision.refused or actor.role is Role.CLOCK:
            continue
        summary = process.summary(stride.before.state)
        if {*actor.people, actor.organisation} & {*summary.asked}:
            assert actor.role is summary.asking_role


@every_process
def test_the_passing_of_time_decides_nothing_that_a_second_pair_of_eyes_is_to_decide(process: AnyDecider) -> None:
    """What follows from a deadline is never what a reviewer's command leads to, so waiting approves nothing."""
    by_time, by_people = set[str](), set[str]()
    for stride in strides(process.name):
        by_time |= {kind_of(event) for passed in stride.decision.passed for event in passed.events}
        if stride.decision.refused:
            continue
        kinds = {kind_of(event) for event in stride.decision.events}
        if kind_of(stride.asked.command) == "report_deadline_passed":
            by_time |= kinds
        elif stride.asked.actor.role not in (Role.CLOCK, process.summary(stride.before.state).asking_role):
            by_people |= kinds
    assert by_people
    assert by_time & by_people <= TAKES_AWAY


@every_process
def test_a_decision_and_the_question_beforehand_are_answered_by_the_same_rule(process: AnyDecider) -> None:
    """A refused step was refused for the reason of its verdict; an accepted one had a yes.

    Four eyes refuse after a yes only what starts a case, or for what stands in a field that the process names.
    """
    for stride in strides(process.name):
        state = stride.before.state
        for passed in stride.decision.passed:
            for event in passed.events:
                state = process.evolve(state, event)
        verdict = may(process, kind_of(stride.asked.command), state, stride.asked.actor, stride.before.world)
        if stride.decision.refused is None:
            assert verdict.allowed
        elif verdict.reason is not None:
            assert stride.decision.refused.reason == verdict.reason
        elif stride.decision.refused.reason is Reason.FOUR_EYES:
            assert {*process.openings, *process.four_eyes_on} & {kind_of(stride.asked.command)}


@every_process
def test_the_fields_by_which_four_eyes_may_refuse_are_fields_of_commands_that_people_give(process: AnyDecider) -> None:
    models = {kind_of_class(model): model for model in process.commands}
    for kind, fields in process.four_eyes_on.items():
        assert fields and {*fields} <= {*models[kind].model_fields}
        assert {role for row in process.permissions.values() for role in row if kind in row[role]} - {Role.CLOCK}


def test_each_rule_that_says_no_has_a_reason_of_its_own() -> None:
    toy = PROCESSES[0]
    said = {
        may(toy, "report_deadline_passed", toy.initial, CLOCK, World()).rule,
        may(toy, toy.opening, toy.initial, Actor(id="p", role=Role.APPLICANT, organisation="o"), World()).rule,
        may(toy, toy.opening, toy.initial, Actor(id="p", role=Role.CAC, organisation="o"), World()).rule,
        may(
            toy, "withdraw_application", toy.initial, Actor(id="p", role=Role.APPLICANT, organisation="o"), World()
        ).rule,
    }
    assert said == {Rule.TIME_PASSES, Rule.WHITELIST, Rule.ROLE, Rule.PHASE}
    noes = [reason for rule in Rule if (reason := Verdict(rule).reason)]
    assert len(set(noes)) == len(noes) == len(Rule) - 2
