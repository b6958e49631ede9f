"""Migrations on a real PostgreSQL: each once, in order, never rewritten, and one migrator at a time."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from domain.application.review_papers import (
    Conflict,
    Expert,
    ExpertGround,
    ExpertReview,
    Opinion,
    Recommendation,
    ReviewPapers,
)
from store.database import Database as Pool
from store.migrations import MigrationChanged, known, migrate, pending
from tests.parts import Database


def _forget(url: str) -> None:
    """Make the database as it was before all migrations."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public AUTHORIZATION sluice_owner")
        connection.execute("GRANT USAGE ON SCHEMA public TO sluice_app")


def test_what_ran_does_not_run_again(database: Database) -> None:
    assert migrate(database.owner_url) == []


def test_migrators_that_start_together_run_each_file_once(database: Database) -> None:
    _forget(database.superuser_url)
    with ThreadPoolExecutor(3) as pool:
        ran = [name for names in pool.map(migrate, [database.owner_url] * 3) for name in names]
    assert ran == known()


def test_a_file_that_was_changed_after_it_ran_is_refused(database: Database) -> None:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        connection.execute("UPDATE schema_migrations SET sha256 = 'other' WHERE name = %s", (known()[0],))
    with pytest.raises(MigrationChanged, match=known()[0]):
        migrate(database.owner_url)


def test_a_database_that_is_behind_says_by_what(database: Database) -> None:
    pool = Pool(database.owner_url)
    with pool.connection() as connection:
        assert pending(connection) == []
        connection.execute("DELETE FROM schema_migrations WHERE name = %s", (known()[-1],))
        assert pending(connection) == [known()[-1]]
        _forget(database.superuser_url)
        assert pending(connection) == known()
    pool.close()


def test_cases_that_needed_attention_before_it_was_counted_are_counted(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By what their state says; the others, and what an older version writes meanwhile, count as needing none."""
    _forget(database.superuser_url)
    everything = known()
    with monkeypatch.context() as before:
        before.setattr("store.migrations.known", lambda: [name for name in everything if name < "0017"])
        migrate(database.owner_url)
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        for case, failed, closed in (("a", '[{"why": "x"}, {}]', False), ("b", "[]", False), ("c", "[]", True)):
            connection.execute(
                """INSERT INTO cases VALUES (%s, 'toy', 1, 'open', '', '', '', '{}', '{}', '{}', NULL, 0, %s, 1, %s, '',
                    now(), now())""",
                (case, closed, f'{{"dossier": {{"failed": {failed}}}}}'),
            )
        migrate(database.owner_url)
        connection.execute(
            """SELECT append_to_log('{"cases": [{"case_id": "d", "process": "toy", "version": 1, "phase": "open",
                "subject": "", "title": "", "holder": "", "parties": "{}", "involved": [], "escalated_to": [],
                "owed": 0, "closed": false, "plan_version": 1, "state": "{}", "shape": "", "opened_at": "2026-01-01",
                "changed_at": "2026-01-01"}], "commands": [], "events": []}')"""
        )
        rows = connection.execute("SELECT case_id FROM cases WHERE attention > 0").fetchall()
        assert connection.execute("SELECT count(*) FROM cases").fetchone() == (4,)
    assert rows == [("a",)]


def test_experts_who_were_asked_before_it_was_seated_find_what_waits_for_them(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those who have neither answered nor declared a conflict; and of a case under review alone."""
    _forget(database.superuser_url)
    everything = known()
    with monkeypatch.context() as before:
        before.setattr("store.migrations.known", lambda: [name for name in everything if name < "0020"])
        migrate(database.owner_url)
    li, wang, zhao = (Expert(person=name, organisation="o-uni") for name in ("p-li", "p-wang", "p-zhao"))
    opinion = Opinion(expert=wang, recommendation=Recommendation.APPROVE, text="")
    review = ExpertReview(ground=ExpertGround.COMPLEX, question="", experts=(li, wang, zhao), opinions=(opinion,))
    gathered = ReviewPapers(expert_reviews=(review,), conflicts=(Conflict(expert=zhao, reason=""),))
    state = f'{{"dossier": {{"gathered": {gathered.model_dump_json()}}}}}'
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        for case, phase in (("a", "under_review"), ("b", "refused")):
            connection.execute(
                """INSERT INTO cases VALUES (%s, 'application', 1, %s, '', '', '', '{}', '{}', '{}', NULL, 0, false, 1,
                    %s, '', now(), now())""",
                (case, phase, state),
            )
        migrate(database.owner_url)
        seats = connection.execute("SELECT case_id, seat FROM case_seats WHERE starts_with(seat, 'expert@')").fetchall()
    assert gathered.awaited() == (li,)
    assert seats == [("a", "expert@o-uni@p-li")]


def test_the_application_can_not_migrate(database: Database) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        migrate(database.app_url)
