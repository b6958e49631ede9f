"""Data used without application: refused as shipped; where a city explores it, by an applicant's own key (P25 §9)."""

import shutil
from collections.abc import Generator, MutableMapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from structlog.testing import capture_logs

from composition import RULES, log_json
from domain.items import ItemContent, OpenType
from domain.open_list_item.inbox import ResumeItem, SuspendItem
from domain.people import CLOCK, Role
from domain.processes import PROCESSES
from domain.value import Value
from store import items
from store.request import Request
from tests.api.served import Person, Served, served
from tests.parts import Database

DATA = "站点,降水\nA,0.2\n".encode()
FORECAST = ItemContent(
    item_id="forecast", title="预报", publisher="sh-qixiangju", open_type=OpenType.CONDITIONAL, source="rain.csv"
)
HERE = "/v1/items/forecast/data/without-application"
ALLOWED = {"ground": "申请频繁", "measures": ["每分钟至多 60 次"]}


@pytest.fixture
def shipped(database: Database, tmp_path: Path) -> Generator[Served]:
    """An instance under the rules as they are shipped."""
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "rain.csv").write_bytes(DATA)
    with served(database.app_url, tmp_path, PROCESSES) as api:
        items.register(api.store.desk, FORECAST, "clerk")
        yield api


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The rules of a city that explores it."""
    folder = tmp_path / "rules"
    shutil.copytree(RULES, folder)
    policy = folder / "policy.toml"
    off = "use_without_application = false"
    text = policy.read_text(encoding="utf-8")
    assert off in text
    policy.write_text(text.replace(off, "use_without_application = true"), encoding="utf-8")
    monkeypatch.setattr("composition.RULES", folder)
    return folder


@pytest.fixture
def exploring(rules: Path, shipped: Served) -> Served:
    """`rules` come first: they are read when the instance starts."""
    assert rules.is_dir()
    return shipped


@pytest.fixture
def logged() -> Generator[list[MutableMapping[str, Any]]]:
    """What is logged from here on, at the level that is usual in production."""
    log_json("info")
    with capture_logs() as lines:
        yield lines
    log_json("warning")


def wang(api: Served) -> Person:
    return api.person("wang", Role.APPLICANT, "shenjiang")


def operator(api: Served) -> Person:
    return api.person("clerk", Role.PLATFORM_OPERATOR, "sh-bigdata")


def tell(api: Served, command: Value) -> None:
    """What another case tells the item."""
    outcome = api.store.desk.handle(Request("open_list_item", "forecast", uuid4().hex, command, CLOCK)).outcome
    assert not outcome.reason, outcome.detail


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["reason"]


def test_as_shipped_no_data_is_used_without_application(shipped: Served) -> None:
    asked = operator(shipped).ask("/v1/open-list-items/forecast/allow-use-without-application", ALLOWED)
    assert refused(asked) == refused(wang(shipped).get(HERE)) == (403, "use_without_application_off")


def test_where_it_is_explored_an_applicant_reads_with_their_own_key_and_the_log_says_who(
    exploring: Served, logged: list[MutableMapping[str, Any]]
) -> None:
    reader = wang(exploring)
    assert refused(reader.get(HERE)) == (403, "no_use_without_application")
    asked = operator(exploring).ask("/v1/open-list-items/forecast/allow-use-without-application", ALLOWED)
    assert asked.status_code == 200
    assert httpx.get(f"{exploring.url}/v1/items/forecast").json()["without_application"] is True
    answer = reader.get(HERE)
    assert (answer.status_code, answer.content) == (200, DATA)
    (read,) = [line for line in logged if line["event"] == "data_read_without_application"]
    assert (read["item"], read["person"], read["organisation"]) == ("forecast", "wang", "shenjiang")
    assert reader.key.startswith(read["credential"]) and read["credential"] != reader.key


def test_nobody_else_reads_it_and_nobody_while_it_is_suspended(exploring: Served) -> None:
    reader, clerk = wang(exploring), operator(exploring)
    clerk.ask("/v1/open-list-items/forecast/allow-use-without-application", ALLOWED)
    assert refused(httpx.get(exploring.url + HERE)) == (401, "unauthenticated")
    assert refused(clerk.get(HERE)) == (403, "forbidden")
    assert refused(reader.get("/v1/items/none/data/without-application")) == (404, "no_such_item")
    tell(exploring, SuspendItem(claim="rig-1", reason="涉嫌侵犯隐私"))
    assert refused(reader.get(HERE)) == (403, "opening_suspended")
    tell(exploring, ResumeItem(claim="rig-1"))
    assert reader.get(HERE).status_code == 200
    clerk.ask("/v1/open-list-items/forecast/end-use-without-application", {"reason": "试行期满"})
    assert refused(reader.get(HERE)) == (403, "no_use_without_application")
