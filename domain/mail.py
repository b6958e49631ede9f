"""What a person is told of by mail, and how often: theirs to choose."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from domain.calendar import Calendar
from domain.days import ONE_DAY, day_start, local_day

_WORD = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# what SMTP takes without extensions (RFC 5321 §4.1.2), so no line break and nothing that could be a second header;
# a domain in Chinese is given in its ASCII form
Address = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=254, pattern=rf"^{_WORD}(\.{_WORD})*@({_LABEL}\.)+[A-Za-z][A-Za-z0-9-]*$"
    ),
    Field(description="a mail address, in ASCII"),
]


class Topic(StrEnum):
    """What a mail's line is about."""

    TURN = "turn"  # a case has come to wait for their role
    LATE = "late"  # a reminder, a passed deadline or an escalation in a case that waits for their role
    OWN = "own"  # a case that they or their organisation asked for has moved on
    DUE = "due"  # what waits for their role and is due: nothing new, so in the digest alone
    WEBHOOKS = "webhooks"  # a subscription of their organisation was disabled
    CONFIRM = "confirm"  # whether this is their address: asked once, and nobody's choice
    TEST = "test"  # whether mail arrives: they asked for it, and it is nobody's choice either


class When(StrEnum):
    """How soon a topic is told."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    NEVER = "never"


class Digest(StrEnum):
    """How often what was gathered is sent: on working days, or on the first one of a week."""

    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class Language(StrEnum):
    """In which a mail is written."""

    ZH = "zh"
    EN = "en"


CHOICES: Mapping[Topic, tuple[When, ...]] = {
    Topic.TURN: tuple(When),
    Topic.LATE: tuple(When),
    Topic.OWN: tuple(When),
    Topic.DUE: (When.DIGEST, When.NEVER),
    Topic.WEBHOOKS: tuple(When),
}
"""What may be chosen for each topic."""

DEFAULTS: Mapping[Topic, When] = {
    Topic.TURN: When.DIGEST,
    Topic.LATE: When.AT_ONCE,
    Topic.OWN: When.AT_ONCE,
    Topic.DUE: When.DIGEST,
    Topic.WEBHOOKS: When.AT_ONCE,
}
"""What holds until a person chooses."""


def next_digest(after: datetime, digest: Digest, hour: int, calendar: Calendar) -> datetime | None:
    """The first instant after `after` at which such a digest is sent: at `hour` in Shanghai; None for never.

    A week is Monday to Sunday (ISO 8601), so a Sunday that is worked is its first working day only if no other was.
    """
    if digest is Digest.NEVER:
        return None
    day = local_day(after)
    while (at := day_start(day) + timedelta(hours=hour)) <= after or not _has_digest(day, digest, calendar):
        day += ONE_DAY
    return at


def _has_digest(day: date, digest: Digest, calendar: Calendar) -> bool:
    week_so_far = (day - n * ONE_DAY for n in range(1, day.weekday() + 1))
    worked_before = digest is Digest.WEEKLY and any(map(calendar.is_working, week_so_far))
    return calendar.is_working(day) and not worked_before
