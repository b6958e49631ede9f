"""API and worker as processes of their own, as many as asked for, over one PostgreSQL and one Temporal."""

import json
import os
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from domain.people import Role
from embedded.child import Child
from embedded.ports import free_port
from embedded.processes import start_process
from store.database import Database as Opened
from store.people import Assignment, Organisation, People
from tests.parts import Database


@dataclass
class Running:
    """One process: `url` of the API, empty for a worker; it shows what it counts on `metrics_port`."""

    child: Child
    metrics_port: int
    url: str = ""

    @property
    def metrics(self) -> str:
        return f"http://127.0.0.1:{self.metrics_port}"

    def scrape(self) -> str:
        return httpx.get(f"{self.metrics}/metrics", timeout=10).text


@dataclass
class Processes:
    """Starts them, all with the same settings but their ports."""

    database: Database
    environment: Mapping[str, str]
    folder: Path
    parts: ExitStack
    keys: dict[Role, str] = field(default_factory=dict[Role, str])

    def server(self, **more: str) -> Running:
        port, metrics = free_port(), free_port()
        ports = {"SLUICE_API_PORT": str(port), "SLUICE_METRICS_PORT": str(metrics), **more}
        url = f"http://127.0.0.1:{port}"
        child = self._start("server", ports, f"{url}/ready")
        return Running(child, metrics, url)

    def worker(self, **more: str) -> Running:
        metrics = free_port()
        child = self._start("worker", {"SLUICE_METRICS_PORT": str(metrics), **more}, "")
        return Running(child, metrics)

    def ask(self, url: str, role: Role, path: str, body: object = None) -> httpx.Response:
        """Give a command in that role; its holder is made when there is none yet."""
        headers = {"Authorization": f"Bearer {self._key(role)}", "Idempotency-Key": uuid4().hex}
        return httpx.post(url + path, json={} if body is None else body, headers=headers, timeout=30)

    def get(self, url: str, role: Role, path: str) -> httpx.Response:
        return httpx.get(url + path, headers={"Authorization": f"Bearer {self._key(role)}"}, timeout=30)

    def _start(self, module: str, ports: Mapping[str, str], ready: str) -> Child:
        log = self.folder / f"{module}-{uuid4().hex[:6]}.log"
        child = start_process(module, {**self.environment, **ports}, log, ready_url=ready)
        self.parts.callback(child.stop)
        return child

    def _key(self, role: Role) -> str:
        if role not in self.keys:
            opened = Opened(self.database.app_url, size=1)
            people = People(opened)
            organisation = "sh-qixiangju" if role is Role.DATA_PUBLISHER else f"o-{role}".replace("_", "-")
            people.add_organisations([Organisation(id=organisation, name_zh=organisation)])
            name = role.replace("_", "-")
            self.keys[role] = people.add(name, name, "", Assignment(role=role, organisation=organisation))
            opened.close()
        return self.keys[role]


@contextmanager
def processes(database: Database, address: str, namespace: str, folder: Path, **more: str) -> Generator[Processes]:
    """Processes of one instance; all that were started are stopped at the end."""
    environment = {
        **dict.fromkeys((name for name in os.environ if name.startswith("SLUICE_")), ""),
        "SLUICE_DATABASE_URL": database.app_url,
        "SLUICE_TEMPORAL_ADDRESS": address,
        "SLUICE_TEMPORAL_NAMESPACE": namespace,
        "SLUICE_DATA_FOLDER": str(folder),
        "SLUICE_MASTER_KEY": "5a" * 32,
        **more,
    }
    with ExitStack() as parts:
        yield Processes(database, environment, folder, parts)


def lines(running: Running, event: str) -> list[dict[str, Any]]:
    """What its log says of that event so far, oldest first."""
    found = [json.loads(line) for line in running.child.log.read_text(encoding="utf-8").splitlines()]
    return [line for line in found if line["event"] == event]


def ready(running: Running) -> dict[str, str]:
    """What a process says of its parts; empty while it doesn't answer."""
    try:
        found = json.loads(httpx.get(f"{running.metrics}/ready", timeout=10).text)
    except httpx.TransportError:
        return {}
    return dict(found["parts"])
