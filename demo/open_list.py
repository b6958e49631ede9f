"""The demo's real input: the annex of the 2025 plan, and how its items are opened."""

from dataclasses import dataclass
from pathlib import Path

from domain.annex import parse_annex
from domain.item_file import parse_items
from domain.organisations import Organisations, parse_organisations
from domain.people import Role
from store import items
from store.clock import Clocks
from store.database import Database

CHECKOUT = Path(__file__).resolve().parent.parent
RULES = CHECKOUT / "rules" / "shanghai"
ANNEX = RULES / "annex" / "2025.txt"
ITEMS = CHECKOUT / "demo" / "items2025.toml"
DATA = CHECKOUT / "demo" / "data"


@dataclass(frozen=True)
class Imported:
    """What was read: rows of so many agencies, those that wait for a person, and the items published."""

    instrument: str
    rows: int
    agencies: int
    waiting: tuple[int, ...]
    items: int


def organisations() -> Organisations:
    """The bodies that take part, as the city's rules name them."""
    return parse_organisations((RULES / "organisations.toml").read_text(encoding="utf-8"))


def import_open_list(database: Database, by: str) -> Imported:
    """Read both files into the open list, as `./sluice items` does; `by` is the person who answers for it."""
    known, now = organisations(), Clocks(database).now()
    annex = parse_annex(ANNEX.read_text(encoding="utf-8"), known.names(Role.DATA_PUBLISHER))
    contents = parse_items(ITEMS.read_text(encoding="utf-8"), annex, known)
    with database.connection() as connection:
        items.import_plan(connection, annex, known.prefix, by, now)
        published = items.publish_all(connection, contents, by, now)
    return Imported(
        instrument=annex.instrument,
        rows=len(annex.rows),
        agencies=len({row.agency for row in annex.rows}),
        waiting=tuple(row.no for row in annex.rows if row.needs_confirmation),
        items=len(published),
    )
