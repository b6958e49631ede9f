"""What a mail says, line by line, and which of its notices are moot by the time it is written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.mail import Language, Topic, When
from domain.people import Actor
from domain.visibility import may_see, waits_for
from store.cases import CaseRow
from store.mail_people import MailSettings, asked_at_of
from store.mail_readers import actor_of


@dataclass(frozen=True)
class Entry:
    """A line of a mail; `row` is the case as it was when the mail was written, None for what is about none."""

    notice: int
    topic: Topic
    about: str
    actor: Actor  # who is told, in the role of the notice
    row: CaseRow | None
    happened: str  # the event's kind, '' when they may not know


@dataclass(frozen=True)
class Mail:
    """What is sent. `attempt` counts from 1; one made again is the same mail under the same `message_id`."""

    person: str
    address: str
    language: Language
    message_id: str
    attempt: int
    entries: tuple[Entry, ...]
    unlisted: int  # further ones that there was no room for


@dataclass(frozen=True)
class Shown:
    """A case, and who has claimed it in which role; a live claim only."""

    row: CaseRow
    claim: Actor | None


LINES = 50  # of one mail; a digest's own 20 come first
TOO_MANY = "there was no room for it in the mail"
_WAITS = (Topic.TURN, Topic.LATE, Topic.DUE)  # worth a line only while the case waits for them
_CLEAREST = (Topic.DUE, Topic.LATE, Topic.TURN, Topic.OWN)  # the first of these says enough of a case


def of_one_mail(waiting: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What is sent together, of a person's rows: a mail that was tried before as it was, else all that is new.

    What is not due yet comes along when something is; to an address that is not confirmed goes the question alone.
    """
    first = next((one for one in waiting if one["due"]), None)
    if first is None:
        return []
    if first["topic"] == Topic.CONFIRM:
        return [first]
    mail = first["message_id"]
    return [one for one in waiting if one["message_id"] == mail and one["topic"] != Topic.CONFIRM]


def entries(
    notices: Sequence[Mapping[str, Any]],
    to: MailSettings,
    roles: Collection[Actor],
    cases: Mapping[str, Shown],
) -> tuple[list[Entry], dict[int, str]]:
    """The lines, one for each case and role, in the order of their notices; and why the other notices are moot.

    Those that there is no room for are moot too.
    """
    kept: dict[object, Entry] = {}
    moot: dict[int, str] = {}
    for one in sorted(notices, key=_clearest):
        found = Entry(
            notice=one["id"],
            topic=Topic(one["topic"]),
            about=one["about"],
            actor=actor_of(one),
            row=cases[one["case_id"]].row if one["case_id"] in cases else None,
            happened=one["happened"],
        )
        key = (one["case_id"], found.actor) if one["case_id"] else one["id"]
        why = "another line tells of it" if key in kept else _why_moot(found, to, roles, cases.get(one["case_id"]))
        if why:
            moot[found.notice] = why
        elif len(kept) == LINES:
            moot[found.notice] = TOO_MANY
        else:
            kept[key] = found
    return sorted(kept.values(), key=lambda entry: entry.notice), moot


def _why_moot(entry: Entry, to: MailSettings, roles: Collection[Actor], case: Shown | None) -> str:
    """Why the notice is not told any more; empty when it is."""
    if entry.topic is Topic.CONFIRM:
        return "" if to.asked_address and to.asked_at == asked_at_of(entry.about) else "another address was asked for"
    if not to.reached:
        return "nothing is sent to this person"
    if entry.topic is Topic.TEST:
        return ""
    if to.choices[entry.topic] is When.NEVER:
        return "not to be told of this"
    if entry.actor not in roles:
        return "no longer in this role"
    return _why_case_moot(entry, case) if case else ""


def _why_case_moot(entry: Entry, case: Shown) -> str:
    summary, claim = case.row.summary, case.claim
    if not may_see(entry.actor, summary):
        return "may not see the case any more"
    if entry.topic not in _WAITS:
        return ""
    if case.row.plan.closed or not waits_for(entry.actor, summary):
        return "the case does not wait for this role any more"
    # A claim is of its role alone: once the case waits for another one, that one has to be told. Nobody claims for whom
    # it names.
    if any(seat.person == entry.actor.id for seat in summary.awaited):
        return ""
    same_seat = claim and (claim.role, claim.organisation) == (entry.actor.role, entry.actor.organisation)
    return "someone else has claimed the case" if same_seat and claim and claim.id != entry.actor.id else ""


def _clearest(one: Mapping[str, Any]) -> tuple[int, int]:
    """Of several notices of a case the clearest comes first, of equals the newest."""
    topic = Topic(one["topic"])
    return _CLEAREST.index(topic) if topic in _CLEAREST else len(_CLEAREST), -one["id"]
