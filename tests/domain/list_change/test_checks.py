"""What an order is checked for, and what it makes of the item (R22 §9–§18; M19 §3; P25 §20)."""

from typing import Any

import pytest

from domain.items import Condition, ItemStage, OpenType, UpdateFrequency
from domain.list_change.events import ListChangeApproved
from domain.list_change.papers import Check, Finding, Submission
from domain.list_change.reasons import ListChangeReason
from tests.domain.list_change.cast import (
    ADD,
    CASE,
    CONDITIONAL,
    CONTENT,
    DEMANDING,
    DOCUMENT,
    DOWNGRADE,
    KEEP,
    OPEN,
    SHELTERS,
    WITHHOLDING,
    approve,
    draft,
    reviewing,
    submit,
)

FIELD = CONTENT["fields"][0]
UNGRADED = {**WITHHOLDING, "open_type": "conditional"}


def submission(body: dict[str, Any], **declared: Any) -> Submission:
    state = reviewing(body, **declared).state
    found: Submission = state.submission
    return found


def add(**changes: Any) -> dict[str, Any]:
    """A new item whose content differs by that."""
    return {**ADD, "content": {**CONTENT, **changes}}


def conditional(**changes: Any) -> dict[str, Any]:
    return {**ADD, "content": {**CONDITIONAL, **changes}, "classification": DEMANDING}


def graded(**changes: Any) -> dict[str, Any]:
    return {**ADD, "classification": {**OPEN, **changes}}


def test_an_order_that_says_everything_has_no_findings() -> None:
    assert submission(ADD).findings == ()
    assert submission(conditional()).findings == ()


@pytest.mark.parametrize(
    ("body", "check", "subject"),
    [
        (add(domain=""), Check.MANDATORY_FIELD, "domain"),
        (add(abstract=""), Check.MANDATORY_FIELD, "abstract"),
        (add(fields=[]), Check.MANDATORY_FIELD, "fields"),
        (add(formats=[]), Check.MANDATORY_FIELD, "formats"),
        (add(update_frequency=""), Check.MANDATORY_FIELD, "update_frequency"),
        (add(fields=[{**FIELD, "dictionary": ""}]), Check.DICTIONARY, "地址"),
        (add(fields=[{**FIELD, "catalogue_link": ""}]), Check.CATALOGUE_LINK, "地址"),
        (add(formats=["DWG"]), Check.PROPRIETARY_FORMAT, "DWG"),
        (add(credit_open_fields=["电话"], valid_until="2026-12-31"), Check.CREDIT_FIELDS, "电话"),
        (add(credit_open_fields=["地址"]), Check.CREDIT_FIELDS, "valid_until"),
        (add(personal_data=True), Check.PERSONAL_DATA, "none"),
        (conditional(conditions=[]), Check.CONDITIONS, ""),
        (conditional(conditions=CONDITIONAL["conditions"] * 3), Check.CONDITIONS, "scenario"),
        (conditional(materials=[]), Check.MATERIALS, ""),
        (conditional(materials=CONDITIONAL["materials"] * 2), Check.MATERIALS, "qualification"),
        (graded(guide_version=""), Check.CLASSIFICATION_RECORD, ""),
        (graded(levels=[]), Check.CLASSIFICATION_RECORD, ""),
        (graded(ground="trade_secret"), Check.CLASSIFICATION_GROUND, "trade_secret"),
        (graded(ground="continuous"), Check.CLASSIFICATION_GROUND, "continuous"),
        (graded(open_type="non_open"), Check.CLASSIFICATION_GROUND, "none"),
        (graded(ground="privacy", release="consent"), Check.EXPLANATORY_DOCUMENT, ""),
        ({**KEEP, "change": "desensitise"}, Check.DESENSITISING, "none"),
        ({**KEEP, "change": "upgrade"}, Check.CHANGE_TYPE, "upgrade"),
        ({**KEEP, "change": "downgrade"}, Check.CHANGE_TYPE, "downgrade"),
    ],
)
def test_what_blocks_an_approval(body: dict[str, Any], check: Check, subject: str) -> None:
    assert submission(body).blocking == (Finding(check=check, subject=subject),)
    reviewing(body).when(approve(desensitising_insufficient="是")).then_refused(ListChangeReason.CHECKS_FAILED, check)


@pytest.mark.parametrize("declared", ["original", "machine_readable", "reusable"])
def test_data_must_be_original_machine_readable_and_reusable(declared: str) -> None:
    assert submission(ADD, **{declared: False}).blocking == (Finding(check=Check.CHECKLIST, subject=declared),)


@pytest.mark.parametrize(
    ("body", "check", "subject"),
    [
        (add(relations=""), Check.RELATIONS, ""),
        (add(update_frequency="real_time", formats=["csv"]), Check.FREQUENCY, "real_time"),
        (add(title="捐赠 个人清单（新）"), Check.SIMILAR_NAME, "sh-2025-021"),
    ],
)
def test_what_only_warns(body: dict[str, Any], check: Check, subject: str) -> None:
    assert submission(body).findings == (Finding(check=check, subject=subject, blocking=False),)
    reviewing(body).when(approve()).then(ListChangeApproved)


def test_a_proprietary_format_may_be_given_with_its_reason() -> None:
    assert submission(add(formats=["dwg"], proprietary_reason="图纸只有此格式")).findings == ()


def test_a_name_is_not_compared_with_its_own() -> None:
    renamed = {**KEEP, "content": {**CONTENT, "title": "捐赠个人清单（2025）"}}
    assert submission(renamed).findings == ()


def test_what_stays_as_published_is_warned_about_and_does_not_block() -> None:
    found = submission(KEEP)
    assert {finding.subject for finding in found.findings} == {"domain", "abstract", "fields", "formats"}
    assert found.blocking == ()


def test_credit_data_keeps_its_fields_and_its_validity() -> None:
    content = submission(add(credit_open_fields=["地址"], valid_until="2026-12-31")).content
    assert (content.credit_open_fields, str(content.valid_until)) == (("地址",), "2026-12-31")


# -- grading (R22 §14) ----------------------------------------------------------------------------


@pytest.mark.parametrize("ground", ["high_requirements", "time_critical", "continuous"])
def test_demanding_data_is_conditional(ground: str) -> None:
    body = {**conditional(), "classification": {**DEMANDING, "ground": ground}}
    assert submission(body).findings == ()


@pytest.mark.parametrize(
    "ground", ["privacy", "personal_information", "trade_secret", "confidential_business", "legal_ban"]
)
def test_withheld_data_is_not_open_unless_a_release_with_evidence_lifts_its_ground(ground: str) -> None:
    body = {**conditional(personal_data=True), "classification": {**UNGRADED, "ground": ground}}
    assert [finding.check for finding in submission(body).blocking] == [Check.CLASSIFICATION_GROUND]
    released = {**body, "classification": {**body["classification"], "release": "consent"}, "document": DOCUMENT}
    assert submission(released).findings == ()


def test_without_a_ground_data_is_open_to_all() -> None:
    assert CASE.given(draft({**KEEP, "classification": {}})).state.dossier.proposal.classification.open_type == (
        OpenType.UNCONDITIONAL
    )


# -- less open (R22 §11) --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item_id", "classification"),
    [
        ("sh-2025-021", WITHHOLDING),
        ("shelters", WITHHOLDING),
        ("sh-2025-021", {**DEMANDING, "desensitising_note": "时效性强"}),
    ],
)
def test_each_step_down_needs_its_document_and_a_reason_why_desensitising_would_not_do(
    item_id: str, classification: dict[str, Any]
) -> None:
    content = {} if classification is WITHHOLDING else {"content": CONDITIONAL}
    body = {**DOWNGRADE, "item_id": item_id, "classification": classification, **content}
    assert submission(body).blocking == (Finding(check=Check.EXPLANATORY_DOCUMENT),)
    explained = reviewing({**body, "document": DOCUMENT})
    explained.when(approve()).then_refused(ListChangeReason.DESENSITISING_UNEXPLAINED)
    explained.when(approve(desensitising_insufficient="脱敏后仍可识别")).then(ListChangeApproved)


@pytest.mark.parametrize("change", ["modify", "to_static", "archive", "desensitise"])
def test_no_other_order_makes_an_item_less_open_on_the_quiet(change: str) -> None:
    body = {**DOWNGRADE, "change": change, "document": DOCUMENT}
    found = submission(body)
    assert found.lowers
    assert Finding(check=Check.CHANGE_TYPE, subject=change) in found.blocking


def test_a_publisher_that_does_not_say_why_desensitising_fails_is_only_warned() -> None:
    silent = {**DOWNGRADE, "document": DOCUMENT, "classification": {**WITHHOLDING, "desensitising_note": ""}}
    assert Finding(check=Check.DESENSITISING, blocking=False) in submission(silent).findings


# -- what becomes of the item ---------------------------------------------------------------------


@pytest.mark.parametrize(("change", "stage"), [("to_static", ItemStage.STATIC), ("archive", ItemStage.ARCHIVED)])
def test_what_can_be_updated_no_more_stays_open_as_static_data(change: str, stage: ItemStage) -> None:
    body = {**KEEP, "item_id": "shelters", "change": change, "classification": DEMANDING}
    found = submission(body)
    assert found.blocking == ()
    static = {"stage": stage, "update_frequency": UpdateFrequency.STATIC, "guide_version": "2023"}
    assert found.content == SHELTERS.content().model_copy(update=static)


@pytest.mark.parametrize(("frequency", "stage"), [("monthly", ItemStage.CURRENT), ("static", ItemStage.STATIC)])
def test_data_that_comes_irregularly_is_static(frequency: str, stage: ItemStage) -> None:
    assert submission(add(update_frequency=frequency)).content.stage is stage


@pytest.mark.parametrize(("frequency", "stage"), [("monthly", ItemStage.CURRENT), ("static", ItemStage.ARCHIVED)])
def test_an_archived_item_stays_archived_until_data_comes_again(frequency: str, stage: ItemStage) -> None:
    archived = CASE.world.items["sh-2025-021"].model_copy(update={"stage": ItemStage.ARCHIVED})
    world = CASE.with_world(items={archived.item_id: archived})
    case = world.given(draft({**KEEP, "content": {**CONTENT, "update_frequency": frequency}}), submit())
    assert case.state.submission.content.stage is stage


def test_conditions_end_with_conditional_opening() -> None:
    upgrade = {"change": "upgrade", "item_id": "shelters", "reason": "条件不再必要", "classification": OPEN}
    found = submission(upgrade)
    assert found.blocking == ()
    assert (found.content.open_type, found.content.conditions, found.content.materials) == (
        OpenType.UNCONDITIONAL,
        (),
        (),
    )


def test_withheld_data_may_be_opened_once_desensitised_with_evidence() -> None:
    body = {
        "change": "desensitise",
        "item_id": "hidden",
        "reason": "脱敏后开放统计数据",
        "content": CONTENT,
        "classification": {**WITHHOLDING, "open_type": "unconditional", "release": "desensitised"},
        "document": DOCUMENT,
    }
    assert submission(body).findings == ()


def test_the_item_is_what_was_typed_over_what_was_published() -> None:
    found = submission({**KEEP, "item_id": "shelters", "content": CONDITIONAL, "classification": DEMANDING})
    assert (found.content.item_id, found.content.publisher, found.replaces) == ("shelters", "civil-affairs", 1)
    assert found.content.conditions == (Condition.model_validate(CONDITIONAL["conditions"][0]),)
    assert found.content.update_frequency is UpdateFrequency.MONTHLY


def test_a_new_item_replaces_nothing() -> None:
    found = submission(ADD)
    assert (found.replaces, found.lowers) == (0, False)
