"""Claims: who said when that they see to a case. A claim bars nobody; it shows, lapses, and stays on record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import DictRow
from pydantic import AwareDatetime

from domain.people import Actor, Role
from domain.value import Value
from domain.visibility import View
from store.database import Database


class Claim(Value):
    """A claim: it is live until `until`, unless it ended before; `ended_by` is empty when nobody ended it.

    Persons are empty for a reader who is not told who acted.
    """

    person: str
    on_behalf_of: str
    role: str
    organisation: str
    since: AwareDatetime
    until: AwareDatetime
    ended_at: AwareDatetime | None
    ended_by: str

    def seen(self, view: View) -> "Claim":
        """The claim as far as that view goes: from outside one is told of one's own people only."""
        by = Actor(id=self.person, role=Role(self.role), organisation=self.organisation)
        if not view.names(by):
            return self.model_copy(update={"person": "", "on_behalf_of": "", "ended_by": ""})
        whole = view.inside or self.ended_by == self.person
        return self if whole else self.model_copy(update={"ended_by": ""})


def claim_of(row: Mapping[str, Any]) -> Claim:
    """A row of the table, or its JSON."""
    return Claim.model_validate({name: row[name] for name in Claim.model_fields})


class Claimed(Exception):
    """Someone else has claimed the case."""

    def __init__(self, claim: Claim) -> None:
        super().__init__(claim.person)
        self.claim = claim


_LIVE = "SELECT * FROM claims WHERE case_id = %s AND ended_at IS NULL"
_OPEN = """
INSERT INTO claims (case_id, person, on_behalf_of, role, organisation, since, until)
VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING *"""


class Claims:
    """Writes and reads claims, by the instance's clock. A claim lapses after `hours`, unless it is renewed."""

    def __init__(self, database: Database, hours: int) -> None:
        self._database = database
        self._hours = hours

    def claim(self, case_id: str, actor: Actor, *, take_over: bool) -> Claim:
        """Claim an open case, or renew one's own claim. Raises Claimed unless `take_over`."""
        with self._database.connection() as connection, connection.transaction():
            now, until = self._locked(connection, case_id)
            live = connection.execute(_LIVE, (case_id,)).fetchone()
            if live and live["person"] == actor.id and live["until"] > now:
                query = "UPDATE claims SET until = %s WHERE id = %s RETURNING *"
                made = connection.execute(query, (until, live["id"])).fetchall()
            else:
                if live and live["until"] > now and not take_over:
                    raise Claimed(claim_of(live))
                self._end(connection, live, now, actor.id)
                values = (case_id, actor.id, actor.on_behalf_of, actor.role, actor.organisation, now, until)
                made = connection.execute(_OPEN, values).fetchall()
            _seat(connection, case_id, actor.id, until)
        return claim_of(made[0])

    def release(self, case_id: str, actor: Actor) -> bool:
        """End one's own claim; False when there was none."""
        with self._database.connection() as connection, connection.transaction():
            now, _ = self._locked(connection, case_id)
            live = connection.execute(_LIVE, (case_id,)).fetchone()
            if not live or live["person"] != actor.id:
                return False
            self._end(connection, live, now, actor.id)
            connection.execute("UPDATE case_seats SET held_until = '-infinity' WHERE case_id = %s", (case_id,))
            return bool(live["until"] > now)

    def of(self, case_id: str) -> list[Claim]:
        """Every claim of the case, oldest first: who held it when."""
        with self._database.connection() as connection:
            rows = connection.execute("SELECT * FROM claims WHERE case_id = %s ORDER BY id", (case_id,)).fetchall()
        return [claim_of(row) for row in rows]

    def _locked(self, connection: Connection[DictRow], case_id: str) -> tuple[datetime, datetime]:
        """Now, and when a claim of now lapses. The case's row is locked first, as by a command of the case."""
        query = """
            SELECT sluice_now() AS now, sluice_now() + %s * interval '1 hour' AS until
            FROM cases WHERE case_id = %s FOR NO KEY UPDATE"""
        row = connection.execute(query, (self._hours, case_id)).fetchone()
        assert row, "the caller has seen the case, and none is ever deleted"
        return row["now"], row["until"]

    def _end(self, connection: Connection[DictRow], live: dict[str, Any] | None, now: datetime, by: str) -> None:
        """End the claim that stands, which may have lapsed before: then it ended there, by nobody."""
        if live:
            lapsed = live["until"] <= now
            query = "UPDATE claims SET ended_at = %s, ended_by = %s WHERE id = %s"
            connection.execute(query, (live["until"] if lapsed else now, "" if lapsed else by, live["id"]))
            values = (live["case_id"], f"!{live['person']}")
            connection.execute("DELETE FROM case_seats WHERE case_id = %s AND seat = %s", values)


def _seat(connection: Connection[DictRow], case_id: str, person: str, until: datetime) -> None:
    """Show the case at the claimant's seat, and at all its seats that it is claimed."""
    connection.execute(
        """INSERT INTO case_seats SELECT case_id, %s, process, phase, listed_due(cases),
            escalated_to <> '{}' FROM cases WHERE case_id = %s AND NOT closed ON CONFLICT DO NOTHING""",
        (f"!{person}", case_id),
    )
    connection.execute("UPDATE case_seats SET held_until = %s WHERE case_id = %s", (until, case_id))
