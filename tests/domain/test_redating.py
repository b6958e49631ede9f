"""Reminders ahead of a deadline, and deadlines computed again when a notice comes."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.days import day_start, local_day
from domain.deadlines import Deadline, Level
from domain.people import Role
from domain.rulebook import Rulebook
from tests.domain.shanghai import NOTICE_2027, RULEBOOK, at, deadline, last_day

WITH_2027 = replace(RULEBOOK, calendar=RULEBOOK.calendar.adopt(NOTICE_2027))
RULES_IN_DAYS = ("application.completeness", "agreement.signing", "agreement.deletion")
instants = st.integers(0, 12 * 365 * 86_400).map(lambda s: day_start(date(2022, 1, 1)) + timedelta(seconds=s))


def ahead(of: Deadline, days: int = 2, rulebook: Rulebook = RULEBOOK) -> Deadline:
    return rulebook.ahead(of, days, name="reminder", level=Level.L1)


@pytest.mark.parametrize(
    ("rule", "start", "reminded"),
    [
        ("application.review", "2025-09-04 09:30", "2025-09-17 00:00"),  # Wed and Thu are left
        ("application.review", "2025-09-26 23:59:30", "2025-10-15 00:00"),
        ("application.answer", "2025-09-26 23:59:30", "2025-10-09 00:00"),  # after the holiday
        ("application.answer", "2025-09-25 10:00", "2025-09-30 00:00"),  # before and after it
        ("application.review", "2024-09-13 10:00", "2024-09-27 00:00"),  # the worked Sunday is left
    ],
)
def test_the_reminder_leaves_two_full_working_days(rule: str, start: str, reminded: str) -> None:
    reminder = ahead(deadline(rule, start))
    assert reminder.due == at(reminded)
    assert reminder.tells == (Role.DESIGNATED_OFFICER,)
    assert (reminder.receipt.rule, reminder.receipt.amount) == ("escalation.reminder", 2)
    assert len(reminder.receipt.counted) == 2


def test_a_reminder_of_a_provisional_deadline_goes_by_the_earlier_bound() -> None:
    signing = deadline("agreement.signing", "2027-09-20 10:00")
    assert signing.receipt.provisional
    assert (signing.due, signing.receipt.earliest) == (at("2027-10-06 00:00"), at("2027-10-01 00:00"))
    reminder = ahead(signing)
    assert reminder.due == at("2027-09-29 00:00")
    assert reminder.receipt.provisional


def test_a_reminder_has_no_reminder() -> None:
    reminder = ahead(deadline("application.review", "2025-09-04 09:30"))
    with pytest.raises(ValueError, match="itself a reminder"):
        ahead(reminder)


# -- re-dating --------------------------------------------------------------------------------


def test_a_notice_moves_a_provisional_deadline_and_its_reminder() -> None:
    old = deadline("agreement.signing", "2027-09-20 10:00")
    new = WITH_2027.redate(old)
    assert (last_day(old).isoformat(), last_day(new).isoformat()) == ("2027-10-05", "2027-10-08")
    assert not new.receipt.provisional
    assert new.receipt.earliest == new.due
    assert new.receipt.calendar_version == WITH_2027.calendar_version != old.receipt.calendar_version
    assert new == deadline("agreement.signing", "2027-09-20 10:00", rulebook=WITH_2027)
    assert WITH_2027.redate(ahead(old)) == ahead(new, rulebook=WITH_2027)


def test_a_notice_turns_provisional_into_final_even_where_the_day_stays() -> None:
    old = deadline("agreement.signing", "2027-06-15 10:00")
    new = WITH_2027.redate(old)
    assert new.due == old.due
    assert (old.receipt.provisional, new.receipt.provisional) == (True, False)


def test_what_a_notice_does_not_touch_stays_as_it_was() -> None:
    """No event for thousands of cases that another year's notice says nothing about."""
    old = deadline("application.review", "2025-09-04 09:30")
    assert WITH_2027.redate(old) is old
    hours = deadline("rights_claim.suspend", "2027-02-05 10:00")
    assert WITH_2027.redate(hours) is hours


def test_redating_keeps_the_law_that_the_clock_started_under() -> None:
    old = deadline("application.review", "2027-01-25 10:00")
    lapsed = replace(WITH_2027, policy=RULEBOOK.policy.model_copy(update={"version": "x", "limits": ()}))
    new = lapsed.redate(old)
    assert new.receipt.policy_version == "shanghai-2025.1"
    assert (new.receipt.source, new.receipt.amount) == ("R22 §19", 10)
    assert new.due == deadline("application.review", "2027-01-25 10:00", rulebook=WITH_2027).due


def test_a_stored_deadline_is_redated_as_the_fresh_one() -> None:
    for fresh in (
        deadline("agreement.signing", "2027-09-20 10:00"),
        deadline("usage_report.due", "2026-08-06 00:00", 6),
    ):
        for kept in (fresh, ahead(fresh)):
            stored = Deadline.model_validate_json(kept.model_dump_json())
            assert stored == kept
            assert RULEBOOK.redate(stored) is stored
            assert WITH_2027.redate(stored) == WITH_2027.redate(kept)


# -- laws -------------------------------------------------------------------------------------


@given(instants, st.sampled_from(RULES_IN_DAYS), st.integers(1, 5))
def test_redating_is_idempotent_and_equals_computing_anew(start: datetime, rule: str, days: int) -> None:
    old = RULEBOOK.deadline(rule, start, name="x", level=Level.L2)
    new = WITH_2027.deadline(rule, start, name="x", level=Level.L2)
    assert isinstance(old, Deadline)
    assert isinstance(new, Deadline)
    for was, anew in ((old, new), (ahead(old, days), ahead(new, days, WITH_2027))):
        redated = WITH_2027.redate(was)
        assert WITH_2027.redate(redated) is redated
        assert (redated.due, redated.receipt.counted) == (anew.due, anew.receipt.counted)
        assert (redated.receipt.provisional, redated.receipt.earliest) == (
            anew.receipt.provisional,
            anew.receipt.earliest,
        )


@given(instants, st.sampled_from(RULES_IN_DAYS), st.integers(1, 5))
def test_a_reminder_leaves_exactly_its_working_days(start: datetime, rule: str, days: int) -> None:
    found = RULEBOOK.deadline(rule, start, name="x", level=Level.L2)
    assert isinstance(found, Deadline)
    reminder = ahead(found, days)
    left = local_day(found.receipt.earliest - timedelta(microseconds=1)), local_day(reminder.due)
    between = [left[1] + timedelta(days=n) for n in range((left[0] - left[1]).days + 1)]
    assert sum(map(RULEBOOK.calendar.is_working, between)) == days
    assert reminder.due < found.receipt.earliest
