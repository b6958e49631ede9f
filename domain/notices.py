"""What the State Council says of a year's days, and what the holiday rules say until it does."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Self

from pydantic import Field, Strict, model_validator

from domain.days import SATURDAY
from domain.value import Value

Day = Annotated[date, Strict()]  # a date and nothing that merely looks like one
Year = Annotated[int, Strict(), Field(ge=2000, le=2999)]
Name = Annotated[str, Field(min_length=1)]


class Notice(Value):
    """What one notice says about days of one year: rest days, and weekend days worked instead."""

    id: Name
    issued: Day
    off: tuple[Day, ...] = ()
    work: tuple[Day, ...] = ()

    @property
    def cite(self) -> str:
        return f"{self.id} {self.issued.isoformat()}"


class CalendarYear(Value):
    """All that notices say about the days of one year: one file of rules/*/calendars.

    A notice that also touches a day of the year before is written in that year's file too. When a
    notice is changed by a later one, the day moves to the later one's entry.
    """

    year: Year
    notices: tuple[Notice, ...]

    @model_validator(mode="after")
    def _each_day_is_said_once(self) -> Self:
        if not self.notices:
            raise ValueError(f"{self.year} has no notice: say which notice its days are from")
        said: dict[date, str] = {}
        for notice in self.notices:
            for kind, day in [("off", d) for d in notice.off] + [("work", d) for d in notice.work]:
                entry = f"{kind} {day.isoformat()} ({notice.id})"
                if day.year != self.year:
                    raise ValueError(f"{entry} is not a day of {self.year}: use that year's file")
                if said.get(day) == kind:
                    raise ValueError(f"{entry} is a duplicate: keep one of the entries")
                if day in said:
                    raise ValueError(f"{entry} is both work and off: keep what the notice says")
                if kind == "work" and day.weekday() < SATURDAY:
                    raise ValueError(f"{entry} is no weekend day, so no make-up day: check it")
                said[day] = kind
        return self


class StatutoryYear(Value):
    """The statutory days of a year by holiday."""

    year: Year
    days: Mapping[str, tuple[Day, ...]]

    @model_validator(mode="after")
    def _days_are_of_the_year(self) -> Self:
        for holiday, days in self.days.items():
            for day in days:
                if day.year != self.year:
                    raise ValueError(f"{holiday} {day.isoformat()} is not a day of {self.year}")
        return self


class Statutory(Value):
    """What is known of years whose notice is not out (2024 holiday rules §2: 13 days a year).

    `make_up` is the most weekend days that notices have moved to work for each holiday, and
    `reach` how many days from the holiday they lay at most: they bound the earliest deadline.
    """

    source: Name
    reach: Annotated[int, Field(ge=0, le=31)]
    make_up: Mapping[str, Annotated[int, Field(ge=0, le=4)]]
    years: tuple[StatutoryYear, ...]

    @model_validator(mode="after")
    def _holidays_are_known(self) -> Self:
        for year in self.years:
            if unknown := set(year.days) ^ set(self.make_up):
                raise ValueError(f"{year.year}: {sorted(unknown)} not in both days and make_up")
        return self
