"""What of an instance is there, part by part: `ok`, or what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from store.database import Database, DatabaseAway, TooSlow
from store.following import Lag, lag
from store.migrations import pending

TELLING = "telling"  # the follower that tells the workflows
WEBHOOKS = "webhooks"  # the one that tells subscribers
OK, UNKNOWN = "ok", "unknown"
_SILENCE = 10.0  # seconds; a leader that can do its work writes every second


@dataclass(frozen=True)
class Readiness:
    """The parts by name. `worker` is how far the engine is behind; None when it has never run, or can't be asked."""

    parts: Mapping[str, str]
    worker: Lag | None = None

    @property
    def missing(self) -> list[str]:
        """The parts without which no command can be taken."""
        return [name for name in ("database", "migrations") if self.parts[name] not in (OK, UNKNOWN)]


def readiness(database: Database) -> Readiness:
    """Each part as it is now."""
    try:
        with database.connection() as connection:
            if todo := pending(connection):
                said = f"to be run: {', '.join(todo)}"
                return Readiness({"database": OK, "migrations": said, "worker": UNKNOWN, "webhooks": UNKNOWN})
            worker, webhooks = lag(connection, TELLING), lag(connection, WEBHOOKS)
    except (DatabaseAway, TooSlow):
        return Readiness({"database": "away", "migrations": UNKNOWN, "worker": UNKNOWN, "webhooks": UNKNOWN})
    return Readiness({"database": OK, "migrations": OK, "worker": _said(worker), "webhooks": _said(webhooks)}, worker)


def _said(worker: Lag | None) -> str:
    if worker is None:
        return "has never run"
    if worker.silent_seconds > _SILENCE:
        return f"silent for {worker.silent_seconds:.0f} s: no worker runs, or none reaches Temporal"
    if worker.parked:
        return f"{worker.parked} cases are parked"
    return OK
