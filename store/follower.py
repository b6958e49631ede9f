"""A follower of the log: in order, at least once, one leader, and it starts itself again.

The leader holds an advisory lock on the connection that it also reads and saves its position with.
Who loses the connection has lost both, so a deposed leader can't write. NOTIFY only wakes it.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from threading import Event, Thread
from time import monotonic

import psycopg
import structlog
from psycopg import Connection
from psycopg.rows import DictRow, dict_row

from store import following
from store.bell import ring
from store.database import DatabaseAway
from store.following import Line
from store.log import CHANNEL

_log = structlog.get_logger()

Effect = Callable[[Sequence[Line]], None]
Chore = Callable[[Connection[DictRow]], None]


class Away(Exception):
    """What the effect needs can't be reached now. The same batch is tried again."""


class Follower:
    """Reads the log in batches and gives each to `effect`, in a thread of its own.

    An effect that raises `Away` is asked again until it succeeds. If it raises anything else, the
    batch is done case by case and those that still fail are parked. `chore` runs once the follower
    has caught up, after anything was away, and every `chore_seconds`, or at twice that when it never
    catches up; it may raise `Away` too, and is then run sooner. One that has never run begins at the
    start of the log; `from_end`, with what comes after.
    """

    def __init__(
        self,
        url: str,
        name: str,
        effect: Effect,
        *,
        chore: Chore | None = None,
        chore_seconds: float = 300,
        batch: int = 500,
        poll_seconds: float = 1,
        from_end: bool = False,
    ) -> None:
        self.name = name
        self.leading = False
        self._url = url
        self._effect = effect
        self._chore = chore
        self._chore_seconds = chore_seconds
        self._batch = batch
        self._poll = poll_seconds
        self._from_end = from_end
        self._chore_at = 0.0
        self._stopping = Event()
        self._thread = Thread(target=self._supervise, name=f"follower {name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch at hand, unless what it needs is away; then give up leadership."""
        self._stopping.set()
        ring(self._url)
        self._thread.join()

    def _supervise(self) -> None:
        while not self._stopping.is_set():
            try:
                self._serve()
            except psycopg.OperationalError as error:
                _log.warning("follower_lost_database", follower=self.name, error=str(error).strip())
            except Exception:
                _log.exception("follower_failed", follower=self.name)
            self.leading = False
            self._stopping.wait(self._poll)

    def _serve(self) -> None:
        """Wait for leadership, then lead until stopped or the connection is lost."""
        with Connection[DictRow].connect(
            self._url,
            autocommit=True,
            row_factory=dict_row,
            connect_timeout=2,
            application_name=f"sluice follower {self.name}",
            keepalives_idle=5,
            keepalives_interval=2,
            keepalives_count=3,
        ) as connection:
            while not following.lead(connection, self.name):
                if self._stopping.wait(self._poll):
                    return
            _log.info("follower_leads", follower=self.name)
            connection.execute(f"LISTEN {CHANNEL}")
            self._lead(connection)

    def _lead(self, connection: Connection[DictRow]) -> None:
        position = following.position(connection, self.name, from_end=self._from_end)
        self.leading = True
        self._chore_at = monotonic()
        while not self._stopping.is_set():
            lines = following.lines(connection, position, self._batch)
            overdue = monotonic() - self._chore_at
            if self._chore and overdue >= (self._chore_seconds if lines else 0):
                self._chore_at = monotonic() + self._do_chore(self._chore, connection)
                continue
            if not lines:
                following.caught_up(connection, self.name)
                for _ in connection.notifies(timeout=self._poll, stop_after=1):
                    pass
                continue
            failed = self._process(connection, lines)
            if failed is None:
                return
            position = lines[-1].position
            following.save(connection, self.name, position, failed)
            _log.debug("followed", follower=self.name, events=len(lines), position=position)

    def _process(self, connection: Connection[DictRow], lines: Sequence[Line]) -> dict[str, tuple[int, str]] | None:
        """Do the batch's effect. Returns the cases that failed, None when stopped meanwhile."""
        pause = 0.1
        while not self._stopping.is_set():
            try:
                return self._isolate(lines)
            except (Away, DatabaseAway) as away:
                self._warn_of_lag(connection, away)
                self._chore_at = monotonic()  # who was away may have lost more than this batch
                self._stopping.wait(pause)
                pause = min(pause * 2, 5.0)
        return None

    def _isolate(self, lines: Sequence[Line]) -> dict[str, tuple[int, str]]:
        """The whole batch at once; only if that fails, case by case."""
        try:
            self._effect(lines)
        except (Away, DatabaseAway):
            raise
        except Exception:
            _log.exception("batch_failed", follower=self.name, events=len(lines))
        else:
            return {}
        failed: dict[str, tuple[int, str]] = {}
        cases: defaultdict[str, list[Line]] = defaultdict(list)
        for line in lines:
            cases[line.case_id].append(line)
        for case_id, own in cases.items():
            try:
                self._effect(own)
            except (Away, DatabaseAway):
                raise
            except Exception as error:
                failed[case_id] = own[0].position, repr(error)[:1000]
                _log.exception("case_parked", follower=self.name, case=case_id, alert=True)
        return failed

    def _warn_of_lag(self, connection: Connection[DictRow], away: Exception) -> None:
        """Say how far behind we are; asking also tells us whether we still lead."""
        lag = following.lag(connection, self.name)
        behind = lag.model_dump(include={"events", "seconds"}) if lag else {}
        _log.warning("follower_waits", follower=self.name, why=str(away), **behind)

    def _do_chore(self, chore: Chore, connection: Connection[DictRow]) -> float:
        """Returns after how many seconds to do it again."""
        try:
            chore(connection)
        except (Away, DatabaseAway) as away:
            _log.warning("chore_waits", follower=self.name, why=str(away))
            return min(5.0, self._chore_seconds)
        except psycopg.OperationalError:
            raise
        except Exception:
            _log.exception("chore_failed", follower=self.name)
        return self._chore_seconds
