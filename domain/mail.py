"""What a person is told of by mail, and how often: theirs to choose."""

from collections.abc import Mapping
from enum import StrEnum


class Topic(StrEnum):
    """What a mail's line is about."""

    TURN = "turn"  # a case has come to wait for their role
    LATE = "late"  # a reminder, a passed deadline or an escalation in a case that waits for their role
    OWN = "own"  # a case that they or their organisation asked for has moved on
    DUE = "due"  # what waits for their role and is due: nothing new, so in the digest alone
    WEBHOOKS = "webhooks"  # a subscription of their organisation was disabled
    CONFIRM = "confirm"  # whether this is their address: asked once, and nobody's choice


class When(StrEnum):
    """How soon a topic is told."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    NEVER = "never"


class Digest(StrEnum):
    """How often what was gathered is sent: on working days, or on the first one of a week."""

    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class Language(StrEnum):
    """In which a mail is written."""

    ZH = "zh"
    EN = "en"


CHOICES: Mapping[Topic, tuple[When, ...]] = {
    Topic.TURN: tuple(When),
    Topic.LATE: tuple(When),
    Topic.OWN: tuple(When),
    Topic.DUE: (When.DIGEST, When.NEVER),
    Topic.WEBHOOKS: tuple(When),
}
"""What may be chosen for each topic."""

DEFAULTS: Mapping[Topic, When] = {
    Topic.TURN: When.DIGEST,
    Topic.LATE: When.AT_ONCE,
    Topic.OWN: When.AT_ONCE,
    Topic.DUE: When.DIGEST,
    Topic.WEBHOOKS: When.AT_ONCE,
}
"""What holds until a person chooses."""
