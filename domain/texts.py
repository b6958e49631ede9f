"""What people type, bounded: trimmed, never blank where it matters, and storable as JSON in PostgreSQL."""

from typing import Annotated

from pydantic import Field, StringConstraints

_NO_NUL = r"^[^\x00]*$"  # jsonb holds every character but this one

Id = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_NO_NUL)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=_NO_NUL)]
OptionalText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000, pattern=_NO_NUL)]
Sha256 = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-f]{64}$"), Field(description="SHA-256 in lower-case hexadecimal")
]
