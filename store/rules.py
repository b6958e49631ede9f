"""The rules in force: those shipped with the product, and the notices imported since."""

from pathlib import Path
from threading import Lock

from domain.rulebook import Rulebook
from store.database import Database
from store.rules_files import load_rulebook, parse_calendar


def newest_revision(database: Database) -> int:
    """The newest revision of `calendar_notices`, 0 when none was imported."""
    with database.connection() as connection:
        row = connection.execute("SELECT coalesce(max(revision), 0) AS revision FROM calendar_notices").fetchone()
    return int(row["revision"]) if row else 0


class Rules:
    """The current rulebook, read again only when a notice was imported."""

    def __init__(self, folder: Path, database: Database) -> None:
        self._shipped = load_rulebook(folder)
        self._database = database
        self._lock = Lock()
        self._cached = (0, self._shipped)

    def at(self, revision: int) -> Rulebook:
        """The rulebook with all notices up to a revision of `calendar_notices`."""
        cached, rulebook = self._cached
        if cached == revision:
            return rulebook
        with self._lock:
            rulebook = self._read(revision)
            self._cached = (revision, rulebook)
        return rulebook

    def current(self) -> Rulebook:
        return self.at(newest_revision(self._database))

    def import_calendar(self, text: str, origin: str, by: str) -> int:
        """Record a year's notices, in place of what was known of that year; returns the year.

        Open cases are re-dated by the command AdoptCalendar, not here. Raises BadRules for a file
        that can't be used, and then changes nothing.
        """
        year = parse_calendar(text, origin).year
        with self._database.connection() as connection:
            connection.execute(
                "INSERT INTO calendar_notices (year, body, imported_by) VALUES (%s, %s, %s)",
                (year, text, by),
            )
        return year

    def _read(self, revision: int) -> Rulebook:
        with self._database.connection() as connection:
            rows = connection.execute(
                "SELECT body, revision FROM calendar_notices WHERE revision <= %s ORDER BY revision",
                (revision,),
            ).fetchall()
        calendar = self._shipped.calendar
        for row in rows:
            calendar = calendar.adopt(parse_calendar(row["body"], f"calendar_notices revision {row['revision']}"))
        return Rulebook(self._shipped.policy, calendar)
