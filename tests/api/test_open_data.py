"""Open data and samples: anyone takes them, without a key (R22 §17, §22)."""

from collections.abc import Generator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

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
ITEM = ItemContent(
    item_id="rain", title="降水", publisher="sh-qixiangju", open_type=OpenType.UNCONDITIONAL, source="rain.csv"
)


@pytest.fixture
def api(database: Database, tmp_path: Path) -> Generator[Served]:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "rain.csv").write_bytes(DATA)
    (tmp_path / "secret.csv").write_bytes(b"not of the open list")
    with served(database.app_url, tmp_path, PROCESSES) as api:
        for changes in (
            {},
            {"item_id": "forecast", "open_type": OpenType.CONDITIONAL},
            {"item_id": "hidden", "open_type": OpenType.NON_OPEN},
            {"item_id": "elsewhere", "source": "../secret.csv"},
            {"item_id": "sourceless", "source": ""},
        ):
            items.register(api.store.desk, ITEM.model_copy(update=changes), "clerk")
        yield api


@pytest.fixture
def publisher(api: Served) -> Person:
    return api.person("p-qi", Role.DATA_PUBLISHER, ITEM.publisher)


def tell(api: Served, item: str, command: Value) -> None:
    """What another case tells an item."""
    outcome = api.store.desk.handle(Request("open_list_item", item, uuid4().hex, command, CLOCK)).outcome
    assert not outcome.reason, outcome.detail


def reason(api: Served, path: str) -> tuple[int, str]:
    answer = httpx.get(f"{api.url}/v1/items/{path}")
    return answer.status_code, answer.json()["reason"]


def set_sample(api: Served, publisher: Person) -> str:
    """Upload and set the sample of the conditional item; the material's id."""
    material = publisher.send("/v1/material", DATA, Content_Type="text/csv").json()["id"]
    body = {"material": material, "extraction": "按季节抽取", "checked_by": "p-qi"}
    assert publisher.ask("/v1/open-list-items/forecast/set-sample", body).status_code == 200
    return str(material)


def test_unconditionally_open_data_is_anyones_without_a_key(api: Served) -> None:
    answer = httpx.get(f"{api.url}/v1/items/rain/data")
    assert (answer.status_code, answer.content) == (200, DATA)
    assert "rain.csv" in answer.headers["Content-Disposition"]


def test_data_that_is_not_open_to_all_is_not_given(api: Served) -> None:
    for item in ("forecast", "hidden"):
        assert reason(api, f"{item}/data") == (403, "not_open_to_all")
    assert reason(api, "none/data") == (404, "no_such_item")


def test_a_source_outside_the_folder_or_none_gives_no_data(api: Served) -> None:
    for item in ("elsewhere", "sourceless"):
        assert reason(api, f"{item}/data") == (503, "data_away")


def test_the_sample_of_conditional_data_is_free_without_application(api: Served, publisher: Person) -> None:
    assert reason(api, "forecast/sample") == (404, "no_sample")
    set_sample(api, publisher)
    answer = httpx.get(f"{api.url}/v1/items/forecast/sample")
    assert (answer.status_code, answer.content) == (200, DATA)
    assert answer.headers["Content-Type"].startswith("text/csv")


def test_a_suspended_item_gives_neither_data_nor_sample_until_it_is_resumed(api: Served, publisher: Person) -> None:
    set_sample(api, publisher)
    for item, path in (("rain", "rain/data"), ("forecast", "forecast/sample")):
        tell(api, item, SuspendItem(claim="rig-1", reason="涉嫌侵犯隐私"))
        assert reason(api, path) == (403, "opening_suspended")
        tell(api, item, ResumeItem(claim="rig-1"))
        assert httpx.get(f"{api.url}/v1/items/{path}").status_code == 200


def test_an_erased_sample_says_so(api: Served, publisher: Person) -> None:
    set_sample(api, publisher)
    api.store.sealing.erase(ITEM.publisher)
    assert reason(api, "forecast/sample") == (410, "material_erased")
