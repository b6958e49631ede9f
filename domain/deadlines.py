"""A deadline is never a bare instant: it carries the receipt of how it was computed."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime

from domain.people import Role
from domain.value import Value


class Strength(StrEnum):
    """How much a limit binds: law, one year's KPI, or our own choice where the texts are silent."""

    NORM = "norm"
    TARGET = "target"
    CONFIG = "config"


class Unit(StrEnum):
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    HOURS = "hours"
    CALENDAR_DAYS = "calendar_days"  # counted as they come, and never moved off a rest day


class Level(StrEnum):
    """What a passed deadline means: POLICY.md, "escalation"."""

    REMINDER = "reminder"
    L1 = "L1"
    L2 = "L2"
    L3 = "L3"
    EFFECT = "effect"  # changes the case by itself: a window lapses, a term ends


class SkippedDay(Value):
    """A day that was not counted, and what says so."""

    day: date
    why: str  # "weekend", or the notice or rule that makes it a day off


class Span(Value):
    """What a deadline is computed from, apart from the calendar."""

    rule: str
    started_at: AwareDatetime
    amount: int
    unit: Unit


class Receipt(Value):
    """How a deadline was computed, complete enough to compute it again.

    A reminder ahead of another deadline names that one's span in `ahead_of`; its own `amount` is
    the full working days still left, and `counted` are those days.
    """

    rule: str  # key in policy.toml
    strength: Strength
    source: str  # instrument and article
    started_at: AwareDatetime
    amount: int
    unit: Unit
    counted: tuple[date, ...]  # working days counted; for months and hours the last day only
    skipped: tuple[SkippedDay, ...]
    policy_version: str
    calendar_version: str
    provisional: bool  # reaches into a year whose notice is not out
    earliest: AwareDatetime  # equals `due` unless provisional: the bound that reminders respect
    ahead_of: Span | None = None  # only for a reminder


class Deadline(Value):
    """Passed when now >= due: the bound is exclusive, next day 00:00 Asia/Shanghai (Civil Code §203)."""

    name: str
    due: AwareDatetime
    level: Level
    tells: tuple[Role, ...]
    receipt: Receipt


class NoLimit(Value):
    """There is no deadline, and why."""

    name: str
    rule: str
    why: Literal["no_target_in_force", "policy_gap"]


Limit = Deadline | NoLimit
