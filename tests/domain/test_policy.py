"""policy.toml holds every row of the policy's tables, and a policy that doesn't hold together is refused."""

from datetime import date
from pathlib import Path

import pytest

from domain.deadlines import Level, Strength, Unit
from domain.people import Role
from domain.policy import OURS, Policy, UnknownRule
from store.rules_files import BadRules, load_rulebook
from tests.domain.shanghai import FOLDER, RULEBOOK, at

POLICY = RULEBOOK.policy
WD, MONTHS, HOURS, DAYS = Unit.WORKING_DAYS, Unit.MONTHS, Unit.HOURS, Unit.CALENDAR_DAYS


THE_LIMITS = [
    ("application.review", 10, WD, Strength.NORM, "R22 §19"),
    ("application.answer", 5, WD, Strength.TARGET, "P25 §3"),
    ("application.completeness", 5, WD, Strength.CONFIG, OURS),
    ("application.delivery", 5, WD, Strength.CONFIG, OURS),
    ("delivery.link_hours", 72, HOURS, Strength.CONFIG, OURS),
    ("agreement.signing", 10, WD, Strength.CONFIG, OURS),
    ("agreement.term", 0, MONTHS, Strength.CONFIG, OURS),
    ("agreement.term_months", 12, MONTHS, Strength.CONFIG, OURS),
    ("agreement.deletion", 10, WD, Strength.CONFIG, OURS),
    ("usage_report.due", 0, MONTHS, Strength.NORM, "R22 §29; CC §202-203"),
    ("usage_report.cycle_months", 6, MONTHS, Strength.CONFIG, OURS),
    ("usage_report.grace", 5, WD, Strength.CONFIG, OURS),
    ("usage_report.returned", 5, WD, Strength.CONFIG, OURS),
    ("list_change.review", 10, WD, Strength.CONFIG, OURS),
    ("commitment.rectify", 10, WD, Strength.CONFIG, OURS),
    ("rights_claim.suspend", 2, HOURS, Strength.CONFIG, OURS),
    ("rights_claim.evidence", 10, WD, Strength.CONFIG, OURS),
    ("rights_claim.verify", 10, WD, Strength.CONFIG, OURS),
    ("violation.hearing", 5, WD, Strength.CONFIG, OURS),
    ("violation.publicity", 6, MONTHS, Strength.CONFIG, OURS),
    ("objection.mark", 1, WD, Strength.CONFIG, OURS),
    ("objection.transfer", 2, WD, Strength.CONFIG, OURS),
    ("objection.decide", 5, WD, Strength.CONFIG, OURS),
    ("item.update.daily", 1, DAYS, Strength.CONFIG, OURS),
    ("item.update.weekly", 7, DAYS, Strength.CONFIG, OURS),
    ("item.update.monthly", 31, DAYS, Strength.CONFIG, OURS),
    ("item.update.quarterly", 92, DAYS, Strength.CONFIG, OURS),
    ("item.update.yearly", 366, DAYS, Strength.CONFIG, OURS),
    ("demand.triage", 10, WD, Strength.CONFIG, OURS),
    ("demand.reply", 20, WD, Strength.CONFIG, OURS),
    ("commitment.supervise", 20, WD, Strength.CONFIG, OURS),
    ("plan_item.due", 0, DAYS, Strength.CONFIG, OURS),
    ("spot_check.answer", 5, WD, Strength.CONFIG, OURS),
    ("assessment.yearly", 0, DAYS, Strength.NORM, "R22 §10"),
    ("assessment.reminder", 20, WD, Strength.CONFIG, OURS),
    ("assessment.returned", 10, WD, Strength.CONFIG, OURS),
    ("escalation.reminder", 2, WD, Strength.CONFIG, OURS),
    ("policy.ending", 180, DAYS, Strength.CONFIG, OURS),
]


@pytest.mark.parametrize(("key", "value", "unit", "strength", "cite"), THE_LIMITS)
def test_every_limit_of_the_policy(key: str, value: int, unit: Unit, strength: Strength, cite: str) -> None:
    limit = POLICY.limit(key, date(2025, 9, 4))
    assert limit is not None
    assert (limit.value, limit.unit, limit.strength, limit.cite) == (value, unit, strength, cite)


def test_no_limit_is_missing_from_that_table() -> None:
    assert {limit.key for limit in POLICY.limits} == {row[0] for row in THE_LIMITS}


@pytest.mark.parametrize(
    ("key", "cite"),
    [
        ("end_of_day", "CC §203"),
        ("counting", "CC §201"),
        ("months", "CC §202-203"),
        ("version_in_force", "LegLaw §104"),
        ("unannounced_year", OURS),
        ("no_pause", OURS),
        ("plan_date", OURS),
        ("received_on_rest_day", OURS),
        ("overdue", OURS),
        ("policy_gap", OURS),
        ("agreement.offline_basis", "W23 tasks-2"),
        ("fast_track", "W23 tasks-4"),
    ],
)
def test_every_principle_of_the_policy(key: str, cite: str) -> None:
    assert [p.cite for p in POLICY.principles if p.key == key] == [cite]


@pytest.mark.parametrize(
    ("day", "cite"),
    [
        ("2023-08-23", None),
        ("2023-08-24", "W23 tasks-2"),
        ("2023-12-31", "W23 tasks-2"),
        ("2024-01-01", None),
        ("2025-06-05", None),
        ("2025-06-06", "P25 §3"),
        ("2025-12-31", "P25 §3"),
        ("2026-01-01", None),
    ],
)
def test_the_target_is_in_force_in_its_windows_only(day: str, cite: str | None) -> None:
    limit = POLICY.limit("application.answer", date.fromisoformat(day))
    assert (limit.cite if limit else None) == cite


@pytest.mark.parametrize(
    ("day", "in_force"),
    [("2023-08-23", False), ("2023-08-24", True), ("2023-12-31", True), ("2024-01-01", False), ("2025-10-29", False)],
)
def test_a_principle_with_dates_is_in_force_on_those_only(day: str, in_force: bool) -> None:
    for key in ("agreement.offline_basis", "fast_track"):
        assert (POLICY.principle(key, date.fromisoformat(day)) is not None) == in_force
    assert POLICY.principle("counting", date.fromisoformat(day)) is not None


def test_a_principle_that_never_was_is_asked_for_in_vain() -> None:
    with pytest.raises(UnknownRule, match="fast_trak"):
        RULEBOOK.principle("fast_trak", at("2023-09-01 09:00"))


@pytest.mark.parametrize(
    ("day", "in_force"),
    [("2022-12-30", False), ("2022-12-31", True), ("2027-12-30", True), ("2027-12-31", False)],
)
def test_the_norm_is_in_force_with_its_instrument(day: str, in_force: bool) -> None:
    assert (POLICY.limit("application.review", date.fromisoformat(day)) is not None) == in_force


@pytest.mark.parametrize(
    ("day", "announced"),
    [
        ("2027-07-02", []),
        ("2027-07-03", ["R22"]),
        ("2027-12-30", ["R22"]),
        ("2027-12-31", []),
        ("2025-09-04", ["P25"]),
    ],
)
def test_the_end_of_a_document_is_announced_half_a_year_ahead(day: str, announced: list[str]) -> None:
    """R22 ends on 30 December 2027 (§39); from 180 days before until that day, it is said."""
    assert [one.id for one in RULEBOOK.ending(at(f"{day} 09:00"))] == announced


def test_the_ladder_and_the_competent_department() -> None:
    assert POLICY.ladder == {
        Level.REMINDER: (),
        Level.L1: (Role.DESIGNATED_OFFICER,),
        Level.L2: (Role.PUBLISHER_HEAD, Role.COMPETENT_DEPARTMENT),
        Level.L3: (Role.GENERAL_OFFICE,),
        Level.EFFECT: (),
    }
    offices = [POLICY.office(Role.COMPETENT_DEPARTMENT, date(2025, 6, day)) for day in (5, 6)]
    assert [office.zh for office in offices if office] == ["市经信委", "市数据局"]
    assert POLICY.office(Role.COMPETENT_DEPARTMENT, date(2020, 1, 1)) is None
    assert POLICY.office(Role.EXPERT, date(2025, 6, 6)) is None


def test_an_unknown_limit_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(UnknownRule, match=r"application\.reveiw"):
        POLICY.limit("application.reveiw", date(2025, 9, 4))


def test_a_policy_without_its_parts_says_which() -> None:
    with pytest.raises(ValueError, match="ladder: no entry for L1, L2, L3, effect"):
        Policy(
            version="x",
            instruments=(),
            limits=(),
            ladder={Level.REMINDER: ()},
            reviewers=POLICY.reviewers,
            list_checks=POLICY.list_checks,
        )


def test_what_may_be_explored_is_off_as_shipped() -> None:
    """Use without application (P25 §9): a city's file switches it on, nothing else does."""
    assert not POLICY.exploratory.use_without_application


def test_the_reviewer_of_a_list_change_is_configured() -> None:
    assert POLICY.reviewers.list_change is Role.COMPETENT_DEPARTMENT


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('source = "R22"\narticle = "§19"', 'source = "R23"\narticle = "§19"', "'R23' is not among"),
        ('source = "R22"\narticle = "§19"', 'source = "R22"', "application.review: the article is missing"),
        ('source = "R22"\narticle = "§19"', 'source = "config"', "application.review: what is ours"),
        ("value = 10", "value = 0", "limits, entry 1: application.review has no value"),
        ("value = 10", "value = -1", "limits, entry 1, value: .*greater than or equal to 0"),
        ('unit = "working_days"', 'unit = "days"', "limits, entry 1, unit: "),
        ("valid_from = 2022-12-31\nvalid_to = 2027-12-30\nstarts", "starts", "outside the dates of R22"),
        ("valid_from = 2025-06-06", "valid_from = 2023-06-06", "application.answer: two entries are in force"),
        ("valid_from = 2023-08-24\nvalid_to = 2023-12-31\nzh", "valid_from = 2023-08-23\nzh", "outside the dates"),
        ('L1 = ["designated_officer"]', 'L1 = ["clerk"]', "ladder, L1, entry 1: "),
        ('list_change = "competent_department"', 'list_change = "auditor"', "reviewers, list_change: "),
        ('list_change = "competent_department"', "", "reviewers, list_change: "),
        ('tasks-4"\nvalid_from = 2023-08-24', 'tasks-4"\nvalid_from = 2023-01-01', "fast_track: in force outside"),
        ("use_without_application = false", "use_without = true", "exploratory, use_without: "),
        ("starts_on =", "started_on =", "limits, entry 1, started_on: is not known here"),
        ("version =", "version", "is not valid TOML"),
    ],
)
def test_a_bad_policy_file_is_refused_and_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (FOLDER / "policy.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "policy.toml").write_text(text.replace(old, new), encoding="utf-8")
    (tmp_path / "statutory.toml").write_bytes((FOLDER / "statutory.toml").read_bytes())
    with pytest.raises(BadRules, match=said) as refused:
        load_rulebook(tmp_path)
    assert refused.value.origin == "policy.toml"


def test_a_folder_without_a_usable_calendar_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRules, match=r"statutory.toml: cannot be read"):
        load_rulebook(tmp_path)
    for name in ("policy.toml", "statutory.toml"):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    with pytest.raises(BadRules, match=r"calendars: holds no YYYY\.toml"):
        load_rulebook(tmp_path)
    (tmp_path / "calendars").mkdir()
    misnamed = tmp_path / "calendars" / "2027.toml"
    misnamed.write_bytes((FOLDER / "calendars" / "2026.toml").read_bytes())
    with pytest.raises(BadRules, match=r"calendars/2027.toml: it says year = 2026"):
        load_rulebook(tmp_path)
