"""Publishers, and whether the people are registered whom a missed limit is told to (R-003)."""

from domain.value import Value
from store.database import Database

# Who reviews for a publisher now makes it one, and so does an item of the open list.
_READ = """
WITH held AS (
    SELECT organisation, role FROM assignments WHERE valid_from <= sluice_now() AND sluice_now() < valid_to
), publishers AS (
    SELECT organisation AS id FROM held WHERE role = 'data_publisher'
    UNION
    SELECT jsonb_array_elements_text(parties::jsonb -> 'data_publisher') FROM cases WHERE process = 'open_list_item'
)
SELECT p.id, coalesce(o.name_zh, '') AS name_zh,
    EXISTS (SELECT FROM held WHERE organisation = p.id AND role = 'designated_officer') AS officer,
    EXISTS (SELECT FROM held WHERE organisation = p.id AND role = 'publisher_head') AS head
FROM publishers p LEFT JOIN organisations o ON o.id = p.id
ORDER BY p.id"""


class Publisher(Value):
    """A publisher, and whether anyone is registered now as its named officer, and as its head."""

    id: str
    name_zh: str
    officer: bool
    head: bool


def publishers(database: Database) -> list[Publisher]:
    """Every publisher, by id."""
    with database.connection() as connection:
        return [Publisher(**row) for row in connection.execute(_READ).fetchall()]
