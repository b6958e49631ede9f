"""When a digest is sent, what may be chosen, and what is an address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from domain.days import SHANGHAI, local_day
from domain.mail import CHOICES, DEFAULTS, Address, Digest, Topic, next_digest
from tests.domain.shanghai import RULEBOOK, at

CALENDAR = RULEBOOK.calendar
ADDRESS = TypeAdapter[str](Address)


@pytest.mark.parametrize(
    ("after", "daily", "weekly"),
    [
        ("2025-09-10 07:59", "2025-09-10 08:00", "2025-09-15 08:00"),  # a Wednesday, before and at the hour
        ("2025-09-10 08:00", "2025-09-11 08:00", "2025-09-15 08:00"),
        ("2025-09-15 07:00", "2025-09-15 08:00", "2025-09-15 08:00"),
        ("2025-09-26 09:00", "2025-09-28 08:00", "2025-09-29 08:00"),  # the Sunday is worked, and the week's last day
        ("2025-09-30 09:00", "2025-10-09 08:00", "2025-10-09 08:00"),  # National Day: off until Wednesday the 8th
        ("2025-10-10 09:00", "2025-10-11 08:00", "2025-10-13 08:00"),  # the Saturday is worked
        ("2025-01-24 09:00", "2025-01-26 08:00", "2025-01-27 08:00"),  # worked Sunday before the Spring Festival
        ("2025-01-27 09:00", "2025-02-05 08:00", "2025-02-05 08:00"),  # whose week begins on a Wednesday
        ("2025-12-31 09:00", "2026-01-04 08:00", "2026-01-05 08:00"),  # ISO weeks know no new year
    ],
)
def test_a_digest_comes_on_working_days_or_on_the_first_of_a_week(after: str, daily: str, weekly: str) -> None:
    """By the State Council's notices, worked weekends too."""
    assert next_digest(at(after), Digest.DAILY, 8, CALENDAR) == at(daily)
    assert next_digest(at(after), Digest.WEEKLY, 8, CALENDAR) == at(weekly)
    assert next_digest(at(after), Digest.NEVER, 8, CALENDAR) is None


@given(
    after=st.datetimes(at("2022-01-01 00:00").replace(tzinfo=None), at("2036-01-01 00:00").replace(tzinfo=None)),
    hour=st.integers(0, 23),
    digest=st.sampled_from([Digest.DAILY, Digest.WEEKLY]),
)
def test_the_next_digest_is_later_on_a_working_day_and_at_most_one_a_week_if_weekly(
    after: object, hour: int, digest: Digest
) -> None:
    """From any instant, in years announced or not."""
    start = at(str(after))
    first = next_digest(start, digest, hour, CALENDAR)
    assert first and first > start and first.astimezone(SHANGHAI).hour == hour
    assert CALENDAR.is_working(local_day(first))
    second = next_digest(first, digest, hour, CALENDAR)
    assert second and second > first
    if digest is Digest.WEEKLY:
        assert local_day(first).isocalendar()[:2] != local_day(second).isocalendar()[:2]


def test_every_default_may_be_chosen_and_nobody_turns_off_what_they_asked_for() -> None:
    """Whether an address is confirmed, or a test arrives, is no topic to choose."""
    assert all(DEFAULTS[topic] in offered for topic, offered in CHOICES.items())
    assert DEFAULTS.keys() == CHOICES.keys() == set(Topic) - {Topic.CONFIRM, Topic.TEST}


@pytest.mark.parametrize("good", ["ann@example.org", "a.b+c@mail.sh.gov.cn", "x@xn--fiqs8s.example", " ann@b.cn "])
def test_an_address_is_one_mailbox_at_a_domain(good: str) -> None:
    """Blanks around it are dropped; nothing else is touched."""
    assert ADDRESS.validate_python(good) == good.strip()


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "ann",
        "@b.cn",
        "ann@",
        "ann@localhost",
        "ann@127.0.0.1",
        "ann@[127.0.0.1]",
        "a@b@c.cn",
        "a..b@c.cn",
        ".a@c.cn",
        "a@-c.cn",
        "ann@b.cn\r\nBcc: eve@evil.example",
        "ann\r\nBcc: eve@evil.example@b.cn",
        "ann\n@b.cn",
        "ann\0@b.cn",
        "ann@b.cn, eve@evil.example",
        "ann@b.cn eve@evil.example",
        "Ann <ann@b.cn>",
        '"a b"@c.cn',
        "安@b.cn",
        "ann@例子.cn",
        f"{'a' * 250}@b.cn",
    ],
    ids=repr,
)
def test_nothing_else_gets_into_a_header(bad: str) -> None:
    """No second recipient, no line break, no display name."""
    with pytest.raises(ValidationError):
        ADDRESS.validate_python(bad)
