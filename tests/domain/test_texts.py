"""What people type is trimmed and bounded before anything else sees it."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from domain.texts import Id, OptionalText, Sha256, Text


@pytest.mark.parametrize("kind", [Id, Text, OptionalText])
def test_blanks_around_a_text_are_trimmed(kind: Any) -> None:
    assert TypeAdapter(kind).validate_python("  配送\n ") == "配送"


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (Id, " "),
        (Text, "\n\t"),
        (Text, "a\x00b"),  # PostgreSQL's jsonb can't hold it
        (OptionalText, "\x00"),
        (Text, "\ud800"),  # half a character is none
        (Text, "x" * 4001),
        (Id, "x" * 201),
        (Sha256, "AB" * 32),
        (Sha256, "ab" * 31),
        (Sha256, "ab" * 32 + "\n"),
    ],
)
def test_what_cannot_be_kept_is_refused(kind: Any, given: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(given)
