"""Settings: a value that can't be used is named at once, and never repeated."""

from datetime import UTC, datetime

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


def test_production_needs_its_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """It never falls back to the embedded parts."""
    monkeypatch.setenv("SLUICE_ENVIRONMENT", "production")
    with pytest.raises(SettingsInvalid, match="SLUICE_DATABASE_URL and SLUICE_TEMPORAL_ADDRESS and SLUICE_MASTER_KEY"):
        load_settings()


def test_what_is_started_gets_the_settings_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists, tables and instants too: worker and API read from their variables what `up` was told."""
    told = Settings(
        clock=datetime(2025, 9, 26, tzinfo=UTC),
        oidc_issuer="https://id.example",
        oidc_audience="sluice",
        oidc_algorithms=("ES256",),
        oidc_roles={"受理": Role.PLATFORM_OPERATOR},
    )
    for name, value in Stack(told, print, {}).environment().items():
        monkeypatch.setenv(name, value)
    assert load_settings() == told
