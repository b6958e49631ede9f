"""A reader who tails the log while everything is being killed, as any follower would."""

from threading import Event

from store import following
from store.database import Database, DatabaseAway

_POLL_SECONDS = 0.02
_PAGE = 500


class Witness:
    """Notes each line once, as it is met."""

    def __init__(self, database: Database) -> None:
        self.met: list[tuple[int, str, int]] = []
        self._database = database

    def work(self, stop: Event) -> None:
        """Read until stopped, and then to the end of the log."""
        while not stop.wait(_POLL_SECONDS):
            try:
                self._read()
            except DatabaseAway:
                continue  # it will be back, and the position is ours
        self._read()

    def _read(self) -> None:
        with self._database.connection() as connection:
            while lines := following.lines(connection, self.met[-1][0] if self.met else 0, _PAGE):
                self.met += [(line.position, line.case_id, line.version) for line in lines]
