"""The rules of Shanghai as they are shipped, and instants said as one reads them on a clock there."""

from datetime import date, datetime
from pathlib import Path

from domain.days import SHANGHAI
from domain.deadlines import Deadline, Level
from domain.notices import CalendarYear, Notice
from domain.rulebook import Rulebook
from store.rules_files import load_rulebook

FOLDER = Path(__file__).parents[2] / "rules" / "shanghai"
RULEBOOK = load_rulebook(FOLDER)

# A made-up notice for 2027, in the manner of the real ones: off days added, weekends worked.
NOTICE_2027 = CalendarYear(
    year=2027,
    notices=(
        Notice(
            id="test notice",
            issued=date(2026, 11, 10),
            off=(
                date(2027, 1, 1),
                *(date(2027, 2, day) for day in range(5, 13)),
                *(date(2027, 10, day) for day in range(1, 8)),
            ),
            work=(date(2027, 1, 30), date(2027, 2, 14), date(2027, 9, 26), date(2027, 10, 9)),
        ),
    ),
)


def at(text: str) -> datetime:
    """ "2025-09-04 09:30" in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def last_day(deadline: object) -> date:
    """The last day of a deadline that ends at 24:00 in Shanghai."""
    assert isinstance(deadline, Deadline)
    due = deadline.due.astimezone(SHANGHAI)
    assert (due.hour, due.minute, due.second, due.microsecond) == (0, 0, 0, 0)
    return date.fromordinal(due.toordinal() - 1)


def deadline(rule: str, start: str, amount: int | None = None, rulebook: Rulebook = RULEBOOK) -> Deadline:
    found = rulebook.deadline(rule, at(start), name=rule, level=Level.L3, amount=amount)
    assert isinstance(found, Deadline)
    return found
