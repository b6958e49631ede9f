"""docs/operations.md is complete: every setting with its default, every metric, every alert."""

import json
import re
from enum import StrEnum
from pathlib import Path

import pytest
import yaml
from prometheus_client import REGISTRY

from api import request_log
from embedded.processes import CHECKOUT
from settings import Settings
from store.database import Database as Opened
from store.metrics import DatabaseFigures
from tests.parts import Database

PAGE = CHECKOUT / "docs" / "operations.md"
_ROW = re.compile(r"^\| `([A-Z_]+)` \| (.*?) \| .*\|$", re.MULTILINE)


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_every_setting_is_there_once_with_its_default(page: str) -> None:
    """And no other: a name that nobody reads would be set without effect."""
    rows = _ROW.findall(page)
    shown: dict[str, str] = dict(rows)
    assert len(shown) == len(rows)
    assert shown == {name.upper(): written(field.default) for name, field in Settings.model_fields.items()} | {
        "OIDC_ROLES": "–"
    }


def written(default: object) -> str:
    """A default as the page writes it."""
    match default:
        case "" | None | ():
            return "–"
        case StrEnum():
            return default.value
        case Path():
            return default.relative_to(CHECKOUT).as_posix()
        case tuple():
            return json.dumps(default)
        case _:
            return str(default)


def test_every_metric_of_ours_is_there(page: str, database: Database) -> None:
    """Those counted here and those read from the database, by their full names."""
    assert request_log.HEADER  # it makes some
    opened = Opened(database.app_url, size=1)
    families = {family.name for family in (*REGISTRY.collect(), *DatabaseFigures(opened).collect())}
    opened.close()
    ours = {name for name in families if name.startswith("sluice_")}
    named = {name.removesuffix("_total") for name in re.findall(r"^\| `(sluice_[a-z_]+)` \|", page, re.MULTILINE)}
    assert ours
    assert named == ours


def test_every_alert_has_its_line_saying_what_to_do(page: str) -> None:
    """In the order of the file, so that none is left behind."""
    found = yaml.safe_load((CHECKOUT / "deploy" / "alerts.yml").read_text(encoding="utf-8"))
    alerts = [rule["alert"] for group in found["groups"] for rule in group["rules"]]
    assert re.findall(r"^\| `([A-Z][a-z][A-Za-z]+)` \|", page, re.MULTILINE) == alerts
