"""docs/processes.md is what the processes do, not what someone remembers of them."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from domain.deadlines import Strength
from domain.kernel import AnyDecider, Labels
from domain.people import Role
from domain.policy import Limit
from domain.processes import PROCESSES
from domain.rulebook import Rulebook
from domain.value import kind_of_class
from process_pages import PAGE, RULEBOOK, explore_all
from process_pages.deadlines import deadline_rows
from process_pages.exploring import Unreached, explore
from process_pages.findings import Findings
from process_pages.sampling import Shelf
from process_pages.words import STRENGTHS
from process_pages.writing import page
from tests.toy import TOY

BINDS_AS, SOURCE, RULE = 4, 5, 7  # columns
pytestmark = pytest.mark.timeout(300)  # every process is walked: a minute, and more beside other work


@pytest.fixture(scope="module")
def explored() -> list[Findings]:
    """What all processes do; walking them takes some seconds."""
    return explore_all()


def test_the_page_says_what_the_processes_do_today(explored: list[Findings]) -> None:
    fresh = PAGE.read_text(encoding="utf-8") == page(explored, RULEBOOK)
    assert fresh, "docs/processes.md is stale: run `./sluice docs` and commit it with your change"


def test_another_word_makes_the_page_stale(explored: list[Findings]) -> None:
    first, *others = explored
    labels = first.decider.labels
    opening = first.decider.opening
    renamed = replace(first.decider, labels=Labels(zh={**labels.zh, opening: "另一个说法"}, en=labels.en))
    assert page([replace(first, decider=renamed), *others], RULEBOOK) != PAGE.read_text(encoding="utf-8")


def test_another_permission_makes_the_page_stale(explored: list[Findings]) -> None:
    first, *others = explored
    phase = next(iter(first.decider.permissions))
    row = {**first.decider.permissions[phase], Role.AUDITOR: frozenset({first.decider.opening})}
    opened = replace(first.decider, permissions={**first.decider.permissions, phase: row})
    assert page([replace(first, decider=opened), *others], RULEBOOK) != PAGE.read_text(encoding="utf-8")


def test_another_limit_makes_the_page_stale(explored: list[Findings]) -> None:
    def longer(limit: Limit) -> Limit:
        return limit.model_copy(update={"value": 11}) if limit.key == "application.review" else limit

    policy = RULEBOOK.policy.model_copy(update={"limits": tuple(map(longer, RULEBOOK.policy.limits))})
    changed = Rulebook(policy, RULEBOOK.calendar)
    assert page(explored, changed) != PAGE.read_text(encoding="utf-8")


def test_what_is_our_setting_is_never_shown_as_law(explored: list[Findings]) -> None:
    rows = [row for found in explored for row in deadline_rows(found, RULEBOOK)]
    assert rows
    for row in rows:
        strengths = {" ".join(STRENGTHS[limit.strength]) for limit in RULEBOOK.policy.versions(row[RULE].strip("`"))}
        assert row[BINDS_AS] in strengths
        ours = row[BINDS_AS] == " ".join(STRENGTHS[Strength.CONFIG])
        assert row[SOURCE].startswith("平台设定 ours") == ours


def test_every_process_is_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert all(f"## `{process.name}`" in text for process in PROCESSES)


def test_a_process_that_can_be_walked_to_its_end_is_explored() -> None:
    found = explore(_spoken(TOY), RULEBOOK, Shelf())
    assert set(found.running) == {"unopened", "open", "shut"}
    assert found.closed == {"shut": None}
    assert {step.to for step in found.steps if step.cause == "close_toy"} == {"shut"}
    assert found.settles["work"] == {"record_work": None}


def test_a_phase_that_no_one_can_reach_stops_the_page() -> None:
    forbidden = {
        phase: {role: kinds - {"close_toy"} for role, kinds in row.items()} for phase, row in TOY.permissions.items()
    }
    with pytest.raises(Unreached, match=r"no phase shut was reached; no command close_toy .*; no event toy_closed"):
        explore(_spoken(replace(TOY, permissions=forbidden)), RULEBOOK, Shelf())


def test_a_missing_word_stops_the_page() -> None:
    toy = _spoken(TOY)
    zh = {name: word for name, word in toy.labels.zh.items() if name != "open_toy"}
    with pytest.raises(Unreached, match="no word for open_toy in labels"):
        explore(replace(toy, labels=Labels(zh=zh, en=toy.labels.en)), RULEBOOK, Shelf())


def _spoken(toy: AnyDecider) -> AnyDecider:
    """The toy with a word for everything, and without the event that only a calendar brings: it has no calendar."""
    events = tuple(event for event in toy.events if kind_of_class(event) != "deadline_redated")
    names = [toy.name, *map(kind_of_class, (*toy.commands, *events)), "d1", "later", "work", *toy.labels.zh]
    words: Mapping[str, str] = {name: f"the {name}" for name in names}
    return replace(toy, events=events, labels=Labels(zh=words, en=words))
