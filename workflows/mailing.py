"""Serving mail: a follower of the log that makes notices, and the postman who sends them. Temporal has no part."""

import asyncio
from collections.abc import AsyncGenerator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from threading import Event
from time import monotonic

from psycopg import Connection
from psycopg.rows import DictRow

from activities.mailing import Postman
from store import following
from store.database import Database
from store.follower import Follower
from store.mail_matching import MailMatching

FOLLOWER = "mail"
_LOOK_SECONDS = 1  # how soon what is due is sent
_PARKED_SECONDS = 300  # between two tries of what could not be processed


@dataclass(frozen=True)
class MailParts:
    """What serving mail needs. Without a postman mail is off."""

    database: Database
    matching: MailMatching
    postman: Postman | None


@asynccontextmanager
async def serving_mail(parts: MailParts) -> AsyncGenerator[None]:
    """Follow the log and send, until the block ends.

    Where mail is off, its follower is forgotten: switched on again, it begins with what happens then, instead of
    telling everyone of all that was. Raises DatabaseAway.
    """
    if parts.postman is None:
        await asyncio.to_thread(_forget, parts.database)
        yield
        return
    with ThreadPoolExecutor(1, "postman") as thread:
        keeper = _Keeper(parts.matching, parts.postman, thread)
        follower = Follower(
            parts.database.url,
            FOLLOWER,
            parts.matching.follow,
            chore=keeper.keep,
            chore_seconds=_LOOK_SECONDS,
            from_end=True,
        )
        follower.start()
        try:
            yield
        finally:
            keeper.stop()
            await asyncio.to_thread(follower.stop)


def _forget(database: Database) -> None:
    with database.connection() as connection:
        following.forget(connection, FOLLOWER)


class _Keeper:
    """The leader's chore. Sending has a thread of its own: a mail server that hangs does not hold up the log."""

    def __init__(self, matching: MailMatching, postman: Postman, thread: ThreadPoolExecutor) -> None:
        self._matching = matching
        self._postman = postman
        self._thread = thread
        self._round: Future[None] | None = None
        self._stopping = Event()
        self._parked_at = 0.0

    def stop(self) -> None:
        """Let the postman come home after the mail at hand."""
        self._stopping.set()

    def keep(self, connection: Connection[DictRow]) -> None:
        """Send the postman on the next round unless one is under way; now and then see to what was parked."""
        if self._round is None or self._round.done():
            self._round = self._thread.submit(self._postman.round, self._stopping)
        if monotonic() < self._parked_at:
            return
        self._parked_at = monotonic() + _PARKED_SECONDS
        until = following.position(connection, FOLLOWER)
        for case_id in following.parked(connection, FOLLOWER):
            self._matching.follow_case(case_id, until)
            following.unpark(connection, FOLLOWER, [case_id])
