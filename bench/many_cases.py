"""Many cases, made by SQL from some real ones: as many as a city would have in years, in seconds.

The log stays as small as it was: lists and searches read rows. Every number follows from the case's own, so that
two runs measure the same cases.
"""

from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import psycopg
from psycopg import sql

from bench.instance import Instance
from store.request import Request

PUBLISHERS, APPLICANTS, ITEMS = 60, 20_000, 3_000
_ORGANISATIONS = """
INSERT INTO organisations (id, name_zh)
SELECT 'pub-' || n, '上海市发布机构' || n FROM generate_series(0, %(publishers)s - 1) n
UNION ALL SELECT 'app-' || n, '单位' || n || '有限公司' FROM generate_series(0, %(applicants)s - 1) n"""
# n-th share in [0, 1) of a case, by what it is for
_SHARE = """
CREATE FUNCTION share(n bigint, what int) RETURNS float LANGUAGE sql IMMUTABLE AS
$$ SELECT (hashint8extended(n, what) & 1048575) / 1048576.0 $$"""
# Of a hundred cases 60 are closed; of the open ones most wait for a review or lie drafted.
_TEMPLATES = """
CREATE TABLE templates AS SELECT row_number() OVER () - 1 AS place, t.*
FROM cases t CROSS JOIN LATERAL generate_series(1, CASE
    WHEN t.closed THEN 60 WHEN t.phase = 'under_review' THEN 8 WHEN t.phase = 'submitted' THEN 8
    WHEN t.process = 'application' THEN 6 ELSE 2 END)"""
_CASES = """
INSERT INTO cases
SELECT 'many-' || n, t.process, t.version, t.phase, 'sh-2025-' || item, w.title, t.holder,
    replace(replace(t.parties, 'bench-publisher', publisher), 'bench-applicant', applicant),
    CASE WHEN t.process = 'measured' THEN ARRAY[publisher, applicant]
         ELSE array_replace(array_replace(array_replace(t.involved, 'bench-publisher', publisher),
             'bench-applicant', applicant), 'applicant', 'a-' || asker) END,
    CASE WHEN NOT t.closed AND share(n, 7) < 0.03 THEN ARRAY['publisher_head', 'competent_department'] ELSE '{}' END,
    due,
    t.owed, t.closed, t.plan_version, t.state, t.shape, opened, opened, t.attention,
    array_replace(array_replace(t.applicants, 'bench-applicant', applicant), 'applicant', 'a-' || asker), due
FROM generate_series(%(first)s::bigint, %(last)s) n
CROSS JOIN LATERAL (
    SELECT floor(share(n, 2) ^ 2 * %(applicants)s)::int AS asker, floor(share(n, 3) * %(items)s)::int AS item,
    'pub-' || floor(share(n, 1) ^ 3 * %(publishers)s) AS publisher,
    now() - share(n, 4) * interval '3 years' AS opened) r
CROSS JOIN LATERAL (SELECT 'app-' || asker AS applicant,
    (ARRAY['浦东新区','黄浦区','徐汇区','长宁区','静安区','普陀区','虹口区','杨浦区'])[1 + mod(item, 8)]
    || (ARRAY['公交到站','地铁客流','气象观测','空气质量','医疗机构','学校名录','停车场库','道路施工'])
        [1 + mod(item / 8, 8)]
    || (ARRAY['数据','信息','清单','统计'])[1 + mod(item / 64, 4)] || ' ' || 2020 + mod(item, 6) AS title) w
JOIN templates t ON t.place = floor(share(n, 6) * (SELECT count(*) FROM templates))
CROSS JOIN LATERAL (
    SELECT CASE WHEN t.next_due IS NOT NULL THEN now() + (share(n, 5) * 40 - 1) * interval '1 day' END AS due) d"""
_SEATS = """
INSERT INTO case_seats
SELECT c.case_id, s.seat, c.process, c.phase, listed_due(c), c.escalated_to <> '{}'
FROM cases c CROSS JOIN unnest(seats_of(c)) AS s (seat)
WHERE NOT c.closed AND starts_with(c.case_id, 'many-') AND substr(c.case_id, 6)::bigint >= %(first)s"""
_PARTIES = """
INSERT INTO case_parties SELECT unnest(involved), process, opened_at, case_id
FROM cases WHERE starts_with(case_id, 'many-') AND substr(case_id, 6)::bigint >= %(first)s
ON CONFLICT DO NOTHING"""
_ASKERS = """
INSERT INTO case_askers SELECT unnest(applicants), process, case_id
FROM cases WHERE starts_with(case_id, 'many-') AND substr(case_id, 6)::bigint >= %(first)s
ON CONFLICT DO NOTHING"""
_WORDS = """
INSERT INTO case_words SELECT c.case_id, c.opened_at, lower(c.title || ' ' || c.subject), terms_of(c)
FROM cases c WHERE starts_with(c.case_id, 'many-') AND substr(c.case_id, 6)::bigint >= %(first)s"""
# one open case of a hundred is claimed, by one of two hundred people
_CLAIMS = """
WITH made AS (
    INSERT INTO claims (case_id, person, role, organisation, since, until)
    SELECT case_id, 'p-' || mod(substr(case_id, 6)::bigint, 200), 'platform_operator', 'bench-platform', now(),
        now() + interval '2 days'
    FROM cases WHERE NOT closed AND starts_with(case_id, 'many-') AND substr(case_id, 6)::bigint >= %(first)s
      AND share(substr(case_id, 6)::bigint, 8) < 0.01
    RETURNING case_id, person, until
), held AS (
    UPDATE case_seats s SET held_until = made.until FROM made WHERE s.case_id = made.case_id
)
INSERT INTO case_seats SELECT c.case_id, '!' || made.person, c.process, c.phase, listed_due(c),
    c.escalated_to <> '{}', made.until FROM made JOIN cases c USING (case_id)"""
_TABLES = ("cases", "case_seats", "case_words")


class Grower:
    """Makes an instance's cases more and more."""

    def __init__(self, at: Instance) -> None:
        assert at.stack.postgres, "the bench starts its own"
        self._url = at.stack.postgres.superuser_url
        self._made = 0
        _act(at)
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(_SHARE)
            connection.execute(_TEMPLATES)
            connection.execute(_ORGANISATIONS, {"publishers": PUBLISHERS, "applicants": APPLICANTS})
            connection.execute("GRANT EXECUTE ON FUNCTION share TO PUBLIC")

    def grow(self, count: int) -> None:
        """Have so many cases, with their seats, words and claims. Indexes are made anew once the rows are there."""
        values = {"first": self._made + 1, "last": count, "publishers": PUBLISHERS, "applicants": APPLICANTS}
        with psycopg.connect(self._url, autocommit=True) as connection:
            with _bare(connection), ThreadPoolExecutor() as pool:
                fill = partial(self._fill, {**values, "items": ITEMS})
                fill([_CASES])
                list(pool.map(fill, [[_SEATS, _CLAIMS], [_WORDS], [_PARTIES, _ASKERS]]))
            connection.execute("VACUUM ANALYZE")
        self._made = count

    def _fill(self, values: Mapping[str, int], queries: Sequence[str]) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            for query in queries:
                connection.execute(query.encode(), values)


@contextmanager
def _bare(connection: psycopg.Connection) -> Generator[None]:
    """The tables without triggers and without indexes but the keys, for as long as they are filled."""
    made = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT LIKE '%%_pkey'"
    indexes = connection.execute(made, (list(_TABLES),)).fetchall()
    connection.execute("ALTER TABLE cases DISABLE TRIGGER USER")
    for name, _ in indexes:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    connection.execute("SET maintenance_work_mem = '512MB'")
    for _, definition in indexes:
        connection.execute(definition.encode())
    connection.execute("ALTER TABLE cases ENABLE TRIGGER USER")


def _act(at: Instance) -> None:
    """One case of each kind, left after each of its commands: what all others are copies of."""
    for workload in (at.measured, at.application):
        for steps in range(1, len(workload.asks) + 1):
            case = f"template-{workload.name}-{steps}"
            for n in range(steps):
                request: Request = at.cast.request(workload, case, n)
                outcome = at.store.desk.handle(request).outcome
                assert not outcome.reason, outcome
