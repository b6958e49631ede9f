"""An order is checked against the grading rules that are published (R22 §13, §14)."""

from typing import Any

import pytest

from domain.grading import case_of
from domain.list_change.events import ListChangeApproved
from domain.list_change.papers import Check, CheckedBy, Finding, Submission
from domain.list_change.reasons import ListChangeReason
from domain.value import Value
from tests.domain.grading_rules.cast import GUIDE, LINES, NEXT, OWN, on_record
from tests.domain.list_change.cast import ADD, CASE, DOCUMENT, OPEN, WORLD, approve, draft, submit
from tests.scenario import Scenario

OLDER = {**GUIDE, "version": "2019", "in_force_from": "2019-10-01T00:00:00+08:00"}
OF_CIVIL_AFFAIRS = {**OWN, "lines": [{"levels": ["窗口"], "open_type": "unconditional"}]}
WITHHELD = {"open_type": "non_open", "ground": "privacy"}
RELEASED = {"levels": ["3级"], "ground": "privacy", "release": "consent"}


def order(guide: tuple[dict[str, Any], ...], *, own: Any = None, released: bool = False, **graded: Any) -> Scenario:
    """A new item, graded so, under review on 2025-10-20 in a city with that guide and those rules of its publisher."""
    rules: dict[str, Value] = {case_of(""): on_record(*guide)} if guide else {}
    if own:
        rules[case_of("civil-affairs")] = on_record(own)
    body = {**ADD, "classification": {**OPEN, **graded}, "document": DOCUMENT if released else ""}
    return CASE.with_world(cases={**WORLD.cases, **rules}).given(draft(body), submit())


def submission(case: Scenario) -> Submission:
    found: Submission = case.state.submission
    return found


def test_an_order_that_follows_the_guide_has_no_finding_and_says_what_it_was_checked_by() -> None:
    found = submission(order((OLDER, GUIDE, NEXT)))
    assert found.findings == ()
    assert found.checked_by == CheckedBy(in_force="2023", guide="2023")
    assert found.content.guide_version == "2023"


def test_while_no_guide_is_in_force_here_nothing_is_checked_against_one() -> None:
    for guide in ((), (NEXT,)):
        found = submission(order(guide, guide_version="of old", levels=["9级"], own=OF_CIVIL_AFFAIRS))
        assert (found.findings, found.checked_by) == ((), CheckedBy())


def test_a_version_that_the_guide_never_had_blocks() -> None:
    case = order((GUIDE,), guide_version="2022")
    assert submission(case).findings == (Finding(check=Check.GUIDE_VERSION, subject="2022"),)
    assert submission(case).checked_by == CheckedBy(in_force="2023")
    case.when(approve()).then_refused(ListChangeReason.CHECKS_FAILED, "guide_version 2022")


@pytest.mark.parametrize(("version", "levels"), [("2019", ["1级"]), ("2027", ["1级"])])
def test_a_version_that_is_replaced_or_yet_to_be_only_warns(version: str, levels: list[str]) -> None:
    later = {**NEXT, "lines": LINES}
    case = order((OLDER, GUIDE, later), guide_version=version, levels=levels)
    assert submission(case).findings == (Finding(check=Check.GUIDE_VERSION, subject=version, blocking=False),)
    assert submission(case).checked_by == CheckedBy(in_force="2023", guide=version)
    case.when(approve()).then(ListChangeApproved)


@pytest.mark.parametrize(
    ("graded", "subject"),
    [
        ({"levels": ["3级"]}, "3级: non_open"),
        ({"levels": ["实时", "2级"]}, "实时、2级: conditional"),
        ({"levels": ["1级"], **WITHHELD}, "1级: unconditional"),
    ],
)
def test_levels_that_lead_to_another_open_type_block_and_the_finding_names_it(
    graded: dict[str, Any], subject: str
) -> None:
    case = order((GUIDE,), **graded)
    assert submission(case).blocking == (Finding(check=Check.LEVELS_CONTRADICTED, subject=subject),)
    case.when(approve()).then_refused(ListChangeReason.CHECKS_FAILED, "levels_contradicted")


def test_a_release_opens_what_is_not_open_by_its_levels() -> None:
    """R22 §14(1): with the right holders' consent, say; the explanatory document is its evidence."""
    assert submission(order((GUIDE,), released=True, **RELEASED)).findings == ()
    unreleased = submission(order((GUIDE,), levels=["3级"], release="consent", released=True))  # there is no ground
    assert Finding(check=Check.LEVELS_CONTRADICTED, subject="3级: non_open") in unreleased.blocking


def test_levels_that_no_rules_know_only_warn() -> None:
    case = order((GUIDE,), levels=["窗口"])
    assert submission(case).findings == (Finding(check=Check.LEVELS_UNMAPPED, subject="窗口", blocking=False),)
    case.when(approve()).then(ListChangeApproved)


def test_where_the_guide_has_no_such_levels_the_publishers_own_rules_say() -> None:
    """Its rules detail the guide for its trade (R22 §13¶2)."""
    found = submission(order((GUIDE,), own=OF_CIVIL_AFFAIRS, levels=["窗口"]))
    assert found.findings == ()
    assert found.checked_by == CheckedBy(in_force="2023", guide="2023", own="2024")
    withheld: dict[str, Any] = {"levels": ["窗口"], **WITHHELD}
    contradicted = order((GUIDE,), own=OF_CIVIL_AFFAIRS, **withheld)
    assert submission(contradicted).blocking == (
        Finding(check=Check.LEVELS_CONTRADICTED, subject="窗口: unconditional"),
    )


def test_own_rules_that_follow_another_version_of_the_guide_say_nothing() -> None:
    found = submission(order((OLDER, GUIDE), own={**OF_CIVIL_AFFAIRS, "follows": "2019"}, levels=["窗口"]))
    assert [finding.check for finding in found.findings] == [Check.LEVELS_UNMAPPED]


def test_an_order_without_a_record_of_its_grading_is_told_that_alone() -> None:
    found = submission(order((GUIDE,), guide_version=""))
    assert found.findings == (Finding(check=Check.CLASSIFICATION_RECORD),)


def test_the_address_of_the_queue_is_no_items_id() -> None:
    CASE.when(draft({**ADD, "item_id": "to-regrade"})).then_refused(ListChangeReason.ITEM_ID_UNUSABLE)
    CASE.given(draft({**ADD, "item_id": "to-regrade-1"}))
