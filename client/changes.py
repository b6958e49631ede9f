"""Changes as they are recorded, read from the API's stream of server-sent events."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from pydantic import BaseModel


class Change(BaseModel):
    """Something happened to a case; what exactly is read at the case. `position` is where to go on after it."""

    position: int
    event_id: str
    case_id: str
    process: str
    version: int
    kind: str
    occurred_at: datetime
    recorded_at: datetime


def events(lines: Iterable[str]) -> Iterator[tuple[int, Change | None]]:
    """Each event's position, and its change; None for one that only says how far the log was looked at.

    One that was cut off before its empty line is left out: it comes again.
    """
    fields: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        if name:  # a comment has none
            fields[name] = value.removeprefix(" ")
        elif not line and "id" in fields:
            position = int(fields["id"])
            told = {**json.loads(fields["data"]), "position": position}
            yield position, Change.model_validate(told) if fields.get("event") == "change" else None
        if not line:
            fields = {}
