"""Worklist queries that a person keeps under a name."""

from collections.abc import Mapping

from store.database import Database

KEPT = 50  # filters a person may keep

_SAVE = """
INSERT INTO saved_filters
SELECT %(person)s, %(name)s, %(query)s, sluice_now()
WHERE (SELECT count(*) FROM saved_filters WHERE person = %(person)s AND name <> %(name)s) < %(kept)s
ON CONFLICT (person, name) DO UPDATE SET query = EXCLUDED.query, saved_at = EXCLUDED.saved_at"""


class SavedFilters:
    """One's own only: nobody reads another's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, person: str) -> Mapping[str, str]:
        """A person's filters, JSON by name, in the order of their names."""
        query = "SELECT name, query FROM saved_filters WHERE person = %s ORDER BY name"
        with self._database.connection() as connection:
            rows = connection.execute(query, (person,)).fetchall()
        return {row["name"]: row["query"] for row in rows}

    def save(self, person: str, name: str, query: str) -> bool:
        """Keep a query under a name, instead of what was there; False when there are too many already."""
        values = {"person": person, "name": name, "query": query, "kept": KEPT}
        with self._database.connection() as connection:
            return bool(connection.execute(_SAVE, values).rowcount)

    def delete(self, person: str, name: str) -> bool:
        """False when there was none."""
        query = "DELETE FROM saved_filters WHERE person = %s AND name = %s"
        with self._database.connection() as connection:
            return bool(connection.execute(query, (person, name)).rowcount)
