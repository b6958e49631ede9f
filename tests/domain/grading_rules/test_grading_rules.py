"""The city's guide and a publisher's own rules, in versions that are never lost (R22 §13)."""

from typing import Any

import pytest

from domain.grading import case_of
from domain.grading_rules import GRADING_RULES
from domain.grading_rules.commands import PublishGradingRules
from domain.grading_rules.events import GradingRulesPublished, GradingRulesWithdrawn, RulesVersionPublished
from domain.grading_rules.reasons import GradingRulesReason
from domain.grading_rules.state import Published, Withdrawn
from domain.kernel import Reason
from domain.people import PUBLISHERS_SIDE, Actor
from domain.visibility import may_see
from tests.domain.grading_rules.cast import (
    BUREAU,
    CITY,
    DOCUMENT,
    FOREIGN,
    GUIDE,
    LINES,
    NEXT,
    OF_WEATHER,
    OTHER,
    OWN,
    WEATHER,
    further,
    on_record,
    publish,
    withdraw,
)
from tests.domain.shanghai import at

# -- the guide ------------------------------------------------------------------------------------


def test_the_department_publishes_the_guide_with_all_that_a_guide_has_to_say() -> None:
    """Method, which levels lead to which open type and conditions, and examples (R22 §13¶3)."""
    event = CITY.when(publish({**GUIDE, "document": DOCUMENT})).event(GradingRulesPublished)
    assert (event.case_id, event.publisher, event.rules.version) == ("grading-guide~city", "", "2023")
    assert (event.rules.method, event.rules.examples, event.rules.document) == (
        "按对象与内容定级",
        ("道路名称：1级",),
        DOCUMENT,
    )
    assert [(line.levels, str(line.open_type), line.conditions) for line in event.rules.lines] == [
        (("1级",), "unconditional", ""),
        (("2级", "实时"), "conditional", "注明应用场景"),
        (("3级",), "non_open", ""),
    ]
    assert event.rules.published_at == at("2025-09-01 09:00")


def test_a_further_version_replaces_the_last_from_its_own_instant_and_the_old_one_stays() -> None:
    guide = CITY.given(publish()).when(further()).then(RulesVersionPublished)
    assert isinstance(guide.state, Published)
    assert [version.version for version in guide.state.versions] == ["2023", "2027"]
    for when, label, up_to_date in (
        ("2026-12-31 23:59", "2023", ("2023", "2027")),
        ("2027-01-01 00:00", "2027", ("2027",)),
    ):
        in_force = guide.state.in_force(at(when))
        assert in_force and in_force.version == label
        assert guide.state.up_to_date(at(when)) == up_to_date
    old = guide.state.version("2023")
    assert old and old.lines[0].open_type == "unconditional"
    assert guide.process.summary(guide.state).title == "分级分类指南（2027版）"


def test_before_its_first_instant_nothing_is_in_force() -> None:
    rules = on_record(GUIDE)
    assert rules.in_force(at("2023-06-30 23:59")) is None
    assert rules.up_to_date(at("2023-06-30 23:59")) == ("2023",)


def test_levels_are_found_in_whatever_order_they_are_named() -> None:
    (rules,) = on_record(GUIDE).versions
    found = rules.line(("实时", "2级"))
    assert found and found.open_type == "conditional"
    assert rules.line(("2级",)) is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"version": "2023"}, GradingRulesReason.VERSION_EXISTS),
        ({"in_force_from": GUIDE["in_force_from"]}, GradingRulesReason.NOT_AFTER_LAST),
        ({"lines": [*LINES, {"levels": ["实时", "2级"], "open_type": "non_open"}]}, GradingRulesReason.LEVELS_TWICE),
        ({"document": FOREIGN}, GradingRulesReason.UNKNOWN_RULES_DOCUMENT),
        ({"document": "00" * 32}, GradingRulesReason.UNKNOWN_RULES_DOCUMENT),
        ({"follows": "2023"}, GradingRulesReason.UNKNOWN_GUIDE_VERSION),
    ],
)
def test_what_a_further_version_of_the_guide_may_not_be(changes: dict[str, Any], reason: GradingRulesReason) -> None:
    CITY.given(publish()).when(further({**NEXT, **changes})).then_refused(reason)


def test_a_guide_without_any_line_is_not_even_read() -> None:
    with pytest.raises(ValueError, match="lines"):
        PublishGradingRules.model_validate({**GUIDE, "lines": []})


def test_a_withdrawn_guide_holds_no_more_and_a_further_version_brings_it_back() -> None:
    withdrawn = CITY.given(publish()).when(withdraw()).then(GradingRulesWithdrawn(ground="上位规定已修改"))
    assert isinstance(withdrawn.state, Withdrawn)
    assert not GRADING_RULES.plan(withdrawn.state).closed
    withdrawn.when(withdraw()).then_refused(Reason.WRONG_PHASE)
    withdrawn.when(further({**NEXT, "version": "2023"})).then_refused(GradingRulesReason.VERSION_EXISTS)
    back = withdrawn.when(further()).then(RulesVersionPublished)
    assert [version.version for version in back.state.versions] == ["2027"]  # what was withdrawn holds no more
    assert [version.version for version in back.state.dossier.former] == ["2023"]
    assert back.state.in_force(at("2026-12-31 12:00")) is None


def test_there_is_one_guide_and_one_body_of_rules_for_each_publisher() -> None:
    """The command names the case, so that a second one meets the first."""
    for body, case in ((GUIDE, "grading-guide~city"), ({**OWN, "publisher": "weather"}, "grading-rules~weather")):
        assert GRADING_RULES.names(PublishGradingRules.model_validate(body)) == case
    CITY.given(publish()).when(publish({**GUIDE, "version": "2024"})).then_refused(Reason.WRONG_PHASE)
    assert case_of("city") != case_of("")


# -- a publisher's own rules ----------------------------------------------------------------------


def test_a_publisher_publishes_rules_of_its_own_by_the_guide() -> None:
    """Levels, open type, conditions and supervision, under a version of the guide (R22 §13¶2)."""
    event = OF_WEATHER.when(publish(OWN, by=WEATHER)).event(GradingRulesPublished)
    assert (event.case_id, event.publisher) == ("grading-rules~weather", "weather")
    assert (event.rules.follows, event.rules.supervision) == ("2023", "每季度抽查调用记录")
    assert event.rules.lines[0].conditions == "限于科研"


@pytest.mark.parametrize(
    ("when", "changes", "reason"),
    [
        ("2025-09-01 09:00", {"follows": ""}, GradingRulesReason.UNKNOWN_GUIDE_VERSION),
        ("2025-09-01 09:00", {"follows": "2019"}, GradingRulesReason.UNKNOWN_GUIDE_VERSION),
        ("2027-01-01 00:00", {"follows": "2023"}, GradingRulesReason.UNKNOWN_GUIDE_VERSION),  # replaced
        ("2025-09-01 09:00", {"supervision": ""}, GradingRulesReason.SUPERVISION_MISSING),
        (
            "2025-09-01 09:00",
            {"lines": [{"levels": ["3级"], "open_type": "conditional"}]},
            GradingRulesReason.CONTRADICTS_GUIDE,
        ),
    ],
)
def test_what_a_publishers_rules_may_not_be(when: str, changes: dict[str, Any], reason: GradingRulesReason) -> None:
    OF_WEATHER.when(publish({**OWN, **changes}, when, WEATHER)).then_refused(reason)


def test_rules_may_be_made_by_a_version_of_the_guide_that_is_yet_to_be() -> None:
    OF_WEATHER.when(publish({**OWN, "follows": "2027"}, by=WEATHER)).then(GradingRulesPublished)


def test_while_no_guide_is_published_here_the_one_that_is_named_is_taken_as_said() -> None:
    alone = OF_WEATHER.with_world(cases={})
    alone.when(publish({**OWN, "follows": "2019"}, by=WEATHER)).then(GradingRulesPublished)
    alone.when(publish({**OWN, "follows": ""}, by=WEATHER)).then_refused(GradingRulesReason.UNKNOWN_GUIDE_VERSION)


# -- whose they are -------------------------------------------------------------------------------


@pytest.mark.parametrize(("by", "publisher"), [(WEATHER, ""), (OTHER, "weather"), (BUREAU, "weather")])
def test_no_one_publishes_rules_that_are_anothers(by: Actor, publisher: str) -> None:
    OF_WEATHER.when(publish({**OWN, "publisher": publisher}, by=by)).then_refused(Reason.OTHER_ORGANISATION)


@pytest.mark.parametrize("by", [OTHER, BUREAU])
def test_no_one_else_changes_or_withdraws_a_publishers_rules(by: Actor) -> None:
    case = OF_WEATHER.given(publish(OWN, by=WEATHER))
    later = {**OWN, "version": "2025", "in_force_from": NEXT["in_force_from"]}
    case.when(further(later, by=by)).then_refused(Reason.OTHER_ORGANISATION)
    case.when(withdraw(by=by)).then_refused(Reason.OTHER_ORGANISATION)
    case.given(further(later, by=WEATHER), withdraw(by=WEATHER))


def test_no_publisher_changes_or_withdraws_the_guide() -> None:
    case = CITY.given(publish())
    case.when(further(by=WEATHER)).then_refused(Reason.OTHER_ORGANISATION)
    case.when(withdraw(by=WEATHER)).then_refused(Reason.OTHER_ORGANISATION)


def test_a_publishers_rules_are_seen_by_its_own_side_and_by_those_who_supervise() -> None:
    case = OF_WEATHER.given(publish(OWN, by=WEATHER))
    summary = case.process.summary(case.state)
    assert dict(summary.parties) == dict.fromkeys(PUBLISHERS_SIDE, ("weather",))
    assert [may_see(actor, summary) for actor in (WEATHER, BUREAU, OTHER)] == [True, True, False]
