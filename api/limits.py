"""What a caller may take of the API."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What is ours to choose; 0 means without a limit. Uploads are in bytes; other bodies: `api/reading.py`."""

    max_upload: int
    requests_per_minute: int = 0
    at_once: int = 0
    seconds: float = 0
    streams: int = 0
    uploads_of_a_day: int = 0  # of one organisation
