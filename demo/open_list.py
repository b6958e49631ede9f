"""The demo's real input: the annex of the 2025 plan, and how its items are opened."""

from dataclasses import dataclass
from pathlib import Path

from composition import opened_desk
from domain.annex import parse_annex
from domain.item_file import parse_items
from domain.organisations import Organisations, parse_organisations
from domain.people import Role
from domain.plan_item.from_annex import commands
from domain.processes import PROCESSES
from store import imports
from store.database import Database
from store.people import People

CHECKOUT = Path(__file__).resolve().parent.parent
RULES = CHECKOUT / "rules" / "shanghai"
ANNEX = RULES / "annex" / "2025.txt"
ITEMS = CHECKOUT / "demo" / "items2025.toml"
DATA = CHECKOUT / "demo" / "data"


@dataclass(frozen=True)
class Imported:
    """What was read: rows of so many agencies, those that wait for a person, and how many items are new on the list."""

    instrument: str
    rows: int
    agencies: int
    waiting: tuple[int, ...]
    items: int


def organisations() -> Organisations:
    """The bodies that take part, as the city's rules name them."""
    return parse_organisations((RULES / "organisations.toml").read_text(encoding="utf-8"))


def import_open_list(database: Database, by: str) -> Imported:
    """Read both files onto the open list, as `./sluice items` does; `by` is the person who answers for it.

    Again, it brings what waited for a person before.
    """
    known = organisations()
    annex = parse_annex(ANNEX.read_text(encoding="utf-8"), known.names(Role.DATA_PUBLISHER))
    with opened_desk(database, PROCESSES) as desk:
        actor = imports.importer(People(database), by)
        imports.import_plan(desk, commands(annex, known), actor, _quietly)
        rows = imports.plan(desk, annex.year)
        contents = parse_items(ITEMS.read_text(encoding="utf-8"), [row.dossier.row for row in rows], known.prefix)
        registered = imports.import_items(desk, contents, rows, actor, _quietly)
    return Imported(
        instrument=annex.instrument,
        rows=len(annex.rows),
        agencies=len({row.agency for row in annex.rows}),
        waiting=registered.waiting,
        items=registered.new,
    )


def _quietly(done: int, of: int) -> None:
    """No bar: the demo prints its own lines."""
