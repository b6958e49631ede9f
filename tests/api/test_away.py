"""PostgreSQL goes away and comes back: a clear 503 meanwhile, and nothing lost."""

from collections.abc import Generator
from pathlib import Path
from time import monotonic

import pytest

from domain.people import Role
from embedded.postgres import EmbeddedPostgres
from store import database
from store.migrations import migrate
from tests.api.served import served


@pytest.fixture
def mortal(reachable_folder: Path) -> Generator[EmbeddedPostgres, None, None]:
    """A server of one's own to kill."""
    server = EmbeddedPostgres.start(reachable_folder / "mortal")
    migrate(server.owner_url)
    yield server
    server.kill()


def test_a_caller_hears_503_and_asks_again(
    mortal: EmbeddedPostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503 with Retry-After while it is away; the same key succeeds afterwards, once."""
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.5)
    with served(mortal.app_url, tmp_path) as api:
        ann = api.person("p-ann", Role.APPLICANT, "o-ann")
        here = ann.ask("/v1/toys").headers["Location"]
        mortal.kill()
        for answer in (
            ann.ask(f"{here}/remark-toy", {"words": "x"}, Idempotency_Key="k"),
            ann.get(here),
            ann.client.get(f"{ann.url}/ready"),
        ):
            assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0
        assert ann.client.get(f"{ann.url}/health").status_code == 200
        # refused all the same, though it can't be written down
        assert ann.client.get(f"{ann.url}/v1/worklist").status_code == 401
        mortal.restart()
        patience = monotonic() + 20
        while (again := ann.ask(f"{here}/remark-toy", {"words": "x"}, Idempotency_Key="k")).status_code == 503:
            assert monotonic() < patience
        assert again.json()["version"] == 2
