"""Which days count, and the notice or rule that says so (Civil Code §201, §203).

A year is announced when its State Council notice is here. Any other year is provisional: the
statutory days of the holiday rules and the weekends are off, until the notice says more.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256

from domain.days import ONE_DAY, SATURDAY
from domain.deadlines import SkippedDay
from domain.notices import CalendarYear, Statutory


@dataclass(frozen=True)
class Count:
    """Working days counted one by one. `earliest` is the last of them by the earlier bound."""

    counted: tuple[date, ...]
    skipped: tuple[SkippedDay, ...]
    provisional: bool
    earliest: date


@dataclass(frozen=True)
class Calendar:
    """The announced years, and the statutory days for the rest."""

    years: tuple[CalendarYear, ...]
    statutory: Statutory

    @cached_property
    def version(self) -> str:
        """Names the last announced year and digests every entry, so each import changes it."""
        text = "".join(year.model_dump_json() for year in self._sorted)
        digest = sha256((text + self.statutory.model_dump_json()).encode()).hexdigest()
        return f"cn-{max(self._announced, default='none')}-{digest[:8]}"

    @cached_property
    def _sorted(self) -> list[CalendarYear]:
        return sorted(self.years, key=lambda year: year.year)

    @cached_property
    def _announced(self) -> frozenset[int]:
        return frozenset(year.year for year in self.years)

    @cached_property
    def _off(self) -> dict[date, str]:
        off = {d: n.cite for year in self.years for n in year.notices for d in n.off}
        for day, holiday in self._statutory_days():
            off.setdefault(day, f"{self.statutory.source} ({holiday}), provisional")
        return off

    @cached_property
    def _work(self) -> frozenset[date]:
        return frozenset(d for year in self.years for n in year.notices for d in n.work)

    @cached_property
    def _near(self) -> dict[date, list[tuple[int, str]]]:
        """For a day, the holidays (by year and name, soonest first) that it may make up for."""
        near: dict[date, list[tuple[int, str]]] = {}
        reach = range(-self.statutory.reach, self.statutory.reach + 1)
        for middle, holiday in sorted(self._statutory_days()):
            for day in (middle + offset * ONE_DAY for offset in reach):
                if (key := (middle.year, holiday)) not in near.setdefault(day, []):
                    near[day].append(key)
        return near

    def _statutory_days(self) -> Iterator[tuple[date, str]]:
        for year in self.statutory.years:
            if year.year not in self._announced:
                for holiday, days in year.days.items():
                    yield from ((day, holiday) for day in days)

    @cached_property
    def _tabled(self) -> frozenset[int]:
        return frozenset(year.year for year in self.statutory.years)

    def adopt(self, year: CalendarYear) -> "Calendar":
        """The calendar with this year's notices, in place of what it held of that year."""
        others = tuple(known for known in self.years if known.year != year.year)
        return replace(self, years=(*others, year))

    def is_announced(self, year: int) -> bool:
        return year in self._announced

    def why_off(self, day: date) -> str | None:
        """What makes the day a rest day; None for a working day."""
        why = self._off.get(day)
        if why is None and day.weekday() >= SATURDAY and day not in self._work:
            known = day.year in self._announced or day.year in self._tabled
            return "weekend" if known else f"weekend (no notice or statutory days of {day.year})"
        return why

    def is_working(self, day: date) -> bool:
        return self.why_off(day) is None

    def count(self, after: date, days: int) -> Count:
        """The first `days` working days after the day `after`, which is not counted (§201)."""
        return self._walk(after, days, ONE_DAY)

    def count_back(self, last: date, days: int) -> Count:
        """The last `days` working days up to and with `last`, in the order of the calendar."""
        back = self._walk(last + ONE_DAY, days, -ONE_DAY)
        return replace(back, counted=back.counted[::-1], skipped=back.skipped[::-1])

    def _walk(self, day: date, days: int, step: timedelta) -> Count:
        start, counted, skipped = day, list[date](), list[SkippedDay]()
        while len(counted) < days:
            day += step
            if (why := self.why_off(day)) is None:
                counted.append(day)
            else:
                skipped.append(SkippedDay(day=day, why=why))
        years = range(min(start + step, day).year, max(start + step, day).year + 1)
        provisional = any(year not in self._announced for year in years)
        early = self._earliest(start, days) if provisional and step > timedelta() else day
        return Count(tuple(counted), tuple(skipped), provisional, early)

    def _earliest(self, day: date, days: int) -> date:
        """The last day if the notice turns weekend days into working days as soon as it may.

        Each holiday may make up as many as it ever did in the notices here, within its reach; where
        holidays overlap, the soonest is used up first, so no choice of days ends sooner. Outside
        the statutory table any weekend day may. That notices also lengthen holidays is left out:
        it only makes a deadline later.
        """
        used: dict[tuple[int, str], int] = {}
        while days > 0:
            day += ONE_DAY
            if self.is_working(day) or self._may_be_made_up(day, used):
                days -= 1
        return day

    def _may_be_made_up(self, day: date, used: dict[tuple[int, str], int]) -> bool:
        if day.year in self._announced or day in self._off:
            return False
        if day.year not in self._tabled:
            return True
        for key in self._near.get(day, ()):
            if used.get(key, 0) < self.statutory.make_up[key[1]]:
                used[key] = used.get(key, 0) + 1
                return True
        return False
