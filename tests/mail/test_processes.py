"""API and worker as they are run: a person asks, the worker mails; what it counts, and what it says when it can't."""

from collections.abc import Generator
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from composition import build_store
from domain.mail import Topic, When
from domain.people import Role
from domain.processes import PROCESSES
from embedded.temporal import EmbeddedTemporal
from settings import Settings
from store.database import Database as Opened
from tests.mail.mailbox import FakeMailServer
from tests.operations.demands import ASKED
from tests.operations.processes import Processes, processes, ready
from tests.parts import Database, fresh_namespace
from tests.waiting import until


@pytest.fixture
def here(
    database: Database, temporal: EmbeddedTemporal, server: FakeMailServer, tmp_path: Path, without_settings: None
) -> Generator[Processes]:
    """Processes with mail switched on, to a server that is not there yet."""
    server.kill()
    mail = {
        "SLUICE_SMTP_HOST": "127.0.0.1",
        "SLUICE_SMTP_PORT": str(server.port),
        "SLUICE_SMTP_SECURITY": "none",
        "SLUICE_MAIL_FROM": "sluice@data.test",
        "SLUICE_PUBLIC_URL": "https://data.test",
        "SLUICE_MAIL_GATHER_SECONDS": "0",
    }
    with processes(database, temporal.address, fresh_namespace(temporal.address), tmp_path, **mail) as found:
        yield found


def reach(database: Database, person: str) -> None:
    """An address, and every topic at once."""
    opened = Opened(database.app_url, size=2)
    people = build_store(Settings(master_key="5a" * 32), opened, PROCESSES).mail_people
    people.set_address(person, f"{person}@mail.test")
    people.change(person, choices={Topic.TURN: When.AT_ONCE})
    opened.close()


def counted(url: str, name: str) -> dict[tuple[str, ...], float]:
    """A metric's values by its labels' values."""
    families = text_string_to_metric_families(httpx.get(f"{url}/metrics", timeout=10).text)
    return {tuple(one.labels.values()): one.value for family in families for one in family.samples if one.name == name}


def test_a_demand_is_mailed_to_those_who_see_to_it(here: Processes, database: Database, server: FakeMailServer) -> None:
    """Once the mail server is back; until then notices wait, and the worker is not ready."""
    api = here.server()
    here.get(api.url, Role.COMPETENT_DEPARTMENT, "/v1/worklist")
    reach(database, "competent-department")
    worker = here.worker()
    until(lambda: ready(worker).get("mail", "").startswith("away: ConnectionRefusedError"))
    asked = here.ask(api.url, Role.APPLICANT, "/v1/demands", ASKED)
    assert asked.status_code == 201, asked.text
    until(lambda: counted(api.metrics, "sluice_mail_notices_waiting") == {(): 1})
    assert counted(api.metrics, "sluice_mail_notices_oldest_seconds")[()] > 0
    server.start()
    until(lambda: len(server.taken("competent-department@mail.test")) == 1, 60)
    until(lambda: ready(worker).get("mail") == "ok")
    [given] = server.given()
    assert ASKED["title"] not in given.everything and asked.json()["id"] not in given.everything
    until(lambda: counted(worker.metrics, "sluice_mails_total") == {("notices", "sent"): 1})
    until(lambda: counted(api.metrics, "sluice_mail_notices_waiting") == {(): 0})
