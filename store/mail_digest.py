"""Digests: on a person's day, what waits for them and is due, and all that was gathered for them since the last."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import DictRow

from domain.days import local_day
from domain.mail import Topic, When
from domain.people import Actor
from store.database import Database
from store.mail_notices import ADD, NewNotice
from store.mail_people import MailPeople
from store.mail_readers import MailReaders
from store.worklists import COUNTED, Count, Whose, seats

LISTED = 20  # cases in one digest, soonest due first

# As a worklist finds them: by seat, each seat a range of an index. What someone else of the same role has claimed is
# theirs. A count goes as far as a worklist's.
_WAITING = """
WITH own AS (
    SELECT * FROM unnest(%(seats)s::text[], %(roles)s::text[], %(organisations)s::text[], %(principals)s::text[])
        AS own (seat, role, organisation, on_behalf_of)
), found AS (
    SELECT DISTINCT ON (at.case_id) own.*, at.*, at.escalated OR at.due <= sluice_now() AS overdue
    FROM own CROSS JOIN LATERAL (
        (SELECT s.case_id, s.process, s.due, s.escalated FROM case_seats s
        WHERE s.seat = own.seat AND s.due <= sluice_now() + %(soon)s * interval '1 day'
        ORDER BY s.due, s.case_id LIMIT %(most)s)
        UNION
        (SELECT s.case_id, s.process, s.due, s.escalated FROM case_seats s WHERE s.seat = own.seat AND s.escalated
        ORDER BY s.due, s.case_id LIMIT %(most)s)
    ) at
    WHERE NOT EXISTS (
        SELECT FROM claims WHERE claims.case_id = at.case_id AND ended_at IS NULL AND until > sluice_now()
        AND person <> %(person)s AND claims.role = own.role AND claims.organisation = own.organisation)
    ORDER BY at.case_id, own.on_behalf_of
)
SELECT role, organisation, on_behalf_of, case_id, process,
    count(*) FILTER (WHERE overdue) OVER () AS overdue, count(*) FILTER (WHERE NOT overdue) OVER () AS soon
FROM found ORDER BY due, case_id LIMIT %(listed)s"""
_DAY_HAS_COME = """
SELECT person, sluice_now() AS now FROM mail_people WHERE next_digest <= sluice_now() ORDER BY next_digest LIMIT %s"""
_FLUSH = """
UPDATE mail_notices SET not_before = now() WHERE person = %s AND state = 'waiting' AND not_before IS NULL"""


@dataclass(frozen=True)
class Figures:
    """How many cases wait for a person past a deadline or escalated, and how many are due soon."""

    overdue: Count
    soon: Count


class Digests:
    """Makes digests, by the instance's clock: a rehearsal that jumps over ten days makes one. `soon` is in days."""

    def __init__(self, database: Database, people: MailPeople, readers: MailReaders, soon: int) -> None:
        self._database = database
        self._people = people
        self._readers = readers
        self._soon = soon

    def make(self, limit: int) -> int:
        """Let the mails of those whose day has come be due; returns how many people that were.

        Done again after a kill, it makes nothing twice: what is due is known by day and case.
        """
        with self._database.connection() as connection:
            rows = connection.execute(_DAY_HAS_COME, (limit,)).fetchall()
        for row in rows:
            self._make(row["person"], row["now"])
            self._people.digest_over(row["person"])
        return len(rows)

    def figures(self, person: str) -> Figures:
        """The counts at this moment."""
        with self._database.connection() as connection:
            rows = self._waiting(connection, person, self._readers.roles_of(person))
        overdue, soon = (rows[0]["overdue"], rows[0]["soon"]) if rows else (0, 0)
        return Figures(_counted(overdue), _counted(soon))

    def _make(self, person: str, now: datetime) -> None:
        told, roles = self._people.told(person), self._readers.roles_of(person)
        with self._database.connection() as connection, connection.transaction():
            if told and told.choices[Topic.DUE] is not When.NEVER:
                due = [_notice(person, now, row) for row in self._waiting(connection, person, roles)]
                with connection.cursor() as cursor:
                    cursor.executemany(ADD, [{**vars(one), "gather": 0} for one in due])
            connection.execute(_FLUSH, (person,))

    def _waiting(self, connection: Connection[DictRow], person: str, roles: list[Actor]) -> list[DictRow]:
        # a claimed case is found at its role's own seat
        at = [(seat, actor) for actor in roles for seat in seats(actor, Whose.MINE) if not seat.startswith("!")]
        values = {
            "person": person,
            "seats": [seat for seat, _ in at],
            "roles": [actor.role for _, actor in at],
            "organisations": [actor.organisation for _, actor in at],
            "principals": [actor.on_behalf_of for _, actor in at],
            "soon": self._soon,
            "most": COUNTED + 1,
            "listed": LISTED,
        }
        return connection.execute(_WAITING, values).fetchall()


def _notice(person: str, now: datetime, row: dict[str, Any]) -> NewNotice:
    return NewNotice(
        person=person,
        topic=Topic.DUE,
        about=f"{local_day(now)}/{row['case_id']}",
        role=row["role"],
        organisation=row["organisation"],
        on_behalf_of=row["on_behalf_of"],
        at_once=True,
        process=row["process"],
        case_id=row["case_id"],
    )


def _counted(found: int) -> Count:
    return Count(count=min(found, COUNTED), exact=found <= COUNTED)
