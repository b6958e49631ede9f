"""Deadlines and their receipts: the worked cases, gaps in the law, lateness."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.days import day_start, local_day
from domain.deadlines import Deadline, Level, NoLimit, Strength, Unit
from domain.people import Role
from domain.policy import UnknownRule
from tests.domain.shanghai import RULEBOOK, at, deadline, last_day

RULES_IN_DAYS = ("application.completeness", "agreement.signing", "agreement.deletion")
instants = st.integers(0, 12 * 365 * 86_400).map(lambda s: day_start(date(2022, 1, 1)) + timedelta(seconds=s))


def day_of(rule: str, start: str, amount: int | None = None) -> str:
    return last_day(deadline(rule, start, amount)).isoformat()


@pytest.mark.parametrize(
    ("case", "rule", "start", "day"),
    [
        ("S01", "application.answer", "2025-09-04 09:30", "2025-09-11"),
        ("S01", "application.review", "2025-09-04 09:30", "2025-09-18"),
        ("S04", "application.completeness", "2025-06-30 10:00", "2025-07-07"),
        ("S04", "application.answer", "2025-07-09 10:00", "2025-07-16"),
        ("S04", "application.review", "2025-07-09 10:00", "2025-07-23"),
        ("S09", "application.answer", "2025-10-29 10:00", "2025-11-05"),
        ("S09", "application.review", "2025-10-29 10:00", "2025-11-12"),
        ("S09", "application.answer", "2025-11-11 10:00", "2025-11-18"),
        ("S09", "application.review", "2025-11-11 10:00", "2025-11-25"),
        ("S12", "agreement.signing", "2025-10-20 10:00", "2025-11-03"),
        ("S13", "list_change.review", "2025-10-23 10:00", "2025-11-06"),
        ("POLICY", "application.review", "2023-01-20 10:00", "2023-02-08"),
        ("POLICY", "application.review", "2024-09-13 10:00", "2024-09-29"),
        ("POLICY", "application.review", "2025-09-26 23:59:30", "2025-10-16"),
        ("POLICY", "application.answer", "2025-09-26 23:59:30", "2025-10-10"),
        ("POLICY", "application.review", "2026-09-18 10:00", "2026-10-09"),
    ],
)
def test_worked_cases(case: str, rule: str, start: str, day: str) -> None:
    assert day_of(rule, start) == day, case


@pytest.mark.parametrize(
    ("effective", "months", "day", "rolled"),
    [
        ("2025-04-03 00:00", 6, "2025-10-09", 6),  # S17 A: a holiday moves to the next working day
        ("2025-08-31 00:00", 6, "2026-02-28", 0),  # S17 B: no 31 February; a worked Saturday stays
        ("2025-08-15 00:00", 6, "2026-02-24", 9),  # S17 C: over Spring Festival
        ("2025-08-31 00:00", 12, "2026-08-31", 0),  # the second report does not drift to the 28th
    ],
)
def test_usage_reports_by_the_civil_code(effective: str, months: int, day: str, rolled: int) -> None:
    report = deadline("usage_report.due", effective, months)
    assert last_day(report).isoformat() == day
    assert report.receipt.source == "R22 §29; CC §202-203"
    assert report.receipt.counted == (last_day(report),)
    assert len(report.receipt.skipped) == rolled


def test_the_answer_on_day_five_at_23_58_is_in_time() -> None:
    """S04: within five days includes the fifth."""
    due = deadline("application.answer", "2025-07-09 10:00").due
    assert at("2025-07-16 23:58") < due == at("2025-07-17 00:00")


def test_hours_run_from_the_instant_through_rest_days() -> None:
    suspend = deadline("rights_claim.suspend", "2025-10-01 23:30")
    assert suspend.due == at("2025-10-02 01:30")
    assert suspend.receipt.unit is Unit.HOURS


@pytest.mark.parametrize(
    ("rule", "start", "why"),
    [
        ("application.answer", "2024-02-08 10:00", "no_target_in_force"),
        ("application.answer", "2025-06-05 23:59:59", "no_target_in_force"),
        ("application.answer", "2026-01-01 00:00", "no_target_in_force"),
        ("application.review", "2022-12-30 23:59:59", "policy_gap"),
        ("application.review", "2027-12-31 00:00", "policy_gap"),
        ("usage_report.due", "2027-12-31 00:00", "policy_gap"),
    ],
)
def test_where_no_instrument_is_in_force_there_is_no_limit(rule: str, start: str, why: str) -> None:
    found = RULEBOOK.deadline(rule, at(start), name="x", level=Level.L2, amount=6 if "report" in rule else None)
    assert isinstance(found, NoLimit)
    assert (found.name, found.rule, found.why) == ("x", rule, why)


def test_a_clock_that_started_in_force_runs_on_after_the_end() -> None:
    """Legislation Law §104: the version when the clock starts."""
    assert last_day(deadline("application.review", "2027-12-30 23:00")).year == 2028
    assert deadline("application.answer", "2025-12-31 10:00").receipt.source == "P25 §3"


def test_our_own_choice_is_never_cited_as_law() -> None:
    signing = deadline("agreement.signing", "2025-10-20 10:00").receipt
    assert (signing.strength, signing.source) == (Strength.CONFIG, "config")


def test_an_amount_is_for_limits_that_a_case_agrees_on() -> None:
    assert day_of("agreement.term", "2025-09-12 09:00", 12) == "2026-09-14"
    assert day_of("agreement.term", "2025-09-12 09:00", 24) == "2027-09-13"
    with pytest.raises(ValueError, match="no case may agree on it"):
        deadline("application.review", "2025-09-04 09:30", 20)
    with pytest.raises(ValueError, match="amount of at least 1"):
        deadline("usage_report.due", "2025-09-04 09:30")
    with pytest.raises(ValueError, match="amount of at least 1"):
        deadline("usage_report.due", "2025-09-04 09:30", 0)
    with pytest.raises(UnknownRule):
        deadline("application.nonsense", "2025-09-04 09:30")


def test_a_naive_start_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        RULEBOOK.deadline("agreement.signing", datetime(2025, 9, 4), name="x", level=Level.L1)  # noqa: DTZ001  # on purpose


def test_the_start_counts_by_shanghais_day() -> None:
    """17:00 UTC on the 4th is the 5th in Shanghai."""
    utc = RULEBOOK.deadline(
        "application.review", datetime.fromisoformat("2025-09-04T17:00:00+00:00"), name="x", level=Level.L3
    )
    assert last_day(utc) == last_day(deadline("application.review", "2025-09-05 01:00"))


def test_numbers_and_tells_and_versions() -> None:
    now = at("2025-09-04 09:30")
    assert RULEBOOK.number("escalation.reminder", now) == 2
    assert RULEBOOK.number("delivery.link_hours", now) == 72
    with pytest.raises(UnknownRule, match="no number"):
        RULEBOOK.number("usage_report.due", now)
    with pytest.raises(UnknownRule, match="no number on 2024-03-01"):
        RULEBOOK.number("application.answer", at("2024-03-01 10:00"))
    assert RULEBOOK.tells(Level.L2) == (Role.PUBLISHER_HEAD, Role.COMPETENT_DEPARTMENT)
    assert deadline("application.review", "2025-09-04 09:30").tells == (Role.GENERAL_OFFICE,)
    office = RULEBOOK.office(Role.COMPETENT_DEPARTMENT, now)
    assert office is not None
    assert office.zh == "市数据局"
    assert RULEBOOK.policy_version == "shanghai-2025.1"
    assert RULEBOOK.calendar_version.startswith("cn-2026-")


@pytest.mark.parametrize(
    ("late_at", "days"),
    [
        ("2026-02-28 23:59", 0),
        ("2026-03-01 00:00", 0),  # late, on a Sunday: by no working day yet
        ("2026-03-02 00:00", 1),  # S17 B
        ("2026-03-06 18:00", 5),
        ("2026-03-08 18:00", 5),
        ("2026-03-09 00:00", 6),
    ],
)
def test_working_days_late(late_at: str, days: int) -> None:
    due = deadline("usage_report.due", "2025-08-31 00:00", 6).due
    assert due == at("2026-03-01 00:00")
    assert RULEBOOK.working_days_late(due, at(late_at)) == days


# -- laws -------------------------------------------------------------------------------------


@given(instants, st.sampled_from(RULES_IN_DAYS))
def test_a_limit_in_days_counts_its_amount_and_ends_at_midnight(start: datetime, rule: str) -> None:
    found = RULEBOOK.deadline(rule, start, name="x", level=Level.EFFECT)
    assert isinstance(found, Deadline)
    assert len(found.receipt.counted) == found.receipt.amount
    assert last_day(found) == found.receipt.counted[-1] > local_day(start)
    assert start < found.receipt.earliest <= found.due
    assert found.receipt.provisional or found.receipt.earliest == found.due


@given(instants.filter(lambda start: local_day(start).year < 2027), st.integers(1, 60))
def test_more_months_never_end_earlier_and_never_on_a_rest_day(start: datetime, months: int) -> None:
    ends = [
        RULEBOOK.deadline("agreement.term", start, name="x", level=Level.EFFECT, amount=n) for n in (months, months + 1)
    ]
    assert last_day(ends[0]) < last_day(ends[1])
    assert all(RULEBOOK.calendar.is_working(last_day(end)) for end in ends)


@given(instants, st.timedeltas(timedelta(0), timedelta(days=60)))
def test_lateness_grows_by_working_days_only(start: datetime, after: timedelta) -> None:
    found = RULEBOOK.deadline("agreement.signing", start, name="x", level=Level.L2)
    assert isinstance(found, Deadline)
    late_at = found.due + after
    late = RULEBOOK.working_days_late(found.due, late_at)
    tomorrow = RULEBOOK.working_days_late(found.due, late_at + timedelta(days=1))
    assert tomorrow - late == RULEBOOK.calendar.is_working(local_day(late_at + timedelta(days=1)))
    assert RULEBOOK.working_days_late(found.due, found.due - timedelta(microseconds=1)) == 0
