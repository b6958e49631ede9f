"""Policy and calendar together: every deadline of Sluice is computed here, and here only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from domain.calendar import Calendar, Count
from domain.days import ONE_DAY, SHANGHAI, corresponding_day, day_end, day_start, local_day
from domain.deadlines import Deadline, Level, NoLimit, Receipt, SkippedDay, Span, Strength, Unit
from domain.people import Role
from domain.policy import Instrument, Limit, Office, Policy, Principle, UnknownRule

REMINDER = "escalation.reminder"
ENDING = "policy.ending"
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class _Measured:
    """What the calendar makes of a span."""

    due: datetime
    counted: tuple[date, ...]
    skipped: tuple[SkippedDay, ...]
    provisional: bool
    earliest: datetime


@dataclass(frozen=True)
class Rulebook:
    """The rules that a decision is made under. Frozen: another notice makes another rulebook."""

    policy: Policy
    calendar: Calendar

    @property
    def policy_version(self) -> str:
        return self.policy.version

    @property
    def calendar_version(self) -> str:
        return self.calendar.version

    def deadline(
        self, rule: str, start: datetime, *, name: str, level: Level, amount: int | None = None
    ) -> Deadline | NoLimit:
        """The deadline called `name` by the version of `rule` in force at `start`.

        The day of `start` is not counted; the bound is 24:00 in Shanghai of the last day (Civil
        Code §201, §203). Months end on the corresponding day, moved off a rest day (§202, §203);
        hours run from the instant itself, calendar days to 24:00 of a day that never moves.
        `amount`, in the rule's unit, is for limits that a case agrees on. NoLimit when no
        instrument sets the limit then. ValueError for an amount where none is agreed, none where
        one must be, or below 1; UnknownRule for an unknown key.
        """
        limit = self.policy.limit(rule, local_day(start))
        if limit is None:
            return NoLimit(name=name, rule=rule, why=self._why_none(rule))
        number = _amount(limit, amount)
        span = Span(rule=rule, started_at=start, amount=number, unit=limit.unit)
        return self._deadline(name, level, limit, span, self._measure(span))

    def ahead(
        self, deadline: Deadline, working_days: int, *, name: str, level: Level, rule: str = REMINDER
    ) -> Deadline:
        """The instant from which `working_days` full working days of `deadline` are left.

        That is 00:00 in Shanghai of the n-th last working day, the deadline's own day included. A
        provisional deadline is taken by its earlier bound. It may lie before the deadline's start.
        """
        receipt = deadline.receipt
        if receipt.ahead_of is not None:
            raise ValueError(f"{deadline.name} is itself a reminder")
        limit = self.policy.limit(rule, local_day(receipt.started_at))
        if limit is None:
            raise UnknownRule(f"{rule} is not in force on {receipt.started_at.isoformat()}")
        of = _span(receipt)
        span = Span(
            rule=rule,
            started_at=receipt.started_at,
            amount=working_days,
            unit=Unit.WORKING_DAYS,
        )
        measured = self._measure_ahead(receipt.earliest, receipt.provisional, working_days)
        return self._deadline(name, level, limit, span, measured, ahead_of=of)

    def redate(self, deadline: Deadline) -> Deadline:
        """`deadline` under this calendar, from its own receipt: the rule and amount stay.

        The law in force when the clock started stays too (Legislation Law §104). What the calendar
        does not touch comes back as it was, with the calendar version it was computed with.
        """
        old = deadline.receipt
        if old.ahead_of is None:
            new = self._measure(_span(old))
        else:
            base = self._measure(old.ahead_of)
            new = self._measure_ahead(base.earliest, base.provisional, old.amount)
        was = _Measured(deadline.due, old.counted, old.skipped, old.provisional, old.earliest)
        if new == was:
            return deadline
        receipt = old.model_copy(
            update={
                "counted": new.counted,
                "skipped": new.skipped,
                "provisional": new.provisional,
                "earliest": new.earliest,
                "calendar_version": self.calendar_version,
            }
        )
        return deadline.model_copy(update={"due": new.due, "receipt": receipt})

    def working_days_late(self, due: datetime, at: datetime) -> int:
        """Working days begun after the deadline's last day, up to `at`; 0 when `at` is in time.

        Also 0 on rest days right after it: what is late by no working day is late all the same.
        """
        return self.working_days_between(due - INSTANT, at) if at >= due else 0

    def working_days_between(self, begin: datetime, end: datetime) -> int:
        """Working days after the day of `begin`, up to that of `end`, which counts (Civil Code §201)."""
        day, count, until = local_day(begin), 0, local_day(end)
        while day < until:
            day += ONE_DAY
            count += self.calendar.is_working(day)
        return count

    def tells(self, level: Level) -> tuple[Role, ...]:
        """The roles that a deadline of that level is reported to: the policy's ladder."""
        return self.policy.ladder[level]

    def office(self, role: Role, at: datetime) -> Office | None:
        """Who holds the role at that instant, by the policy; None when it names no one."""
        return self.policy.office(role, local_day(at))

    def ending(self, at: datetime) -> tuple[Instrument, ...]:
        """The documents that will be in force no longer soon, as `policy.ending` puts it (R22 §39)."""
        return self.policy.ending(local_day(at), self.number(ENDING, at))

    def principle(self, key: str, at: datetime) -> Principle | None:
        """The principle in force at that instant; None when none is then. UnknownRule when none ever is."""
        return self.policy.principle(key, local_day(at))

    def number(self, rule: str, at: datetime) -> int:
        """A plain number, in its rule's unit, in force at that instant; else UnknownRule."""
        limit = self.policy.limit(rule, local_day(at))
        if limit is None or limit.value == 0:
            raise UnknownRule(f"{rule} has no number on {local_day(at).isoformat()}")
        return limit.value

    def _deadline(
        self,
        name: str,
        level: Level,
        limit: Limit,
        span: Span,
        measured: _Measured,
        ahead_of: Span | None = None,
    ) -> Deadline:
        receipt = Receipt(
            rule=span.rule,
            strength=limit.strength,
            source=limit.cite,
            started_at=span.started_at,
            amount=span.amount,
            unit=span.unit,
            counted=measured.counted,
            skipped=measured.skipped,
            policy_version=self.policy_version,
            calendar_version=self.calendar_version,
            provisional=measured.provisional,
            earliest=measured.earliest,
            ahead_of=ahead_of,
        )
        tells = self.tells(level)
        return Deadline(name=name, due=measured.due, level=level, tells=tells, receipt=receipt)

    def _measure(self, span: Span) -> _Measured:
        day = local_day(span.started_at)
        match span.unit:
            case Unit.WORKING_DAYS:
                return _until_end(self.calendar.count(day, span.amount))
            case Unit.MONTHS:
                last = corresponding_day(day, span.amount)
                return _until_end(self.calendar.count(last - ONE_DAY, 1))
            case Unit.HOURS:
                due = span.started_at.astimezone(SHANGHAI) + timedelta(hours=span.amount)
                return _Measured(due, (local_day(due),), (), provisional=False, earliest=due)
            case Unit.CALENDAR_DAYS:
                last = day + timedelta(days=span.amount)
                return _Measured(day_end(last), (last,), (), provisional=False, earliest=day_end(last))

    def _measure_ahead(self, bound: datetime, provisional: bool, days: int) -> _Measured:
        count = self.calendar.count_back(local_day(bound - INSTANT), days)
        due = day_start(count.counted[0])
        provisional = provisional or count.provisional
        return _Measured(due, count.counted, count.skipped, provisional, earliest=due)

    def _why_none(self, rule: str) -> Literal["no_target_in_force", "policy_gap"]:
        strengths = {limit.strength for limit in self.policy.versions(rule)}
        return "no_target_in_force" if strengths == {Strength.TARGET} else "policy_gap"


def _until_end(count: Count) -> _Measured:
    due, earliest = day_end(count.counted[-1]), day_end(count.earliest)
    return _Measured(due, count.counted, count.skipped, count.provisional, earliest)


def _span(receipt: Receipt) -> Span:
    return Span(
        rule=receipt.rule,
        started_at=receipt.started_at,
        amount=receipt.amount,
        unit=receipt.unit,
    )


def _amount(limit: Limit, agreed: int | None) -> int:
    if agreed is not None and not limit.agreed:
        raise ValueError(f"{limit.key} is {limit.value} by {limit.cite}; no case may agree on it")
    number = limit.value if agreed is None else agreed
    if number < 1:
        raise ValueError(f"{limit.key} needs an amount of at least 1")
    return number
