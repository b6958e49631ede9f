"""The API over real HTTP: uvicorn on a free port, a real database, and people with keys."""

import threading
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import uvicorn

from api.app import create_app
from api.parts import Parts
from composition import Store, open_store
from domain.kernel import AnyDecider
from domain.people import Role
from embedded.ports import free_port
from server import parts_over, serving
from settings import Settings
from store.people import Assignment, Organisation
from tests.toy import TOY

SMALL = 64 * 1024  # bytes an upload may have here
# settings with which mail is on; nothing is sent where no worker runs
MAIL: dict[str, Any] = {
    "smtp_host": "mail.example",
    "mail_from": "sluice@city.example",
    "public_url": "https://open.city.example",
}


@dataclass
class Person:
    """Someone with a key, asking over HTTP."""

    url: str
    key: str
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30))

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.client.get(self.url + path, headers=self._headers(headers))

    def ask(self, path: str, body: object = None, **headers: str) -> httpx.Response:
        """Give a command under a fresh idempotency key, unless `headers` name one (_ is -)."""
        fresh = {"Idempotency-Key": uuid4().hex}
        sent = self._headers(fresh | headers)
        return self.client.post(self.url + path, json={} if body is None else body, headers=sent)

    def change(self, path: str, body: object) -> httpx.Response:
        """PATCH."""
        return self.client.patch(self.url + path, json=body, headers=self._headers({}))

    def delete(self, path: str) -> httpx.Response:
        return self.client.delete(self.url + path, headers=self._headers({}))

    def send(self, path: str, content: bytes, **headers: str) -> httpx.Response:
        """POST raw bytes."""
        return self.client.post(self.url + path, content=content, headers=self._headers(headers))

    def _headers(self, given: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in given.items()}
        return {"Authorization": f"Bearer {self.key}", **named}


@dataclass
class Served:
    """A running API and what is behind it."""

    url: str
    parts: Parts
    store: Store

    def person(self, name: str, role: Role, organisation: str) -> Person:
        """A new person with one role in an organisation, which is made when it is new."""
        self.store.people.add_organisations([Organisation(id=organisation, name_zh=f"{organisation}公司")])
        assignment = Assignment(role=role, organisation=organisation)
        return Person(self.url, self.store.people.add(name, name, "", assignment))


@contextmanager
def served(
    database_url: str,
    folder: Path,
    deciders: Sequence[AnyDecider] = (TOY,),
    clock: datetime | None = None,
    **more: Any,
) -> Generator[Served, None, None]:
    """Serve on a thread of this process until the block ends; `more` are settings. No caller is limited otherwise."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    unless: dict[str, Any] = {"requests_per_minute": 0, "requests_at_once": 0, "api_port": port, "public_url": url}
    settings = Settings(
        database_url=database_url,
        clock=clock,
        data_folder=folder,
        source_folder=folder / "sources",
        max_upload_bytes=SMALL,
        master_key="5a" * 32,
        **(unless | more),
    )
    with open_store(settings, deciders, statement_seconds=settings.request_seconds) as store:
        parts = parts_over(store, settings)
        with running(uvicorn.Config(create_app(parts), **serving(settings))):
            yield Served(url, parts, store)


@contextmanager
def running(config: uvicorn.Config) -> Generator[None, None, None]:
    """Run uvicorn on a thread."""
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)
