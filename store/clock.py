"""What time it is: the machine's clock, or in a rehearsal one that only moves when told."""

from datetime import UTC, datetime

from store.database import Database

CHANNEL = "rehearsal_clock"


class ClockMismatch(Exception):
    """The database runs on another kind of clock than the configuration asks for."""


class Clocks:
    """The instance's clock. A rehearsal's lives in the database, so that all processes share it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set_up(self, rehearsal: datetime | None) -> None:
        """Agree on the kind of clock at start.

        Raises ClockMismatch when a database that was rehearsed on is started on real time, or one
        with real cases is started on a rehearsal clock.
        """
        there = self.rehearsal()
        if rehearsal is None:
            if there is not None:
                raise ClockMismatch("this database was used with a rehearsal clock; set SLUICE_CLOCK or use another")
        elif there is None:
            self._begin(rehearsal)

    def _begin(self, instant: datetime) -> None:
        with self._database.connection() as connection:
            done = connection.execute(
                "INSERT INTO rehearsal_clock (instant) SELECT %s"
                " WHERE NOT EXISTS (SELECT FROM stored_events) ON CONFLICT DO NOTHING",
                (instant,),
            )
            if not done.rowcount and self.rehearsal() is None:
                raise ClockMismatch("this database holds real cases; a rehearsal needs its own")

    def rehearsal(self) -> datetime | None:
        """The rehearsal clock's instant, None on real time."""
        with self._database.connection() as connection:
            row = connection.execute("SELECT instant FROM rehearsal_clock").fetchone()
        return row["instant"] if row else None

    def now(self) -> datetime:
        return self.rehearsal() or datetime.now(UTC)

    def move(self, to: datetime) -> None:
        """Set the rehearsal clock, forwards only."""
        with self._database.connection() as connection, connection.transaction():
            connection.execute("UPDATE rehearsal_clock SET instant = greatest(instant, %s)", (to,))
            connection.execute(f"NOTIFY {CHANNEL}")
