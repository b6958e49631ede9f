"""Objections' marks, sample, star, findings (R22 §16, §22; P25 §6, §7)."""

from datetime import datetime

import pytest

from domain.items import ChangeType, OpenType
from domain.kernel import Reason
from domain.open_list_item.commands import (
    ConfirmStar,
    DeclineStar,
    FixQualityIssue,
    NominateStar,
    ReportQualityIssue,
    SetSample,
)
from domain.open_list_item.events import (
    ItemMarked,
    ItemUnmarked,
    QualityIssueFixed,
    QualityIssueReported,
    SampleSet,
    StarConfirmed,
    StarDeclined,
    StarNominated,
)
from domain.open_list_item.inbox import MarkItem, UnmarkItem
from domain.open_list_item.papers import Defect, Mark, NoSample, Sample, Star
from domain.open_list_item.reasons import ItemReason
from domain.people import CLOCK, Actor, Role
from tests.domain.open_list_item.cast import (
    BUREAU,
    CENTRE,
    FOREIGN,
    SAMPLE,
    WEATHER,
    archived,
    listed,
    publish,
    static,
    update,
    withdrawn,
)
from tests.scenario import Scenario, Step, step

NOMINATE, CONFIRM, DECLINE = NominateStar(ground="调用量大"), ConfirmStar(), DeclineStar(reason="价值不明显")
TO_ALL = publish("2025-10-01 09:00", "lis-5", ChangeType.UPGRADE, open_type=OpenType.UNCONDITIONAL)
TO_NONE = publish("2025-10-01 09:00", "lis-5", ChangeType.DOWNGRADE, open_type=OpenType.NON_OPEN)


def mark(at: str, objection: str = "obj-1") -> Step:
    return step(at, CLOCK, MarkItem(objection=objection, fields=("rainfall",)))


def unmark(at: str, objection: str = "obj-1", *, corrected: bool = True) -> Step:
    return step(at, CLOCK, UnmarkItem(objection=objection, corrected=corrected))


def sample(at: str, material: str = SAMPLE, actor: Actor = WEATHER) -> Step:
    return step(at, actor, SetSample(material=material, extraction="按季节抽取", checked_by="li"))


def issue(at: str, actor: Actor = CENTRE) -> Step:
    return step(at, actor, ReportQualityIssue(defect=Defect.NULL_VALUES, fields=("rainfall",)))


def fix(at: str, name: str = "issue-1") -> Step:
    return step(at, WEATHER, FixQualityIssue(issue=name, remedy="已补齐"))


def with_data() -> Scenario:
    return listed("2025-09-01 09:00").given(update("2025-09-01 10:00"))


# -- marks ------------------------------------------------------------------------------------


def test_an_objection_shows_on_the_item_until_it_is_decided() -> None:
    case = static().when(mark("2025-09-02 09:00")).then(ItemMarked)
    assert case.state.dossier.marks == (Mark(objection="obj-1", fields=("rainfall",)),)
    two = case.given(mark("2025-09-02 10:00", "obj-2"))
    left = two.when(unmark("2025-09-03 09:00", corrected=False)).then(ItemUnmarked(objection="obj-1", corrected=False))
    assert [one.objection for one in left.state.dossier.marks] == ["obj-2"]


def test_a_mark_told_again_or_taken_off_again_is_no_news() -> None:
    case = static().given(mark("2025-09-02 09:00"))
    case.when(mark("2025-09-02 09:01")).then()
    case.given(unmark("2025-09-02 09:02")).when(unmark("2025-09-02 09:03")).then()


# -- sample -----------------------------------------------------------------------------------


def test_a_sample_is_kept_with_how_it_was_drawn_and_who_found_it_true() -> None:
    case = static().when(sample("2025-09-02 09:00")).then(SampleSet)
    set_at = datetime.fromisoformat("2025-09-02T09:00+08:00")
    assert case.state.dossier.sample == Sample(material=SAMPLE, extraction="按季节抽取", checked_by="li", set_at=set_at)


def test_a_sample_is_the_publishers_own_upload_and_of_conditionally_open_data() -> None:
    static().when(sample("2025-09-02 09:00", FOREIGN)).then_refused(ItemReason.UNKNOWN_MATERIAL)
    static().when(sample("2025-09-02 09:00", "00" * 32)).then_refused(ItemReason.UNKNOWN_MATERIAL)
    unconditional = static(open_type=OpenType.UNCONDITIONAL)
    unconditional.when(sample("2025-09-02 09:00")).then_refused(ItemReason.NOT_CONDITIONAL)
    static().when(sample("2025-09-02 09:00", actor=CENTRE)).then_refused(Reason.FORBIDDEN)


@pytest.mark.parametrize("version", [TO_ALL, TO_NONE], ids=["unconditional", "non_open"])
def test_a_sample_goes_when_the_item_is_no_longer_conditionally_open(version: Step) -> None:
    case = static().given(sample("2025-09-02 09:00"))
    assert case.given(version).state.dossier.sample == NoSample()


def test_a_sample_stays_through_versions_that_leave_the_open_type() -> None:
    case = static().given(sample("2025-09-02 09:00"), publish("2025-09-03 09:00", title="新名称"))
    assert isinstance(case.state.dossier.sample, Sample)


# -- star -------------------------------------------------------------------------------------


def test_a_timely_item_is_proposed_by_its_publisher_and_confirmed_by_the_department() -> None:
    proposed = with_data().when(step("2025-09-01 11:00", WEATHER, NOMINATE)).then(StarNominated)
    assert proposed.process.summary(proposed.state).holder is Role.COMPETENT_DEPARTMENT
    starred = proposed.when(step("2025-09-01 12:00", BUREAU, CONFIRM)).then(StarConfirmed())
    assert starred.state.dossier.star is Star.CONFIRMED
    starred.when(step("2025-09-01 13:00", WEATHER, NOMINATE)).then_refused(ItemReason.ALREADY_PROPOSED)
    assert starred.given(TO_NONE).state.dossier.star is Star.NONE


@pytest.mark.parametrize("command", [CONFIRM, DECLINE])
def test_whoever_proposed_it_decides_nothing_about_the_star(command: ConfirmStar | DeclineStar) -> None:
    """Neither they nor whom they stood in for, though both are of the department too."""
    substitute = WEATHER.model_copy(update={"on_behalf_of": "someone-away"})
    proposed = with_data().given(step("2025-09-01 11:00", substitute, NOMINATE))
    for person in (WEATHER.id, "someone-away"):
        there = BUREAU.model_copy(update={"id": person})
        proposed.when(step("2025-09-01 12:00", there, command)).then_refused(Reason.FOUR_EYES)


def test_a_declined_item_may_be_proposed_again() -> None:
    proposed = with_data().given(step("2025-09-01 11:00", WEATHER, NOMINATE))
    declined = proposed.when(step("2025-09-01 12:00", BUREAU, DECLINE)).then(StarDeclined(reason="价值不明显"))
    declined.when(step("2025-09-01 13:00", WEATHER, NOMINATE)).then(StarNominated)


@pytest.mark.parametrize("command", [CONFIRM, DECLINE])
def test_what_was_not_proposed_is_neither_confirmed_nor_declined(command: ConfirmStar | DeclineStar) -> None:
    with_data().when(step("2025-09-01 11:00", BUREAU, command)).then_refused(ItemReason.NOT_PROPOSED)


def test_no_star_without_data_or_with_findings_open() -> None:
    nominate = step("2025-09-01 11:00", WEATHER, NOMINATE)
    listed("2025-09-01 09:00").when(nominate).then_refused(ItemReason.NO_DATA)
    found = with_data().given(issue("2025-09-01 10:30"))
    found.when(nominate).then_refused(ItemReason.ISSUES_OPEN, "issue-1")
    found.given(fix("2025-09-01 10:40")).when(nominate).then(StarNominated)


def test_no_star_in_a_year_in_which_a_date_was_missed() -> None:
    """Every date of the year must have been kept, when it is proposed and when it is confirmed."""
    late = with_data().given(step("2025-09-01 11:00", WEATHER, NOMINATE)).until("2025-09-03 00:00")
    caught_up = late.given(update("2025-09-03 09:00"))
    caught_up.when(step("2025-09-03 10:00", BUREAU, CONFIRM)).then_refused(ItemReason.NOT_TIMELY)
    declined = caught_up.given(step("2025-09-03 11:00", BUREAU, DECLINE))
    declined.when(step("2025-09-03 12:00", WEATHER, NOMINATE)).then_refused(ItemReason.NOT_TIMELY)


def test_a_new_year_lets_an_item_shine_that_was_late_before_unless_it_still_is() -> None:
    late = listed("2025-12-29 09:00").given(update("2025-12-29 10:00")).until("2025-12-31 00:00")
    caught_up = late.given(update("2025-12-31 09:00"), update("2026-01-01 09:00"))
    caught_up.when(step("2026-01-01 10:00", WEATHER, NOMINATE)).then(StarNominated)
    still = listed("2025-12-30 09:00").given(update("2025-12-30 10:00")).until("2026-01-01 00:00")
    still.when(step("2026-01-01 10:00", WEATHER, NOMINATE)).then_refused(ItemReason.NOT_TIMELY)


# -- findings ---------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", [CENTRE, BUREAU], ids=["operator", "department"])
def test_a_finding_waits_for_the_publisher_until_it_is_fixed(actor: Actor) -> None:
    case = static().when(issue("2025-09-02 09:00", actor)).then(QualityIssueReported)
    assert [one.id for one in case.state.dossier.issues] == ["issue-1"]
    assert case.process.summary(case.state).holder is Role.DATA_PUBLISHER
    fixed = case.when(fix("2025-09-03 09:00")).then(QualityIssueFixed(issue="issue-1", remedy="已补齐"))
    assert fixed.state.dossier.issues == ()
    assert fixed.process.summary(fixed.state).holder is None


def test_findings_are_numbered_for_ever_and_each_is_fixed_once() -> None:
    case = static().given(issue("2025-09-02 09:00"), fix("2025-09-02 10:00"), issue("2025-09-02 11:00"))
    assert [one.id for one in case.state.dossier.issues] == ["issue-2"]
    case.when(fix("2025-09-02 12:00")).then_refused(ItemReason.UNKNOWN_ISSUE, "issue-1")


def test_what_stands_beside_an_item_is_only_asked_of_an_open_one() -> None:
    assert archived().given(sample("2025-09-02 09:00")).state.dossier.sample.kind == "sample"
    for asked in (sample("2025-09-02 09:00"), issue("2025-09-02 09:00"), step("2025-09-02 09:00", WEATHER, NOMINATE)):
        withdrawn().when(asked).then_refused(Reason.WRONG_PHASE)
