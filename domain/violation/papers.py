"""What an allegation, a record and its measures are made of (R22 §32)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from domain.people import Role
from domain.value import Value

ViolationKind = Literal[1, 2, 3, 4, 5]

KINDS: Mapping[ViolationKind, tuple[str, str]] = {
    1: ("违反平台管理制度", "Breaks the platform's rules"),
    2: ("非法获取数据", "Obtains data unlawfully"),
    3: ("侵犯他人合法权益", "Infringes others' rights"),
    4: ("超出约定场景利用", "Uses data beyond the agreed scenario"),
    5: ("其他违法违规或者违约行为", "Breaks the law, the rules or the agreement otherwise"),
}
"""The acts that are recorded, numbered as in R22 §32, in our own words: Chinese, English."""


class Detection(StrEnum):
    """How an act came to light (R22 §30)."""

    REPORT = "report"  # someone reported it
    MONITOR = "monitor"  # calls are tracked
    CHECK = "check"  # it was found in the course of another case


class Measure(StrEnum):
    """What is done about a recorded violation (R22 §32)."""

    WARN = "warn"
    RESTRICT = "restrict"
    CLOSE_ACCESS = "close_access"


class Allegation(Value):
    """Who is said to have done what, with whose data."""

    party: str
    publisher: str
    item_id: str
    item_title: str
    about: str  # the application whose agreement is concerned; empty if none is named
    violation_kind: ViolationKind
    facts: str


class Unrestricted(Value):
    """Access goes on."""

    kind: Literal["unrestricted"] = "unrestricted"


class Restricted(Value):
    """Access is restricted, and why."""

    kind: Literal["restricted"] = "restricted"
    reason: str


class Concurrence(Value):
    """Who would record the act as which kind."""

    role: Role
    violation_kind: ViolationKind


class Applied(Value):
    """A measure, and why."""

    measure: Measure
    reason: str
