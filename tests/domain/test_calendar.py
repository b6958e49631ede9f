"""Working days against the oracle, the tables of POLICY.md, and laws over any day."""

from dataclasses import replace
from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.days import (
    ONE_DAY,
    PlanStanding,
    corresponding_day,
    day_end,
    day_start,
    local_day,
    plan_standing,
)
from domain.notices import StatutoryYear
from store.rules_files import BadRules, parse_calendar
from tests.domain.shanghai import NOTICE_2027, RULEBOOK, at

CALENDAR = RULEBOOK.calendar
ANNOUNCED = range(2022, 2027)
any_day = st.dates(date(2019, 1, 1), date(2036, 12, 31))
some_days = st.integers(1, 40)

# The days that the 2024 holiday rules would have given years whose notices are known.
KNOWN_STATUTORY = {
    2022: ("2022-01-31", "2022-04-05", "2022-06-03", "2022-09-10"),
    2023: ("2023-01-21", "2023-04-05", "2023-06-22", "2023-09-29"),
    2025: ("2025-01-28", "2025-04-04", "2025-05-31", "2025-10-06"),
    2026: ("2026-02-16", "2026-04-05", "2026-06-19", "2026-09-25"),
}


def statutory(year: int) -> StatutoryYear:
    eve, qingming, dragon_boat, mid_autumn = map(date.fromisoformat, KNOWN_STATUTORY[year])
    return StatutoryYear(
        year=year,
        days={
            "new_year": (date(year, 1, 1),),
            "spring_festival": tuple(eve + n * ONE_DAY for n in range(4)),
            "qingming": (qingming,),
            "labour_day": (date(year, 5, 1), date(year, 5, 2)),
            "dragon_boat": (dragon_boat,),
            "mid_autumn": (mid_autumn,),
            "national_day": tuple(date(year, 10, day) for day in (1, 2, 3)),
        },
    )


def oracle_works(day: date) -> bool:
    return bool(chinese_calendar.is_workday(day))  # pyright: ignore[reportUnknownMemberType]  # it has no types


def oracle_qingming(year: int) -> date:
    early_april = (date(year, 4, 1), date(year, 4, 8))
    [(day, _)] = chinese_calendar.get_solar_terms(*early_april)  # pyright: ignore  # it has no types
    assert isinstance(day, date)
    return day


def test_all_1826_days_agree_with_chinesecalendar() -> None:
    days = [date(2022, 1, 1) + n * ONE_DAY for n in range(1826)]
    assert days[-1] == date(2026, 12, 31)
    wrong = [d for d in days if CALENDAR.is_working(d) != oracle_works(d)]
    assert wrong == []


@pytest.mark.parametrize(
    ("received", "first", "five", "ten"),
    [
        ("2022-09-30", "2022-10-08", "2022-10-12", "2022-10-19"),  # a worked Saturday is day 1
        ("2023-01-20", "2023-01-28", "2023-02-01", "2023-02-08"),  # both 28 and 29 January work
        ("2024-02-08", "2024-02-09", "2024-02-21", "2024-02-28"),  # New Year's Eve was worked
        ("2024-09-13", "2024-09-14", "2024-09-23", "2024-09-29"),  # ends on a worked Sunday
        ("2025-09-26", "2025-09-28", "2025-10-10", "2025-10-16"),  # a worked Sunday is day 1
        ("2026-09-18", "2026-09-20", "2026-09-24", "2026-10-09"),  # weekdays would give 09-25
    ],
)
def test_policy_table_received(received: str, first: str, five: str, ten: str) -> None:
    counted = CALENDAR.count(date.fromisoformat(received), 10).counted
    assert [d.isoformat() for d in (counted[0], counted[4], counted[9])] == [first, five, ten]


def test_receipt_on_a_rest_day_counts_from_the_next_working_day() -> None:
    saturday = CALENDAR.count(date(2025, 9, 6), 5)
    assert saturday.counted[0] == date(2025, 9, 8)
    assert saturday.counted == CALENDAR.count(date(2025, 9, 5), 5).counted


@pytest.mark.parametrize(
    ("start", "months", "day"),
    [
        ("2025-04-03", 6, "2025-10-03"),
        ("2025-08-31", 6, "2026-02-28"),
        ("2025-08-31", 12, "2026-08-31"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2025-12-31", 1, "2026-01-31"),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last(start: str, months: int, day: str) -> None:
    assert corresponding_day(date.fromisoformat(start), months) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("met", "standing"),
    [
        ("2025-09-27 23:59", PlanStanding.MET),
        ("2025-09-28 00:00", PlanStanding.BOUNDARY),
        ("2025-09-28 23:59", PlanStanding.BOUNDARY),
        ("2025-09-29 00:00", PlanStanding.LATE),
    ],
)
def test_a_plan_date_includes_its_day_and_never_rolls(met: str, standing: PlanStanding) -> None:
    sunday = date(2025, 9, 28)
    assert plan_standing(sunday, at(met)) is standing


def test_a_plan_date_on_a_holiday_stays() -> None:
    assert plan_standing(date(2025, 10, 1), at("2025-10-02 09:00")) is PlanStanding.LATE


def test_the_day_is_shanghais_and_a_naive_instant_is_refused() -> None:
    assert local_day(at("2025-09-27 00:00").astimezone(tz=None)) == date(2025, 9, 27)
    assert local_day(day_end(date(2025, 9, 26)) - timedelta(microseconds=1)) == date(2025, 9, 26)
    assert day_end(date(2025, 9, 26)) == day_start(date(2025, 9, 27))
    with pytest.raises(ValueError, match="no time zone"):
        local_day(at("2025-09-27 00:00").replace(tzinfo=None))


def test_an_announced_year_is_final_and_any_other_provisional() -> None:
    assert not CALENDAR.count(date(2026, 12, 1), 10).provisional
    reaching = CALENDAR.count(date(2026, 12, 28), 5)
    assert reaching.provisional
    assert [(s.day.isoformat(), s.why) for s in reaching.skipped] == [
        ("2027-01-01", "H24 §2 (new_year), provisional"),
        ("2027-01-02", "weekend"),
        ("2027-01-03", "weekend"),
    ]


@pytest.mark.parametrize("start", [date(2021, 12, 1), date(2035, 5, 8), date(2019, 2, 1)])
def test_outside_every_table_weekends_are_off_provisionally_and_it_says_so(start: date) -> None:
    count = CALENDAR.count(start, 6)
    assert count.provisional
    assert count.earliest == start + 6 * ONE_DAY
    assert all(f"no notice or statutory days of {start.year}" in s.why for s in count.skipped)


@pytest.mark.parametrize("year", KNOWN_STATUTORY)
def test_the_notice_never_ends_a_limit_before_the_earlier_bound(year: int) -> None:
    """Every start and length, had that year's notice not been out yet."""
    unannounced = replace(
        CALENDAR,
        years=tuple(known for known in CALENDAR.years if known.year != year),
        statutory=CALENDAR.statutory.model_copy(update={"years": (statutory(year),)}),
    )
    for n in range(340):
        start = date(year, 1, 1) + n * ONE_DAY
        final = CALENDAR.count(start, 15).counted
        for days in range(1, 16):
            count = unannounced.count(start, days)
            assert count.provisional
            assert count.earliest <= final[days - 1], (start, days)
            assert count.earliest <= count.counted[-1]


def test_the_earlier_bound_uses_up_what_notices_move_and_no_more() -> None:
    # Before National Day 2027 two weekend days may be worked for it and one for Mid-Autumn.
    count = CALENDAR.count(date(2027, 9, 17), 9)
    assert count.counted[-1] == date(2027, 9, 30)
    assert count.earliest == date(2027, 9, 27)


def test_statutory_days_are_thirteen_and_of_the_right_weekday() -> None:
    for year in CALENDAR.statutory.years:
        assert sum(map(len, year.days.values())) == 13
        assert year.days["qingming"] == (oracle_qingming(year.year),)
    assert [y.days["spring_festival"][1].isoformat() for y in CALENDAR.statutory.years] == [
        "2027-02-06",
        "2028-01-26",
        "2029-02-13",
        "2030-02-03",
        "2031-01-23",
        "2032-02-11",
    ]


def test_adopting_a_notice_makes_the_year_final_and_the_version_another() -> None:
    adopted = CALENDAR.adopt(NOTICE_2027)
    assert adopted.is_announced(2027)
    assert not CALENDAR.is_announced(2027)
    assert adopted.version != CALENDAR.version
    assert adopted.version.startswith("cn-2027-")
    assert adopted.adopt(NOTICE_2027) == adopted
    assert adopted.adopt(NOTICE_2027).version == adopted.version
    assert not adopted.count(date(2026, 12, 28), 5).provisional


NOTICE = '[[notices]]\nid = "N1"\nissued = 2026-11-10\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"year = 2027\n{NOTICE}off = [2027-02-30]", r"at line 5"),
        (f'year = 2027\n{NOTICE}off = ["2027-13-01"]', r"entry 1, off, entry 1: '2027-13-01' is"),
        (f"year = 2027\n{NOTICE}off = [20270101]", r"20270101 is not a date"),
        (f"year = 2027\n{NOTICE}off = [2027-01-01T00:00:00]", r"is not a date"),
        (f"year = 2027\n{NOTICE}off = [2028-01-01]", r"off 2028-01-01 \(N1\) is not a day of 2027"),
        (f"year = 2027\n{NOTICE}off = [2027-01-01, 2027-01-01]", r"2027-01-01 .*duplicate"),
        (f"year = 2027\n{NOTICE}off = [2027-01-02]\nwork = [2027-01-02]", r"both work and off"),
        (f"year = 2027\n{NOTICE}work = [2027-01-04]", r"work 2027-01-04 \(N1\) is no weekend day"),
        (f"year = 2027\n{NOTICE}half = [2027-01-04]", r"half: is not known here"),
        ("year = 2027\n[[notices]]\nissued = 2026-11-10", r"notices, entry 1, id: is missing"),
        ('year = 2027\n[[notices]]\nid = ""\nissued = 2026-11-10', r"entry 1, id: .*at least 1"),
        ('year = 2027\n[[notices]]\nid = "N1"', r"issued: is missing"),
        ("year = 2027", r"notices: is missing"),
        ("year = 2027\nnotices = []", r"2027 has no notice"),
        (NOTICE, r"year: is missing"),
        ('year = "2027"\nnotices = []', r"year: .*valid integer"),
        ("year 2027", r"is not valid TOML"),
    ],
)
def test_a_bad_calendar_file_is_refused_and_named(text: str, said: str) -> None:
    with pytest.raises(BadRules, match=said) as refused:
        parse_calendar(text, "2027.toml")
    assert str(refused.value).startswith("2027.toml: ")
    assert "Nothing was changed" in str(refused.value)


@given(any_day, some_days)
def test_counted_days_are_working_days_and_the_rest_is_skipped(start: date, days: int) -> None:
    count = CALENDAR.count(start, days)
    assert len(count.counted) == days
    assert all(CALENDAR.is_working(day) for day in count.counted)
    assert all(not CALENDAR.is_working(s.day) for s in count.skipped)
    span = {start + n * ONE_DAY for n in range(1, (count.counted[-1] - start).days + 1)}
    assert {*count.counted, *(s.day for s in count.skipped)} == span
    assert count.provisional == any(day.year not in ANNOUNCED for day in span)


@given(any_day, some_days)
def test_more_days_never_end_earlier_by_either_bound(start: date, days: int) -> None:
    less, more = CALENDAR.count(start, days), CALENDAR.count(start, days + 1)
    assert less.counted == more.counted[:-1]
    assert less.earliest < more.earliest
    assert less.earliest <= less.counted[-1]
    assert less.provisional or less.earliest == less.counted[-1]


@given(any_day, some_days)
def test_counting_back_undoes_counting(start: date, days: int) -> None:
    forth = CALENDAR.count(start, days)
    back = CALENDAR.count_back(forth.counted[-1], days)
    assert back.counted == forth.counted
