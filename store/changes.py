"""Changes of the cases that someone may see, in the order of the log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import AwareDatetime, ConfigDict

from domain.kernel import AnyDecider, Part
from domain.people import Actor
from domain.value import Value, kind_of_class
from domain.visibility import SEES_ALL, View
from store.cases import Cases
from store.database import Database

BATCH = 1000  # rows of the log that are looked at together
# Of a case that is hidden not even the bytes leave PostgreSQL. Read in one statement: rows appear in log order.
_AFTER = """
SELECT e.notification_id, CASE WHEN c.case_id IS NOT NULL THEN e.state END AS state
FROM (
    SELECT * FROM stored_events WHERE notification_id > %(after)s ORDER BY notification_id LIMIT %(limit)s
) e LEFT JOIN cases c ON c.case_id = e.originator_id AND (%(all)s OR c.involved && %(me)s)
ORDER BY e.notification_id"""


class Change(Value):
    """Something happened to a case; what exactly is read at the case. Of a stored event it is the head."""

    model_config = ConfigDict(extra="ignore")
    event_id: str
    case_id: str
    process: str
    version: int
    kind: str
    occurred_at: AwareDatetime
    recorded_at: AwareDatetime


@dataclass(frozen=True)
class Changes:
    """What was found, by position, and the position up to which the log was looked at."""

    found: tuple[tuple[int, Change], ...]
    position: int
    full: bool  # there may be more at once


def changes_after(
    database: Database, cases: Cases, deciders: Mapping[str, AnyDecider], actor: Actor, after: int
) -> Changes:
    """Changes after a position of cases that the actor may see now, less what is withheld from them there."""
    values = {
        "after": after,
        "limit": BATCH,
        "all": actor.role in SEES_ALL,
        "me": [actor.organisation, actor.id],
    }
    with database.connection() as connection:
        rows = connection.execute(_AFTER, values, prepare=True).fetchall()
    found = [
        (row["notification_id"], Change.model_validate_json(row["state"])) for row in rows if row["state"] is not None
    ]
    some = {process: _withheld_from_some(deciders[process]) for process in {one.process for _, one in found}}
    # what everyone gets to see needs no look at its case, which costs more than all the rest
    withheld = _withheld(cases, deciders, actor, {one.case_id for _, one in found if one.kind in some[one.process]})
    shown = tuple((at, one) for at, one in found if one.kind not in withheld.get(one.case_id, ()))
    return Changes(shown, rows[-1]["notification_id"] if rows else after, len(rows) == BATCH)


def _withheld(
    cases: Cases, deciders: Mapping[str, AnyDecider], actor: Actor, of: Iterable[str]
) -> Mapping[str, frozenset[str]]:
    """By case, the kinds of events that are not there for the actor."""
    found: dict[str, frozenset[str]] = {}
    for row in cases.many(list(of)):
        decider = deciders[row.process]
        view = View.of(decider, actor, row.summary)
        found[row.case_id] = frozenset(kind_of_class(event) for event in decider.events if not view.shows(event))
    return found


def _withheld_from_some(decider: AnyDecider) -> frozenset[str]:
    """The kinds of events that some role does not get to see."""
    parts = frozenset[Part]().union(*decider.withheld.values())
    return frozenset(kind_of_class(event) for event in decider.events if event in parts)
