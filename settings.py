"""What an instance is told from outside: environment variables that begin with SLUICE_."""

import re
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, AwareDatetime, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from domain.people import Role

PREFIX = "SLUICE_"
Port = Annotated[int, Field(ge=1, le=65535)]


class SettingsInvalid(Exception):
    """Some settings can't be used. The message names each variable and says what to do."""


# Signatures that a provider alone can make. Neither `none` nor one with a shared secret can be chosen.
Algorithm = Literal[
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA"
]  # fmt: skip


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


def _addresses(value: str) -> str:
    for one in filter(None, value.split(",")):
        try:
            ip_network(one.strip())
        except ValueError:
            raise ValueError("must be addresses or networks, by commas, so that not anyone says who asks") from None
    return value


def _master_key(value: str) -> str:
    if value and not re.fullmatch("[0-9a-fA-F]{64}", value):
        raise ValueError("must be 64 hexadecimal digits (32 bytes)")
    return value


def _issuer(value: str) -> str:
    if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc):
        raise ValueError("must be the issuer's https address, exactly as its tokens give it")
    return value


def _public_url(value: str) -> str:
    """An origin: pages stand at its root, and browsers name it so with the forms that they send."""
    value = value.rstrip("/").lower()
    parts = urlsplit(value)
    origin = f"{parts.scheme}://{parts.netloc}"
    if value and (parts.scheme not in ("http", "https") or not parts.netloc or value != origin):
        raise ValueError("must look like https://host")
    return value


def _no_clock(value: dict[str, Role]) -> dict[str, Role]:
    if Role.CLOCK in value.values():
        raise ValueError("nobody acts as the clock")
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
    upload_bytes_a_day: Annotated[int, Field(ge=0)] = 2 * 1024**3  # of one organisation, in any 24 hours
    bulk_commands: Annotated[int, Field(ge=1)] = 100  # that one request may hold
    due_soon_days: Annotated[int, Field(ge=0)] = 3  # a worklist calls this soon; calendar days
    claim_hours: Annotated[int, Field(ge=1)] = 72  # a claim lapses then, unless it is renewed
    # Webhooks: at once, then by these waits (Standard Webhooks' ladder); all of it is ours to choose.
    webhook_retry_seconds: tuple[Annotated[float, Field(gt=0)], ...] = (5, 300, 1800, 7200, 18000, 36000, 36000)
    webhook_timeout_seconds: Annotated[float, Field(gt=0, le=60)] = 15  # 2xx within it is success
    webhook_patience_days: Annotated[float, Field(gt=0)] = 5  # of failure, then a subscription is disabled
    webhook_outage_hours: Annotated[float, Field(gt=0)] = 1  # of failure, then a success brings all that waits at once
    webhook_secret_overlap_hours: Annotated[float, Field(ge=0)] = 24  # both secrets sign for so long
    webhook_keep_days: Annotated[int, Field(ge=0, le=36500)] = 90  # then what was settled is forgotten; 0: never
    webhooks_per_role: Annotated[int, Field(ge=1)] = 20  # of one organisation
    inbound_senders_per_person: Annotated[int, Field(ge=1)] = 10  # systems that act for one by webhook
    webhook_allowed: tuple[Annotated[str, AfterValidator(_host_and_port)], ...] = ()  # host:port; never in production
    # Mail: docs/mail.md. Without an SMTP host none is sent.
    smtp_host: str = ""
    smtp_port: Port = 587
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: Annotated[str, Field(repr=False)] = ""
    smtp_timeout_seconds: Annotated[float, Field(gt=0, le=300)] = 30
    mail_from: str = ""  # the sender's address
    public_url: Annotated[str, AfterValidator(_public_url)] = ""  # where people reach this instance: a mail's links
    mail_content: Literal["link", "title"] = "link"  # what a mail says of a case beside the link
    mail_gather_seconds: Annotated[float, Field(ge=0)] = 60  # what comes within it is one mail
    mail_digest_hour: Annotated[int, Field(ge=0, le=23)] = 8  # of working days, in Shanghai
    mail_asked_per_hour: Annotated[int, Field(ge=1)] = 5  # confirming and test mails that one person may ask for
    mail_link_days: Annotated[int, Field(ge=1)] = 7  # a mail's link acts for so long
    mail_retry_seconds: tuple[Annotated[float, Field(gt=0)], ...] = (60, 300, 1800, 7200, 18000, 36000, 36000)
    mail_patience_days: Annotated[float, Field(gt=0)] = 5  # then a mail is given up at which alone the server hangs up
    mail_roles_days: Annotated[int, Field(ge=1)] = 30  # a provider's person counts as in a role so long after a token
    mail_keep_days: Annotated[int, Field(ge=30)] = 366  # what became of a mail is known for so long
    # What one caller may take of the API; 0 is without a limit: docs/operations.md.
    requests_per_minute: Annotated[int, Field(ge=0)] = 1200
    requests_at_once: Annotated[int, Field(ge=0)] = 4  # further ones of the same caller wait for these
    request_seconds: Annotated[float, Field(ge=0)] = 30  # until an answer begins
    streams_at_once: Annotated[int, Field(ge=0)] = 8  # open streams of one person
    trusted_proxies: Annotated[str, AfterValidator(_addresses)] = (
        ""  # addresses whose X-Forwarded-For is believed, by commas
    )
    # What is shown to those who run the instance, each on a port of its own; 0 shows nothing.
    metrics_host: str = "127.0.0.1"
    metrics_port: Annotated[int, Field(ge=0, le=65535 - 16)] = 0  # or the first free one after it
    temporal_metrics_port: Annotated[int, Field(ge=0, le=65535)] = 0  # the worker's: what its Temporal SDK counts
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    refused_attempts_kept: Annotated[int, Field(ge=1000)] = 1_000_000  # rows; the oldest are forgotten
    delegation_max_days: Annotated[int, Field(ge=1, le=3660)] = 366  # how far off a substitute's last day may be
    # Tokens of an OIDC provider: docs/identity.md. Without an issuer only API keys are taken.
    oidc_issuer: Annotated[str, AfterValidator(_issuer)] = ""
    oidc_audience: str = ""
    oidc_algorithms: tuple[Algorithm, ...] = ("RS256", "PS256", "ES256")
    oidc_leeway_seconds: Annotated[int, Field(ge=0, le=300)] = 30  # by which clocks may differ
    oidc_person_claim: str = "sub"
    oidc_roles_claim: str = "roles"
    oidc_organisation_claim: str = "organisation"
    oidc_mail_claim: str = "email"  # taken as checked where `email_verified` is true; empty to take none
    oidc_roles: Annotated[dict[str, Role], AfterValidator(_no_clock)] = Field(default_factory=dict[str, Role])
    oidc_ask_again_seconds: Annotated[float, Field(gt=0)] = 10  # between two questions for keys that are not known
    oidc_keys_fresh_seconds: Annotated[float, Field(gt=0)] = 300  # then keys are asked for anew
    # Signing in by browser: docs/identity.md. Without a client at the provider people type an API key.
    oidc_client_id: str = ""
    oidc_client_secret: Annotated[str, Field(repr=False)] = ""  # empty for a public client
    oidc_scope: str = "openid"  # and what else the provider wants to be asked for
    sign_in_minutes: Annotated[int, Field(ge=1, le=720)] = 15  # then a browser has to sign in again

    @model_validator(mode="after")
    def _provider_is_complete(self) -> "Settings":
        if self.oidc_issuer and not (self.oidc_audience and self.oidc_roles and self.oidc_algorithms):
            raise ValueError("with SLUICE_OIDC_ISSUER, _AUDIENCE, _ROLES and _ALGORITHMS must say something")
        if self.environment is Environment.PRODUCTION and self.oidc_issuer.startswith("http:"):
            raise ValueError("SLUICE_OIDC_ISSUER must begin with https in production")
        if self.oidc_client_id and not (self.oidc_issuer and self.public_url):
            raise ValueError("with SLUICE_OIDC_CLIENT_ID, SLUICE_OIDC_ISSUER and SLUICE_PUBLIC_URL must say something")
        return self

    @model_validator(mode="after")
    def _mail_is_complete(self) -> "Settings":
        if self.smtp_host and not (self.mail_from and self.public_url):
            raise ValueError("with SLUICE_SMTP_HOST, SLUICE_MAIL_FROM and SLUICE_PUBLIC_URL must say something")
        if self.smtp_password and self.smtp_security == "none":
            raise ValueError("SLUICE_SMTP_SECURITY must be starttls or tls where a password is sent")
        if self.environment is Environment.PRODUCTION and self.public_url.startswith("http:"):
            raise ValueError("SLUICE_PUBLIC_URL must begin with https in production")
        return self

    @model_validator(mode="after")
    def _production_is_complete(self) -> "Settings":
        if self.environment is not Environment.PRODUCTION:
            return self
        if self.clock:
            raise ValueError("SLUICE_CLOCK must not be set in production: a rehearsal clock is not the time")
        if self.webhook_allowed:
            raise ValueError("SLUICE_WEBHOOK_ALLOWED must not be set in production: webhooks are for public addresses")
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
    except SettingsError as invalid:  # its message names the field, and repeats no value
        named = re.search(r'field "(\w+)"', str(invalid))
        raise SettingsInvalid(f"{_variable((named[1],)) if named else ''}a list or table is written as JSON") from None


def _variable(location: tuple[int | str, ...]) -> str:
    return f"{PREFIX}{str(location[0]).upper()}: " if location else ""
