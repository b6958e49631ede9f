"""What the bench says of plans is what PostgreSQL did: a table that is read through shows, wherever it was read."""

from collections.abc import Generator
from functools import partial

import psycopg
import pytest

from bench.instance import Instance, instance
from bench.many_cases import Grower
from bench.plans import carried_out
from composition import Store

CASES = 2_000


@pytest.fixture
def grown(without_settings: None) -> Generator[Instance]:
    with instance(temporal=False) as at:
        Grower(at).grow(CASES)
        yield at


def _read(query: str, store: Store) -> None:
    with store.database.connection() as connection:
        connection.execute(query.encode()).fetchall()


def test_a_table_that_is_read_through_shows_and_an_index_that_is_by_its_rows(grown: Instance) -> None:
    """Also in a function's own queries, where EXPLAIN sees nothing. What goes by a key looks at one row."""
    assert grown.stack.postgres
    with psycopg.connect(grown.stack.postgres.superuser_url, autocommit=True) as connection:
        connection.execute("""
            CREATE FUNCTION titled() RETURNS bigint LANGUAGE plpgsql AS $$
            BEGIN RETURN (SELECT count(*) FROM cases WHERE title = 'x'); END $$""")
    by_key = carried_out(grown, lambda store: store.cases.get("many-7"))
    assert by_key.count and "cases" not in by_key.read_through and by_key.most_rows < CASES / 10
    for query in ("SELECT 1 FROM cases WHERE title = 'x'", "SELECT titled()"):
        through = carried_out(grown, partial(_read, query))
        assert "cases" in through.read_through and through.most_rows >= CASES
    whole_index = carried_out(grown, partial(_read, "SELECT count(due) FROM case_seats"))
    assert whole_index.most_rows > CASES
    assert carried_out(grown, lambda store: None).count < 20  # nothing of before is in it
