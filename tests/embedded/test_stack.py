"""The parts together: started, found by other commands, ended."""

from pathlib import Path

import psycopg
import pytest

from embedded.child import StartFailed
from embedded.running import with_running_parts
from embedded.stack import Stack, on_free_port
from embedded.temporal import EmbeddedTemporal
from settings import Settings

pytestmark = pytest.mark.usefixtures("without_settings")


def test_other_commands_find_what_is_up_and_nothing_after_it_ended(
    reachable_folder: Path, temporal: EmbeddedTemporal
) -> None:
    """A part that the settings name is used, not started; the database is migrated and found."""
    settings = Settings(data_folder=reachable_folder / "up", temporal_address=temporal.address)
    with Stack.start(settings, processes=False, fsync=False) as stack:
        assert stack.temporal is None
        found = with_running_parts(settings)
        assert found.temporal_address == temporal.address
        with psycopg.connect(found.database_url) as connection:
            row = connection.execute("SELECT count(*) > 0 FROM schema_migrations").fetchone()
        assert row == (True,)
    assert with_running_parts(settings) == settings
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(found.database_url)


def test_worker_and_api_are_never_told_the_owner_s_password(reachable_folder: Path) -> None:
    """Migrations are done before they start."""
    owner = "postgresql://sluice_owner:owner-only@127.0.0.1/sluice"
    stack = Stack(Settings(data_folder=reachable_folder, owner_database_url=owner), print, {})
    assert "owner-only" not in " ".join(stack.environment().values())


def test_a_taken_port_is_an_error_and_not_someone_else_s_answer(
    reachable_folder: Path, temporal: EmbeddedTemporal
) -> None:
    """Another server on the API's port would look ready."""
    port = int(temporal.address.split(":")[1])
    settings = Settings(data_folder=reachable_folder, api_port=port)
    with pytest.raises(StartFailed, match=f"port {port} is taken"):
        Stack(settings, print, {}).start_server()
    assert on_free_port(settings).api_port != port
