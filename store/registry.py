"""What a decision may look up beside its own case, from PostgreSQL."""

from collections.abc import Mapping

from domain.items import PublishedItem
from domain.kernel import Sketch
from domain.open_list_item.state import Opened
from domain.value import Value
from store.cases import Cases
from store.codec import Codec
from store.database import Database
from store.log import Log
from store.signing_keys import SigningKeys

_FIND = """
SELECT case_id, process, phase, subject, title, closed FROM cases
WHERE process = %(process)s AND (%(subject)s = '' OR subject = %(subject)s)
ORDER BY case_id"""
_FIND_OF_PARTY = """
SELECT c.case_id, c.process, c.phase, c.subject, c.title, c.closed FROM case_parties p JOIN cases c USING (case_id)
WHERE p.who = %(party)s AND p.process = %(process)s AND (%(subject)s = '' OR c.subject = %(subject)s)
ORDER BY c.case_id"""


class StoreRegistry:
    """`domain.kernel.Registry` on the store. Every answer is as of now."""

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

    def find(self, process: str, *, subject: str = "", party: str = "") -> tuple[Sketch, ...]:
        values = {"process": process, "subject": subject, "party": party}
        with self._database.connection() as connection:
            rows = connection.execute(_FIND_OF_PARTY if party else _FIND, values).fetchall()
        return tuple(Sketch(**row) for row in rows)

    def material(self, material_id: str) -> str | None:
        with self._database.connection() as connection:
            query = "SELECT organisation FROM material WHERE id = %s"
            row = connection.execute(query, (material_id,), prepare=True).fetchone()
        return row["organisation"] if row else None

    def signature_holds(self, key_id: str, organisation: str, digest: str, signature: str) -> bool:
        return self._signing_keys.holds(key_id, organisation, digest, signature)
