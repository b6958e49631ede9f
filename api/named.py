"""A command that names its process and kind in its body, where no address says them."""

import json
from collections.abc import Iterable
from typing import Any

from pydantic import Field

from api.commands import operations, read_command
from api.openapi import Operation
from api.problems import Problem
from api.reading import MAX_BODY, MAX_ID
from domain.examples import example
from domain.kernel import AnyDecider
from domain.value import Value

_MAX_VERSION = 2**63 - 1


class NamedCommand(Value):
    """A command as it would be sent alone: its process, case, name and body, and the version decided on."""

    model_config = example(process="application", case="app-1", command="accept_materials", body={}, if_match=2)

    process: str = Field(max_length=100, description="its name, as in `process` of a case")
    command: str = Field(max_length=100, description="its kind, as in `accept_materials`")
    case: str = Field(
        default="",
        max_length=MAX_ID,
        pattern=r"^[^\x00]*$",
        description="the case's id; empty for a command that opens one",
    )
    body: dict[str, Any] = Field(default_factory=dict[str, Any])
    if_match: int | None = Field(default=None, ge=0, le=_MAX_VERSION, description="the version you decided on")


class Offered:
    """The operations by process and kind."""

    def __init__(self, deciders: Iterable[AnyDecider]) -> None:
        self._operations = {(one.decider.name, one.kind): one for one in operations(deciders)}

    def read(self, one: NamedCommand) -> tuple[Operation, Value]:
        """What it names, and the command. Raises the problems `not_found`, `too_large` and of wrong input."""
        operation = self._operations.get((one.process, one.command))
        if operation is None or operation.opens == bool(one.case):  # alone, there would be no such address
            raise Problem("not_found", "no such command of that process, or a case where none belongs")
        # as long as it would be alone; half a surrogate pair, which JSON may hold, is refused where it is read
        text = json.dumps(one.body, ensure_ascii=False).encode(errors="surrogatepass")
        if len(text) > MAX_BODY:
            raise Problem("too_large", f"at most {MAX_BODY} bytes are taken")
        return operation, read_command(operation, text)
