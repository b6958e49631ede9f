"""Settings: a value that can't be used is named at once, and never repeated."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.people import Role
from embedded.stack import Stack
from settings import Environment, Settings, SettingsInvalid, load_settings

pytestmark = pytest.mark.usefixtures("without_settings")


def test_nothing_set_means_development_with_embedded_parts() -> None:
    """Empty addresses are what makes `up` start its own."""
    settings = load_settings()
    assert (settings.environment, settings.database_url, settings.clock) == (Environment.DEVELOPMENT, "", None)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("API_PORT", "eighty", "valid integer"),
        ("API_PORT", "70000", "less than or equal to 65535"),
        ("CLOCK", "yesterday", "valid datetime"),
        ("CLOCK", "2025-09-26T23:59:30", "timezone"),
        ("DATABASE_URL", "mysql://somewhere", "postgresql://"),
        ("OWNER_DATABASE_URL", "somewhere", "postgresql://"),
        ("TEMPORAL_ADDRESS", "http://somewhere", "host:port"),
        ("ENVIRONMENT", "staging", "development"),
        ("MAX_UPLOAD_BYTES", "0", "greater than or equal to 1"),
        ("API_PROCESSES", "0", "greater than or equal to 1"),
        ("LOG_LEVEL", "loud", "warning"),
        ("TRUSTED_PROXIES", "*", "addresses or networks"),
        ("WEBHOOK_RETRY_SECONDS", "(5, 300)", "written as JSON"),
    ],
)
def test_a_malformed_value_is_named_with_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    """One line: which variable, and what it should be like."""
    monkeypatch.setenv(f"SLUICE_{name}", value)
    with pytest.raises(SettingsInvalid) as refusal:
        load_settings()
    assert str(refusal.value).startswith(f"SLUICE_{name}: ")
    assert says in str(refusal.value)


def test_a_password_is_never_in_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """A URL that is refused may hold one."""
    monkeypatch.setenv("SLUICE_DATABASE_URL", "oracle://role:hunter2@host/database")
    with pytest.raises(SettingsInvalid) as refusal:
        load_settings()
    assert "hunter2" not in str(refusal.value)


def test_the_clock_is_an_instant(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its offset, so that it is the same everywhere."""
    monkeypatch.setenv("SLUICE_CLOCK", "2025-09-26T23:59:30+08:00")
    assert load_settings().clock == datetime(2025, 9, 26, 15, 59, 30, tzinfo=UTC)


def test_production_refuses_a_rehearsal_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even when all else is there."""
    monkeypatch.setenv("SLUICE_ENVIRONMENT", "production")
    monkeypatch.setenv("SLUICE_MASTER_KEY", "5a" * 32)
    monkeypatch.setenv("SLUICE_DATABASE_URL", "postgresql://sluice_app@database/sluice")
    monkeypatch.setenv("SLUICE_TEMPORAL_ADDRESS", "temporal:7233")
    assert load_settings().environment is Environment.PRODUCTION
    monkeypatch.setenv("SLUICE_CLOCK", "2025-09-26T23:59:30+08:00")
    with pytest.raises(SettingsInvalid, match="SLUICE_CLOCK must not be set in production"):
        load_settings()


def test_production_refuses_webhooks_to_addresses_of_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The exception is there for tests alone; elsewhere it is read as a list."""
    monkeypatch.setenv("SLUICE_WEBHOOK_ALLOWED", '["127.0.0.1:9000"]')
    assert load_settings().webhook_allowed == ("127.0.0.1:9000",)
    monkeypatch.setenv("SLUICE_ENVIRONMENT", "production")
    with pytest.raises(SettingsInvalid, match="SLUICE_WEBHOOK_ALLOWED must not be set in production"):
        load_settings()


def test_production_needs_its_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """It never falls back to the embedded parts."""
    monkeypatch.setenv("SLUICE_ENVIRONMENT", "production")
    with pytest.raises(SettingsInvalid, match="SLUICE_DATABASE_URL and SLUICE_TEMPORAL_ADDRESS and SLUICE_MASTER_KEY"):
        load_settings()


def test_worker_and_api_are_told_every_setting_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also what is no text: instants, lists, folders. The owner's password they have no use for."""
    given = Settings(
        clock=datetime(2025, 9, 26, 16, tzinfo=UTC),
        webhook_retry_seconds=(5, 300.5),
        oidc_issuer="https://id.example",
        oidc_audience="sluice",
        oidc_algorithms=("ES256",),
        oidc_roles={"受理": Role.PLATFORM_OPERATOR},
        data_folder=Path("/somewhere"),
        owner_database_url="postgresql://owner@127.0.0.1/sluice",
    )
    for name, value in Stack(given, lambda _: None, {}).environment().items():
        monkeypatch.setenv(name, value)
    assert load_settings() == given.model_copy(update={"owner_database_url": ""})
