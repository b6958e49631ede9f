"""A caller that floods slows only itself: the API as its own process, the flood from another."""

import asyncio
import time
from collections.abc import Generator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median

import httpx
import pytest

from domain.people import Role
from embedded.ports import free_port
from embedded.processes import start_process
from store.database import Database as Opened
from store.people import Assignment, Organisation, People
from tests.parts import Database

ASKED = "/v1/worklist"
CONNECTIONS = 32
SECONDS = 4.0


@pytest.fixture
def url(database: Database, tmp_path: Path, without_settings: None) -> Generator[str]:
    """The API with its limits as shipped, but for the rate: it is the line that is looked at."""
    port = free_port()
    environment = {
        "SLUICE_DATABASE_URL": database.app_url,
        "SLUICE_DATA_FOLDER": str(tmp_path),
        "SLUICE_API_PORT": str(port),
        "SLUICE_REQUESTS_PER_MINUTE": "0",
        "SLUICE_LOG_LEVEL": "warning",
    }
    here = f"http://127.0.0.1:{port}"
    server = start_process("server", environment, tmp_path / "server.log", ready_url=f"{here}/ready")
    yield here
    assert server.stop() == 0


def test_beside_a_flood_a_quiet_caller_is_answered_many_times_sooner_than_the_flood(
    database: Database, url: str
) -> None:
    """Thirty-two connections of one key wait for each other, and for nobody else does."""
    flooding, quiet = _key(database, "flooding"), _key(database, "quiet")
    _latency(url, quiet, 5)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        flood = pool.submit(flooded, url, flooding)
        time.sleep(SECONDS / 2)
        beside = _latency(url, quiet, 20)
        own = flood.result()
    assert len(own) > 2 * CONNECTIONS
    assert beside < median(own) / 3, (beside, median(own))


def flooded(url: str, key: str) -> list[float]:
    """Ask from many connections at once, each as soon as it was answered; returns how long each answer took."""
    spent: list[float] = []

    async def one(client: httpx.AsyncClient, until: float) -> None:
        while (begun := time.monotonic()) < until:
            answer = await client.get(url + ASKED, headers={"Authorization": f"Bearer {key}"})
            assert answer.status_code == 200
            spent.append(time.monotonic() - begun)

    async def all_of_them() -> None:
        until = time.monotonic() + SECONDS
        limits = httpx.Limits(max_connections=CONNECTIONS)
        async with httpx.AsyncClient(timeout=30, limits=limits) as client:
            await asyncio.gather(*(one(client, until) for _ in range(CONNECTIONS)))

    asyncio.run(all_of_them())
    return spent


def _latency(url: str, key: str, times: int) -> float:
    """Median seconds of some requests, one after the other."""
    spent: list[float] = []
    with httpx.Client(timeout=30, headers={"Authorization": f"Bearer {key}"}) as client:
        for _ in range(times):
            begun = time.monotonic()
            assert client.get(url + ASKED).status_code == 200
            spent.append(time.monotonic() - begun)
    return median(spent)


def _key(database: Database, person: str) -> str:
    opened = Opened(database.app_url, size=1)
    people = People(opened)
    people.add_organisations([Organisation(id=f"o-{person}", name_zh=person)])
    key = people.add(person, person, "", Assignment(role=Role.APPLICANT, organisation=f"o-{person}"))
    opened.close()
    return key
