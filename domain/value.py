"""The one base of everything that is compared, stored or sent."""

from functools import cache

from pydantic import BaseModel, ConfigDict

SHOWN = "shown"  # marks a field, in its `Annotated`, that is there to be read by people: no rule asks for it


class Value(BaseModel):
    """Frozen plain data; an unknown field is an error, not a surprise."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def kind_of(value: Value) -> str:
    """The name under which a command or an event is sent and stored."""
    return _kind_of(type(value))


def kind_of_class(model: type[Value]) -> str:
    """The same, of all commands or events of a class."""
    return _kind_of(model)


@cache
def _kind_of(model: type[Value]) -> str:
    kind: str = model.model_fields["kind"].default
    return kind
