"""What is asked of a case, and what it led to: the words of `handle`, in and out."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from domain.kernel import Plan
from domain.people import Actor, Role
from domain.value import Value


class KeyChanged(Exception):
    """The key no longer opens the role, or the delegation ended. Nothing was recorded; look it up anew."""


class Contended(Exception):
    """Others kept writing the same case. Nothing was recorded; ask again."""


@dataclass(frozen=True)
class Request:
    """A command on its way to a case. `command_id` makes it safe to ask again."""

    process: str
    case_id: str
    command_id: str
    command: Value
    actor: Actor
    expected_version: int | None = None
    correlation_id: str = ""
    causation_id: str = ""
    key: bytes = b""  # hash of the API key that says who asks; empty for a token, or when none was needed

    @property
    def principal(self) -> str:
        """On whose behalf a person asks; empty for the clock, which reports what others have done."""
        return "" if self.actor.role is Role.CLOCK else self.actor.on_behalf_of

    def digest(self) -> str:
        """What has to be the same for the same command id."""
        behalf = (self.principal,) if self.principal else ()
        asked = (self.process, self.case_id, self.actor.id, self.expected_version, *behalf)
        text = json.dumps(asked) + self.command.model_dump_json()
        return sha256(text.encode()).hexdigest()


class Outcome(Value):
    """What a command led to, as stored and as given again. `reason` is empty when accepted.

    `hidden` marks a refusal to someone who might not see the case when they asked: to them, ever
    after, it was as if there were none.
    """

    case_id: str
    version: int
    phase: str
    events: tuple[str, ...]
    reason: str = ""
    detail: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class Handled:
    """The stored outcome, and the plan of the case as it is now."""

    outcome: Outcome
    plan: Plan
    plan_version: int
    replayed: bool = False


def deadline_command_id(case_id: str, name: str, due: datetime) -> str:
    """The same whether the timer reports it or a later command finds it passed."""
    return f"{case_id}/deadline/{name}/{due.astimezone(UTC).isoformat()}"
