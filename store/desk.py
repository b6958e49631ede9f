"""Where commands queue: one thread takes whatever waits and settles it in one transaction.

Alone, a command waits for nobody. Under load the cost of a commit is shared by all that wait for it. A caller
who may block settles its own command when nobody else is at it, and saves the way to the thread and back.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Lock, Thread

import structlog

from domain.value import kind_of
from store.database import Database, DatabaseAway
from store.handle import Handler
from store.metrics import count_command
from store.request import Handled, Request

BATCH = 64  # commands in one transaction, so that a long queue doesn't make one long lock

_Waiting = tuple[Request, "Future[Handled]"]
_log = structlog.get_logger()


class Desk:
    """Thread-safe front of `Handler`."""

    def __init__(self, handler: Handler, database: Database) -> None:
        self.handler = handler
        self.database = database
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._settling = Lock()
        self._open = True
        self._thread = Thread(target=self._serve, name="desk", daemon=True)
        self._thread.start()

    def submit(self, request: Request) -> "Future[Handled]":
        """Queue a command; the future raises what `handle` would, and can be cancelled until it is begun."""
        waiting: Future[Handled] = Future()
        self._queue.put((request, waiting))
        return waiting

    def handle(self, request: Request) -> Handled:
        """Settle one command and wait for it: here, if the desk is idle. Raises Contended or DatabaseAway."""
        if not self._settling.acquire(blocking=False):
            return self.submit(request).result()
        waiting: Future[Handled] = Future()
        try:
            self._settle([(request, waiting)])
        finally:
            self._settling.release()
        return waiting.result()

    def close(self) -> None:
        """Answer what waits, then stop."""
        self._queue.put(None)
        self._thread.join()

    def _serve(self) -> None:
        waiting: list[_Waiting] = []
        while self._fill(waiting):
            batch, waiting = _one_each(waiting)
            with self._settling:
                self._settle(batch)

    def _fill(self, waiting: list[_Waiting]) -> bool:
        """Take what is queued, waiting only when there is nothing else to do. False after the last."""
        while self._open and len(waiting) < BATCH and not (waiting and self._queue.empty()):
            one = self._queue.get()
            if one is None:
                self._open = False
            elif one[1].set_running_or_notify_cancel():  # else its caller gave up, and nothing was begun
                waiting.append(one)
        return bool(waiting)

    def _settle(self, batch: Sequence[_Waiting]) -> None:
        requests = [request for request, _ in batch]
        try:
            results = self._twice(requests)
        except Exception as error:
            results = [error] * len(batch)
        for (request, waiting), result in zip(batch, results, strict=True):
            count_command(request.process, kind_of(request.command), result)
            if isinstance(result, Exception):
                _log.warning("command_failed", case=request.case_id, error=repr(result))
                waiting.set_exception(result)
            else:
                waiting.set_result(result)

    def _twice(self, requests: Sequence[Request]) -> list[Handled | Exception]:
        """A restart of PostgreSQL breaks pooled connections: one more try, on fresh ones.

        Safe after a lost commit too, for `handle` looks at the command row first.
        """
        try:
            return self.handler.handle_all(requests)
        except DatabaseAway:
            return self.handler.handle_all(requests)


def _one_each(waiting: Sequence[_Waiting]) -> tuple[list[_Waiting], list[_Waiting]]:
    """The first of each case and command id; the others wait for the next batch."""
    batch: list[_Waiting] = []
    held: list[_Waiting] = []
    seen: set[str] = set()
    for one in waiting:
        keys = {one[0].case_id, one[0].command_id}
        if keys & seen:
            held.append(one)
        else:
            batch.append(one)
            seen |= keys
    return batch, held
