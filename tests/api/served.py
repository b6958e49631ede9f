"""The API over real HTTP: uvicorn on a free port, a real database, and people with keys."""

import asyncio
import threading
from asyncio import AbstractEventLoop
from collections.abc import Generator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from socket import socket
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
            parts.bell.leave()  # as a signal to end would: streams that are still open end now


class _Server(uvicorn.Server):
    """Ends as soon as it is told; uvicorn's own looks for that every 0.1 s, and then waits 0.1 s more for nobody."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.begun: Future[AbstractEventLoop] = Future()
        self._told = asyncio.Event()

    def end(self) -> None:
        """Told from another thread."""
        self.begun.result().call_soon_threadsafe(self._told.set)

    async def main_loop(self) -> None:
        await self.on_tick(0)  # makes the headers that all answers have
        self.begun.set_result(asyncio.get_running_loop())
        await self._told.wait()

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        if self.server_state.tasks:  # someone still waits for an answer
            await super().shutdown(sockets)
            return
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        while self.server_state.connections:  # noqa: ASYNC110  # gone within the loop's next turns
            await asyncio.sleep(0)
        await self.lifespan.shutdown()


@contextmanager
def running(config: uvicorn.Config) -> Generator[None, None, None]:
    """Run uvicorn on a thread."""
    server = _Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    server.begun.result(30)
    try:
        yield
    finally:
        server.end()
        thread.join(10)
        assert not thread.is_alive(), "the server did not end"
