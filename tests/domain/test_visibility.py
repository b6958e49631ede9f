"""What each role sees of each process's events and states: the table as a whole, and what the table is for."""

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest

from domain.kernel import AnyDecider, Part, Summary
from domain.people import Actor, Role
from domain.processes import PROCESSES, by_name
from domain.value import Value
from domain.visibility import INSIDE, SEES_ALL, View, may_see, standpoint
from process_pages.visibility import withheld_fields
from tests.domain.walks import Stride, steady_walks

every_process = pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
INSIDE_WORDS = ('"messages_sent"', '"failed": [{', '"askers')
OUTSIDE = (Role.APPLICANT, Role.EXPERT, Role.CONSULTATION_POINT)


def strides(name: str) -> Iterator[Stride]:
    """Many steps of some cases, the same each time."""
    return chain(*steady_walks(name)[:25])


def view(process: AnyDecider, role: Role, organisation: str = "o-any") -> View:
    return View(role, organisation, process.withheld.get(role, frozenset()))


def met(process: AnyDecider) -> Iterator[Value]:
    """Every event and state of the walks."""
    for stride in strides(process.name):
        yield from stride.decision.events
        yield stride.after.state


@every_process
def test_what_is_left_out_is_what_the_table_says_and_nothing_else(process: AnyDecider) -> None:
    roles = (*process.withheld, Role.AUDITOR)
    said: dict[tuple[type[Value], Role], set[str]] = {
        (model, role): {*withheld_fields(model, process.withheld.get(role, frozenset()))}
        for model in (*process.events, *process.states)
        for role in roles
    }
    for value in met(process):
        whole = value.model_dump(mode="json")
        for role in roles:
            shown = view(process, role).of_value(value)
            assert {*shown.withheld} <= said[type(value), role]
            assert (shown.json == whole) == (not shown.withheld)
            assert shown.json.keys() <= whole.keys()


@every_process
def test_authorities_and_the_publisher_see_all_of_a_case(process: AnyDecider) -> None:
    assert not process.withheld.keys() - {*OUTSIDE}


@every_process
def test_outside_nobody_sees_how_the_platform_works(process: AnyDecider) -> None:
    """Failed work, which other cases were told, who may not decide: in every process an outsider is party of."""
    outside = [role for role in OUTSIDE if any(role in row for row in process.permissions.values())]
    for role in outside:
        assert process.withheld[role] >= INSIDE
        seen = view(process, role)
        shown = [json.dumps(seen.of_value(value).json) for value in met(process) if seen.shows(type(value))]
        assert shown and not any(word in text for word in INSIDE_WORDS for text in shown)


@every_process
def test_every_line_of_the_table_withholds_something(process: AnyDecider) -> None:
    """A part that no event and no state has would be a line that says nothing."""
    for parts in process.withheld.values():
        for part in parts - INSIDE:
            one: frozenset[Part] = frozenset({part})
            models = (*process.events, *process.states)
            assert part in models or any(withheld_fields(model, one) for model in models), part


def test_the_applicant_is_told_nothing_of_the_review_but_its_result() -> None:
    """No expert, no opinion, no note on risk, in any event or state that is shown."""
    applicant, seen, hidden = view(by_name("application"), Role.APPLICANT), 0, 0
    for value in met(by_name("application")):
        if not applicant.shows(type(value)):
            hidden += 1
            continue
        text = json.dumps(applicant.of_value(value).json, ensure_ascii=False)
        assert not any(word in text for word in ('"expert"', "recommendation", "risk_note", "gathered", '"drawn": ['))
        seen += 1
    assert seen and hidden


def test_an_expert_is_shown_the_application_and_nothing_after_the_review() -> None:
    expert = view(by_name("application"), Role.EXPERT)
    for value in met(by_name("application")):
        if expert.shows(type(value)):
            text = json.dumps(expert.of_value(value).json)
            assert not any(word in text for word in ('"signatures"', "credential_prefix", "receiver_signature"))


def test_the_party_of_a_violation_is_not_told_that_someone_reported_it() -> None:
    """The report's own case is no case to it, and the allegation does not name it."""
    process, reported = by_name("violation"), 0
    for stride in strides("violation"):
        summary = process.summary(stride.after.state)
        dossier = getattr(stride.after.state, "dossier", None)
        if dossier is None:
            continue
        party = Actor(id="p-any", role=Role.APPLICANT, organisation=dossier.allegation.party)
        if dossier.reporter:
            reported += 1
            assert not may_see(party, summary)
            continue
        seen = View.of(process, party, summary)
        for event in stride.after.history:
            if seen.shows(type(event)):
                assert not {"report", "detected_by"} & {*seen.of_value(event).json}
    assert reported


# -- as what one sees ---------------------------------------------------------------------------


SUMMARY = Summary(
    phase="any",
    parties={Role.APPLICANT: ("o-ann",), Role.DATA_PUBLISHER: ("o-pub",), Role.EXPERT: ("o-exp",)},
    applicants=("p-ann", "o-ann", "o-joint"),
)


@pytest.mark.parametrize(
    ("actor", "seen_as"),
    [
        (("p-ann", Role.APPLICANT, "o-ann"), Role.APPLICANT),
        (("p-joint", Role.APPLICANT, "o-joint"), Role.APPLICANT),
        (("p-ann", Role.DATA_PUBLISHER, "o-pub"), Role.APPLICANT),  # who asked, and works for the publisher too
        (("p-any", Role.EXPERT, "o-ann"), Role.APPLICANT),  # their colleague, in any role
        (("p-any", Role.PLATFORM_OPERATOR, "o-ann"), Role.APPLICANT),  # even one who supervises
        (("p-any", Role.DATA_PUBLISHER, "o-pub"), Role.DATA_PUBLISHER),
        (("p-any", Role.EXPERT, "o-exp"), Role.EXPERT),
        (("p-any", Role.APPLICANT, "o-exp"), Role.EXPERT),  # as what their organisation is party
        (("p-any", Role.AUDITOR, "o-aud"), Role.AUDITOR),
        (("p-any", Role.PLATFORM_OPERATOR, "o-exp"), Role.PLATFORM_OPERATOR),
    ],
)
def test_one_sees_as_what_one_is_in_the_case(actor: tuple[str, Role, str], seen_as: Role) -> None:
    person, role, organisation = actor
    assert standpoint(Actor(id=person, role=role, organisation=organisation), SUMMARY) is seen_as


def test_a_substitute_sees_as_the_one_who_asked_and_whom_they_stand_in_for() -> None:
    deputy = Actor(id="p-bob", role=Role.AUDITOR, organisation="o-aud", on_behalf_of="p-ann")
    assert standpoint(deputy, SUMMARY) is Role.APPLICANT


def test_outside_one_is_told_which_office_acted_and_not_which_person() -> None:
    """One's own people are named; authorities and the publisher see everyone."""
    reviewer = Actor(id="p-rev", role=Role.DATA_PUBLISHER, organisation="o-pub")
    colleague = Actor(id="p-col", role=Role.APPLICANT, organisation="o-ann")
    for role in Role:
        seen = View(role, "o-ann", frozenset())
        assert seen.names(colleague)
        assert seen.names(reviewer) == (role not in OUTSIDE)
        assert (Role.EXPERT in seen.parties(SUMMARY)) == (role is not Role.APPLICANT)
    assert {*OUTSIDE} | SEES_ALL | {Role.DATA_PUBLISHER, Role.DESIGNATED_OFFICER, Role.PUBLISHER_HEAD} == {*Role}


def test_elements_of_a_list_are_left_out_one_by_one() -> None:
    """What stays keeps its place in order, and what is within it is looked at too."""

    class Paper(Value):
        text: str
        secret: str = "s"

    class Note(Value):
        text: str

    class Folder(Value):
        papers: tuple[Paper | Note, ...]
        words: tuple[str, ...] = ("a",)

    held = Folder(papers=(Paper(text="1"), Note(text="2"), Paper(text="3")))
    shown = View(Role.APPLICANT, "o", frozenset({Note, (Paper, "secret")})).of_value(held)
    expected: dict[str, Any] = {"papers": [{"text": "1"}, {"text": "3"}], "words": ["a"]}
    assert shown.json == expected
    assert shown.withheld == ("papers", "papers.secret")
