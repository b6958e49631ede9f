"""What a decision may look up beside its own case, from PostgreSQL."""

from collections.abc import Mapping
from datetime import datetime

from psycopg.sql import SQL, Composed

from domain.items import PublishedItem
from domain.kernel import Sketch
from domain.open_list_item.state import Opened
from domain.people import Role
from domain.value import Value
from store.cases import Cases
from store.codec import Codec
from store.database import Database
from store.log import Log
from store.signing_keys import SigningKeys

_FIND = SQL("""
SELECT c.case_id, c.process, c.phase, c.subject, c.title, c.closed FROM cases c
WHERE {conditions} ORDER BY c.case_id""")
_PROCESS = SQL("c.process = %(process)s")
_NARROWED = {
    "subject": SQL("c.subject = %(subject)s"),
    "applicant": SQL("""c.case_id IN (
        SELECT case_id FROM case_askers WHERE who = %(applicant)s AND process = %(process)s)"""),
    "publisher": SQL("""c.parties::jsonb -> 'data_publisher' ? %(publisher)s AND c.case_id IN (
        SELECT case_id FROM case_parties WHERE who = %(publisher)s AND process = %(process)s)"""),
}
_HELD = """
SELECT 1 AS yes FROM assignments WHERE organisation = %(organisation)s AND role = %(role)s
  AND valid_from <= %(at)s AND %(at)s < valid_to LIMIT 1"""


class StoreRegistry:
    """`domain.kernel.Registry` on the store. Every answer is as of now, unless an instant is asked for."""

    def __init__(self, database: Database, codecs: Mapping[str, Codec]) -> None:
        self._database = database
        self._cases = Cases(database, Log(database, codecs), codecs)
        self._signing_keys = SigningKeys(database)

    def item(self, item_id: str) -> PublishedItem | None:
        state = self.case(item_id)
        return state.published if isinstance(state, Opened) else None

    def case(self, case_id: str) -> Value | None:
        row = self._cases.get(case_id)
        return row.state if row else None

    def suspended(self, item_id: str) -> bool:
        item = self.case(item_id)  # an item's case has the item's id
        return isinstance(item, Opened) and item.suspended

    def find(self, process: str, *, subject: str = "", applicant: str = "", publisher: str = "") -> tuple[Sketch, ...]:
        wanted = {"subject": subject, "applicant": applicant, "publisher": publisher}
        values = {"process": process, **wanted}
        with self._database.connection() as connection:
            # planned for these very values: a party has from one case to hundreds of thousands
            rows = connection.execute(finding(wanted), values, prepare=False).fetchall()
        return tuple(Sketch(**row) for row in rows)

    def material(self, material_id: str) -> str | None:
        with self._database.connection() as connection:
            query = "SELECT organisation FROM material WHERE id = %s"
            row = connection.execute(query, (material_id,), prepare=True).fetchone()
        return row["organisation"] if row else None

    def held(self, role: Role, organisation: str, at: datetime) -> bool:
        with self._database.connection() as connection:
            row = connection.execute(_HELD, {"role": role, "organisation": organisation, "at": at}).fetchone()
        return row is not None

    def signature_holds(self, key_id: str, organisation: str, digest: str, signature: str) -> bool:
        return self._signing_keys.holds(key_id, organisation, digest, signature)


def finding(wanted: Mapping[str, str]) -> Composed:
    """The look-up of a process's cases, with a condition for each of subject, applicant and publisher that is given."""
    conditions = [_PROCESS, *(condition for name, condition in _NARROWED.items() if wanted[name])]
    return _FIND.format(conditions=SQL(" AND ").join(conditions))
