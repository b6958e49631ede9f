"""What a decision may look up beside its own case, from PostgreSQL."""

from collections.abc import Mapping
from datetime import datetime

from domain.items import PublishedItem
from domain.kernel import Sketch, Summary
from domain.open_list_item.state import Opened
from domain.people import Role
from domain.value import Value
from store.cases import Cases
from store.codec import Codec
from store.database import Database
from store.log import Log
from store.signing_keys import SigningKeys

_FIND = """
SELECT case_id, process, phase, subject, title, closed FROM cases
WHERE process = %(process)s AND (%(subject)s = '' OR subject = %(subject)s)
  AND involved @> %(involved)s
ORDER BY case_id"""

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
        involved = [one for one in (applicant, publisher) if one]
        asked = {"process": process, "subject": subject, "involved": involved}
        with self._database.connection() as connection:
            found = [Sketch(**row) for row in connection.execute(_FIND, asked).fetchall()]
        if not involved:
            return tuple(found)
        # a row says who is involved, only the case in which way
        rows = self._cases.many([sketch.case_id for sketch in found])
        theirs = {row.case_id for row in rows if _theirs(row.summary, applicant, publisher)}
        return tuple(sketch for sketch in found if sketch.case_id in theirs)

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


def _theirs(summary: Summary, applicant: str, publisher: str) -> bool:
    publishers = summary.parties.get(Role.DATA_PUBLISHER, ())
    return applicant in ("", *summary.applicants) and publisher in ("", *publishers)
