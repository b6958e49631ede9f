"""The city's grading guide as it is published, and the items that an older version of it graded (R22 §13)."""

from collections.abc import Sequence
from datetime import datetime

from domain.grading import PublishedRules, case_of
from domain.items import OpenType
from domain.open_list_item import OPEN_LIST_ITEM
from domain.value import Value
from store.cases import Cases
from store.database import Database


class ToRegrade(Value):
    """An item to be graded again; `guide_version` is empty when no grading is on record."""

    item_id: str
    title: str
    publisher: str
    open_type: OpenType
    version: int
    guide_version: str


_PAGE = """
SELECT body ->> 'item_id' AS item_id, body ->> 'title' AS title, body ->> 'publisher' AS publisher,
  body ->> 'open_type' AS open_type, (body ->> 'version')::int AS version,
  coalesce(body ->> 'guide_version', '') AS guide_version
FROM cases CROSS JOIN LATERAL (SELECT state::jsonb #> '{dossier,published}' AS body) newest
WHERE process = %(process)s AND case_id > %(after)s
  AND (%(publisher)s = '' OR body ->> 'publisher' = %(publisher)s)
  AND coalesce(body ->> 'guide_version', '') <> ALL(%(up_to_date)s)
ORDER BY case_id LIMIT %(limit)s"""


class Regrading:
    """Reads the guide's case, and the newest versions of the items."""

    def __init__(self, database: Database, cases: Cases) -> None:
        self._database = database
        self._cases = cases

    def guide(self, as_of: int | datetime | None = None) -> PublishedRules | None:
        """The guide as it is on record, or was; None while none is published."""
        row = self._cases.get(case_of("")) if as_of is None else self._cases.as_of(case_of(""), as_of)
        return row.state if row and isinstance(row.state, PublishedRules) else None

    def page(self, up_to_date: Sequence[str], publisher: str, after: str, limit: int) -> list[ToRegrade]:
        """Items whose newest version none of those versions graded, after that id; all publishers' if none is named."""
        asked = {"process": OPEN_LIST_ITEM.name, "publisher": publisher, "after": after}
        with self._database.connection() as connection:
            rows = connection.execute(_PAGE, {**asked, "up_to_date": list(up_to_date), "limit": limit}).fetchall()
        return [ToRegrade(**row) for row in rows]
