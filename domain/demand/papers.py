"""What a demand is made of: its field, how it came, its priority, and what was said about it."""

from typing import Literal

from domain.people import Role
from domain.value import Value

Category = Literal["economy", "livelihood", "governance"]  # R22 §6
Channel = Literal["platform", "survey", "meeting"]  # R22 §6; M19 §10
# the four of M19 §10 and R22 §6, and "ordinary" for a demand that none of them fits
Criterion = Literal["livelihood", "urgent", "value_added", "strategic", "ordinary"]
Advice = Literal["field_explanation", "scheme_advice", "publisher_contact"]  # W23 tasks-5


class Priority(Value):
    """What puts the demand before others, or that nothing does, and why."""

    kind: Literal["noted"] = "noted"
    criterion: Criterion
    reason: str


class NotNoted(Value):
    """The competent department has not looked at the demand yet."""

    kind: Literal["not_noted"] = "not_noted"


class Said(Value):
    """One turn of the talk about a demand, and the role that spoke."""

    role: Role
    about: Literal["follow_up", "answer"] | Advice
    text: str
