"""The demo's real input: the annex of the 2025 plan, and how its items are opened."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from composition import opened_desk
from domain.annex import parse_annex
from domain.item_file import parse_items
from domain.organisations import Organisations, parse_organisations
from domain.people import Role
from domain.plan_item.commands import ImportPlanItem
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


def rows_of_the_plan() -> tuple[ImportPlanItem, ...]:
    """The rows of the annex as they are put on record."""
    known = organisations()
    return tuple(commands(parse_annex(ANNEX.read_text(encoding="utf-8"), known.names(Role.DATA_PUBLISHER)), known))


def import_open_list(
    database: Database, by: str, *, only: Collection[int] = (), no_item: Collection[int] = ()
) -> Imported:
    """Read both files onto the open list, as `./sluice items` does; `by` is the person who answers for it.

    Again, it brings what waited for a person before. `only` names the rows that are wanted, all if empty; of those in
    `no_item` the item is left for a list change to add.
    """
    known = organisations()
    annex = parse_annex(ANNEX.read_text(encoding="utf-8"), known.names(Role.DATA_PUBLISHER))
    asked = commands(annex, known)
    items = parse_items(ITEMS.read_text(encoding="utf-8"), [row.as_row() for row in asked], known.prefix)
    contents = {row.row: item for row, item in zip(asked, items, strict=True)}
    with opened_desk(database, PROCESSES) as desk:
        actor = imports.importer(People(database), by)
        imports.import_plan(desk, [row for row in asked if not only or row.row in only], actor, _quietly)
        rows = [row for row in imports.plan(desk, annex.year) if row.dossier.row.number not in no_item]
        wanted = [contents[row.dossier.row.number] for row in rows]
        registered = imports.import_items(desk, wanted, rows, actor, _quietly)
    return Imported(
        instrument=annex.instrument,
        rows=len(annex.rows),
        agencies=len({row.agency for row in annex.rows}),
        waiting=registered.waiting,
        items=registered.new,
    )


def _quietly(done: int, of: int) -> None:
    """No bar: the demo prints its own lines."""
