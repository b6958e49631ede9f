"""What callers asked and what they were told: their own books, which no kill touches."""

from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from demo.client import Person


@dataclass(frozen=True)
class Reply:
    """An answer: `reason` is empty when the command was accepted, else the rest is."""

    reason: str = ""
    case: str = ""
    version: int = 0
    phase: str = ""
    events: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A command as it is sent, the same each time it is sent again."""

    person: Person
    key: str
    process: str
    plural: str
    case: str  # empty for the one that opens a case
    kind: str
    body: dict[str, Any]
    version: int | None

    @property
    def command_id(self) -> str:
        return f"{self.person.id}/{self.key}"


@dataclass(frozen=True)
class Entry:
    """A line of the books; `reply` None: never answered, and given up."""

    command_id: str
    process: str
    kind: str
    reply: Reply | None
    attempts: int = 1
    asked: Asked | None = None  # to ask again


class Ledger:
    """Thread-safe."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries = list(entries)
        self._errors: list[str] = []
        self._lock = Lock()

    def write(self, entry: Entry) -> None:
        with self._lock:
            self._entries.append(entry)

    def error(self, what: str) -> None:
        """Note an answer that no caller should ever get."""
        with self._lock:
            self._errors.append(what)

    def entries(self) -> tuple[Entry, ...]:
        with self._lock:
            return tuple(self._entries)

    def errors(self) -> tuple[str, ...]:
        with self._lock:
            return tuple(self._errors)
