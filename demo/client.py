"""Driving a running instance over HTTP, as the people of a case do: for the demo and for tests.

Over the typed client; what is done to cases of any process is asked for by its name here.
"""

import base64
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import AwareDatetime

from client import Problem, Sluice, models
from domain.deadline_history import DeadlineHistory
from domain.people import Role
from domain.value import Value
from store.settling import FellDue

__all__ = ["APPLICATIONS", "Answer", "Clock", "Json", "Moved", "Person", "Problem", "SigningKey", "connect"]

Json = dict[str, Any]
APPLICATIONS = "applications"
PATIENCE = 150.0  # seconds: longer than a move of the clock may take


class Answer(Value):
    """What a command did: the case's version and phase after it, and the kinds of its events."""

    id: str
    version: int
    phase: str
    events: tuple[str, ...]
    links: dict[str, str]


class Moved(Value):
    """The clock after a move, and what fell due on the way, in the log's order."""

    now: AwareDatetime
    fell_due: tuple[FellDue, ...]


def connect(url: str) -> httpx.Client:
    """A client for the instance at `url`; close it, or use it as a context."""
    return httpx.Client(base_url=url, timeout=PATIENCE, trust_env=False)


@dataclass(frozen=True)
class SigningKey:
    """An organisation's own Ed25519 key (RFC 8032) and the id its public half is registered under."""

    id: str
    private: Ed25519PrivateKey


@dataclass(frozen=True)
class Person:
    """Someone with an API key, acting in one role of one organisation.

    Every method raises `Problem` when the API refuses, also when it only asks to come again later.
    """

    http: httpx.Client
    id: str
    name: str
    role: Role
    organisation: str
    key: str
    signing: SigningKey

    @cached_property
    def api(self) -> Sluice:
        """The typed client with this person's key; asks once."""
        return Sluice(str(self.http.base_url), self.key, http=self.http, patience=0)

    def draft(self, body: Mapping[str, Any], *, key: str = "") -> Answer:
        """Open an application."""
        return self.command("", "draft_application", body, key=key)

    def command(
        self,
        case: str,
        kind: str,
        body: Mapping[str, Any] | None = None,
        *,
        key: str = "",
        version: int | None = None,
        process: str = APPLICATIONS,
    ) -> Answer:
        """Give a command; `case` is empty for the one that opens a case.

        `key` is the idempotency key, a fresh one if empty; `version` the one expected (If-Match).
        """
        address = f"/v1/{process}/{case}/{kind.replace('_', '-')}" if case else f"/v1/{process}"
        return Answer.model_validate_json(
            self.api.ask("POST", address, body=dict(body or {}), key=key, version=version).content
        )

    def get(self, path: str, **query: str | int) -> Json:
        """GET a path that answers with a JSON object."""
        return _json(self.api.ask("GET", path, query=query))

    def post(self, path: str, body: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None) -> Json:
        """POST a JSON object to a path that answers with one."""
        return _json(self.api.ask("POST", path, body=dict(body or {}), headers=headers))

    def case(self, case: str, as_of: str = "", *, process: str = APPLICATIONS) -> Json:
        """A case now, or as of a version or an instant."""
        return self.get(f"/v1/{process}/{case}", **({"as_of": as_of} if as_of else {}))

    def events(self, case: str, *, process: str = APPLICATIONS) -> list[Json]:
        """All its events, oldest first."""
        address = f"/v1/{process}/{case}/events"
        page = self.get(address)
        found: list[Json] = page["events"]
        while page["next_cursor"]:
            page = self.get(address, cursor=page["next_cursor"])
            found += page["events"]
        return found

    def deadlines(self, case: str, *, process: str = APPLICATIONS) -> DeadlineHistory:
        """All deadlines that it ever had, with their receipts."""
        return DeadlineHistory.model_validate(self.get(f"/v1/{process}/{case}/deadlines"))

    def upload(self, content: bytes, name: str) -> str:
        """Upload a file and return its material id; its type is told by the ending of `name`."""
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return self.api.upload_material(content, media_type=media_type).id

    def read(self, material: str, case: str) -> bytes:
        """An uploaded file that the case uses."""
        return self.api.get_material(material, case=case)

    def sign(self, case: str, *, version: int | None = None) -> Answer:
        """Fetch the agreement, see that its text has its hash, and sign that with our own private key."""
        bundle = self.api.get_agreement(case)
        digest = sha256(bundle.document.encode())
        if digest.hexdigest() != bundle.sha256:
            raise ValueError(f"the agreement of {case} is not the text that its hash names")
        signature = base64.b64encode(self.signing.private.sign(digest.digest())).decode()
        body = models.SignAgreement(document=digest.hexdigest(), key_id=self.signing.id, signature=signature)
        return self.command(case, "sign_agreement", body.model_dump(), version=version)


@dataclass(frozen=True)
class Clock:
    """The instance's rehearsal clock, moved with the key of `person`, whoever that is."""

    person: Person

    def now(self) -> datetime:
        return datetime.fromisoformat(self.person.get("/v1/clock")["now"])

    def move(self, to: datetime) -> Moved:
        """Move it forwards, `to` an aware instant; returns when all that fell due and all duties are recorded."""
        return Moved.model_validate(self.person.post("/v1/clock", {"to": to.isoformat()}))

    def settle(self) -> Moved:
        """Wait, with the clock where it is, until every duty and deadline that is owed is recorded."""
        return self.move(self.now())


def _json(response: httpx.Response) -> Json:
    found: Json = response.json()
    return found
