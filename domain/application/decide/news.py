"""News from other cases: told to whom it concerns, and decided on by nobody."""

from typing import assert_never

from domain.application.commands.news import NewsCommand
from domain.application.events import Event, ItemChangeNoted, ItemResumptionNoted, ItemSuspensionNoted, ViolationNoted
from domain.application.inbox import NoteItemChanged, NoteItemResumed, NoteItemSuspended, NoteViolation
from domain.people import Role

_BOTH = (Role.APPLICANT, Role.DATA_PUBLISHER)


def decide(command: NewsCommand) -> list[Event]:
    match command:
        case NoteItemChanged(version=version, open_type=open_type, order=order):
            return [ItemChangeNoted(version=version, open_type=open_type, order=order, tells=_BOTH)]
        case NoteItemSuspended():
            return [ItemSuspensionNoted(ground=command.ground, tells=_BOTH)]
        case NoteItemResumed():
            return [ItemResumptionNoted(ground=command.ground, tells=_BOTH)]
        case NoteViolation():
            return [ViolationNoted(violation=command.violation, violation_kind=command.violation_kind)]
        case _:
            assert_never(command)
