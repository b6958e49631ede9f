"""An application that waits for its check, over HTTP, without a worker."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.items import Condition, ConditionKind, ItemContent, MaterialRequirement, OpenType
from domain.people import Role
from domain.processes import PROCESSES
from store import items
from tests.api.served import Person, Served, served
from tests.parts import Database

START = datetime.fromisoformat("2025-09-03T10:12:00+08:00")
ITEM = ItemContent(
    item_id="sh-2025-110",
    title="未来3小时短时临近预报",
    publisher="sh-qixiangju",
    open_type=OpenType.CONDITIONAL,
    conditions=(Condition(id="scenario", kind=ConditionKind.SCENARIO, text="用于申报的场景"),),
    materials=(MaterialRequirement(id="qualification", title="资质证明"),),
)


@dataclass
class World:
    """An application that waits for its check."""

    api: Served
    wang: Person
    here: str


@contextmanager
def submitted(database: Database, tmp_path: Path, **more: Any) -> Generator[World]:
    """`more` are settings."""
    with served(database.app_url, tmp_path, PROCESSES, START, **more) as api:
        items.register(api.store.desk, ITEM, "clerk")
        wang = api.person("p-wang", Role.APPLICANT, "o-shenjiang")
        drafted = wang.ask("/v1/applications", {"item_id": ITEM.item_id, "scenario": "避让", "delivery": "api"})
        here = drafted.headers["Location"]
        material = wang.send("/v1/material", "资质证明".encode()).json()["id"]
        handed_in = {"materials": [{"requirement": "qualification", "material": material}], "rules_accepted": True}
        assert wang.ask(f"{here}/submit-application", handed_in).status_code == 200
        yield World(api, wang, here)
