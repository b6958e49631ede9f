"""What an instance is told from outside: environment variables that begin with SLUICE_."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, AwareDatetime, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "SLUICE_"
Port = Annotated[int, Field(ge=1, le=65535)]


class SettingsInvalid(Exception):
    """Some settings can't be used. The message names each variable and says what to do."""


class Environment(StrEnum):
    """Development may run on a rehearsal clock; production may not."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


def _postgres_url(value: str) -> str:
    if value and urlsplit(value).scheme not in ("postgresql", "postgres"):
        raise ValueError("must look like postgresql://role:password@host:port/database")
    return value


def _host_and_port(value: str) -> str:
    host, _, port = value.rpartition(":")
    if value and not (host and port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise ValueError("must look like host:port")
    return value


def _master_key(value: str) -> str:
    if value and not re.fullmatch("[0-9a-fA-F]{64}", value):
        raise ValueError("must be 64 hexadecimal digits (32 bytes)")
    return value


class Settings(BaseSettings):
    """The settings, checked. An empty variable counts as not given.

    Empty `database_url` or `temporal_address` means: use the embedded part (`./sluice up`).
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, hide_input_in_errors=True)

    environment: Environment = Environment.DEVELOPMENT
    database_url: Annotated[str, AfterValidator(_postgres_url)] = ""  # role sluice_app
    owner_database_url: Annotated[str, AfterValidator(_postgres_url)] = ""  # role sluice_owner: migrates
    temporal_address: Annotated[str, AfterValidator(_host_and_port)] = ""
    temporal_namespace: str = "default"  # this instance's own: the same item has the same case id in each instance
    task_queue: str = "sluice"
    clock: AwareDatetime | None = None  # the rehearsal clock's first instant; without it, the wall clock
    api_host: str = "127.0.0.1"
    api_port: Port = 8080
    api_processes: Annotated[int, Field(ge=1, le=64)] = 1
    data_folder: Path = Path(__file__).resolve().parent / ".sluice"
    source_folder: Path = Path(__file__).resolve().parent / "demo" / "data"  # where items' data is found
    master_key: Annotated[str, AfterValidator(_master_key), Field(repr=False)] = ""  # wraps the sealing keys
    max_upload_bytes: Annotated[int, Field(ge=1)] = 20 * 1024 * 1024
    # What one caller may take of the API; 0 is without a limit: docs/operations.md.
    requests_per_minute: Annotated[int, Field(ge=0)] = 1200
    requests_at_once: Annotated[int, Field(ge=0)] = 4  # further ones of the same caller wait for these
    request_seconds: Annotated[float, Field(ge=0)] = 30  # until an answer begins
    trusted_proxies: str = ""  # addresses whose X-Forwarded-For is believed, by commas
    # What is shown to those who run the instance, each on a port of its own; 0 shows nothing.
    metrics_host: str = "127.0.0.1"
    metrics_port: Annotated[int, Field(ge=0, le=65535 - 16)] = 0  # or the first free one after it
    temporal_metrics_port: Annotated[int, Field(ge=0, le=65535)] = 0  # the worker's: what its Temporal SDK counts
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @model_validator(mode="after")
    def _production_is_complete(self) -> "Settings":
        if self.environment is not Environment.PRODUCTION:
            return self
        if self.clock:
            raise ValueError("SLUICE_CLOCK must not be set in production: a rehearsal clock is not the time")
        missing = [name for name in ("database_url", "temporal_address", "master_key") if not getattr(self, name)]
        if missing:
            names = " and ".join(PREFIX + name.upper() for name in missing)
            raise ValueError(f"{names} must be set in production")
        return self


def load_settings() -> Settings:
    """Read the environment; raises `SettingsInvalid`, whose message never repeats a value."""
    try:
        return Settings()
    except ValidationError as invalid:
        lines = [f"{_variable(error['loc'])}{error['msg'].removeprefix('Value error, ')}" for error in invalid.errors()]
        raise SettingsInvalid("\n".join(lines)) from None


def _variable(location: tuple[int | str, ...]) -> str:
    return f"{PREFIX}{str(location[0]).upper()}: " if location else ""
