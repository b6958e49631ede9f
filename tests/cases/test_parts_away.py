"""PostgreSQL or Temporal is gone: what callers are told, and how the instance comes back by itself."""

import time
from collections.abc import Callable, Generator
from pathlib import Path

import httpx
import pytest

from demo.client import Answer, Person, Problem
from embedded.stack import Stack, on_free_port
from settings import Settings
from tests.cases.audit import audited
from tests.cases.rehearsal import MATERIALS, Rehearsal, rehearsing
from tests.cases.using import APPROVAL
from tests.domain.shanghai import at
from tests.waiting import until

WISHES = {"item_id": "sh-2025-86", "scenario": "执业许可信息核验", "delivery": "download"}
PROMPT = 15.0  # seconds within which an answer must come, even a bad one


@pytest.fixture
def stack(reachable_folder: Path, tmp_path: Path, without_settings: None) -> Generator[Stack]:
    """Processes, with a PostgreSQL and a Temporal of their own, to be killed."""
    folder = reachable_folder / f"away-{tmp_path.name}"
    settings = Settings(data_folder=folder, clock=at("2025-09-03 10:00"), requests_per_minute=0, log_level="warning")
    # which keeps what it answered when it is killed: without fsync it would not
    with Stack.start(on_free_port(settings), ui=False) as running:
        yield running


@pytest.fixture
def here(stack: Stack) -> Generator[Rehearsal]:
    with rehearsing(stack.settings, only=[86]) as running:
        yield running


def test_without_temporal_nobody_notices_and_without_postgresql_all_are_told_to_come_again(
    here: Rehearsal, stack: Stack
) -> None:
    """Both are killed in turn, under the same API and worker processes, which recover without a restart."""
    clinic = here.applicant("kangqiao", "康桥医疗信息有限公司")
    health = here.publisher("sh-weijianwei", "上海市卫生健康委员会")
    assert stack.server and stack.worker
    processes = (stack.server.pid, stack.worker.pid)
    case = _without_temporal(here, stack, clinic, health)
    _without_postgresql(here, stack, case, clinic)
    assert stack.server.running and stack.worker.running
    assert (stack.server.pid, stack.worker.pid) == processes
    _goes_on(here, case, clinic, health)


def _without_temporal(here: Rehearsal, stack: Stack, clinic: Person, health: Person) -> str:
    """Commands are answered as ever, and what they owe is done once Temporal is back."""
    assert stack.temporal
    stack.temporal.kill()
    case = clinic.draft(WISHES).id
    here.submit(case, clinic, here.papers(clinic, *MATERIALS))
    here.operator.command(case, "accept_materials")
    assert health.command(case, "approve_application", APPROVAL).phase == "approved"
    assert here.state(case)["duties"] == ["draft_agreement"]
    assert _ready(here).status_code == 200
    stack.temporal.restart()
    here.settle()
    assert here.state(case)["duties"] == []
    assert audited(here.auditor, case).kinds.count("agreement_drafted") == 1
    return case


def _without_postgresql(here: Rehearsal, stack: Stack, case: str, clinic: Person) -> None:
    """503 with Retry-After everywhere, alive but not ready; the same command is answered when it is back."""
    assert stack.postgres
    version, events = here.state(case)["version"], here.logged()
    stack.postgres.kill()
    asks: tuple[Callable[[], object], ...] = (
        lambda: clinic.draft(WISHES, key="asked-again"),
        lambda: clinic.case(case),
        lambda: clinic.get("/v1/items"),
        lambda: clinic.upload(b"%PDF-1.7", "paper.pdf"),
    )
    for ask in asks:
        _is_told_to_come_again(ask)
    assert here.http.get("/health").json() == {"status": "alive"}
    ready = _ready(here)
    assert (ready.status_code, ready.json()["missing"]) == (503, ["database"])
    assert int(ready.headers["Retry-After"]) > 0
    stack.postgres.restart()
    until(lambda: _ready(here).status_code == 200)
    until(lambda: _has(here, case, version))
    assert here.logged() == events
    opened = _coming_again(lambda: clinic.draft(WISHES, key="asked-again"))
    assert _coming_again(lambda: clinic.draft(WISHES, key="asked-again")) == opened
    assert here.logged() == events + 1


def _is_told_to_come_again(ask: Callable[[], object]) -> None:
    begun = time.monotonic()
    with pytest.raises(Problem) as caught:
        ask()
    assert (caught.value.status, caught.value.type) == (503, "/v1/problems/away")
    assert time.monotonic() - begun < PROMPT


def _goes_on(here: Rehearsal, case: str, clinic: Person, health: Person) -> None:
    """Workflows and duties go on after both: signed and delivered."""
    clinic.sign(case)
    health.sign(case)
    health.command(case, "deliver_data")
    here.settle()
    found = audited(here.auditor, case)
    assert found.phases[-1] == "delivered"
    assert found.kinds.count("data_delivered") == 1


def _has(here: Rehearsal, case: str, version: int) -> bool:
    """Whether the case is read at that version; a connection from before the kill may still cost a 503."""
    answer = here.http.get(f"/v1/applications/{case}", headers={"Authorization": f"Bearer {here.auditor.key}"})
    assert answer.status_code in (200, 503), answer.text
    return answer.status_code == 200 and bool(answer.json()["version"] == version)


def _coming_again(ask: Callable[[], Answer], within: float = 30) -> Answer:
    """The answer, asked for again as long as one is told to: lost connections are not all replaced at once."""
    deadline = time.monotonic() + within
    while True:
        try:
            return ask()
        except Problem as problem:
            if problem.reason != "away" or time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def _ready(here: Rehearsal) -> httpx.Response:
    return here.http.get("/ready")
