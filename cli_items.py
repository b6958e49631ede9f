"""`./sluice items`: import a plan's annex and the file of its items, confirm a day, list the items."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cli_database import open_database
from cli_progress import progress
from composition import opened_desk
from domain.annex import parse_annex
from domain.annex_text import AnnexError
from domain.item_file import ItemFileError, parse_items
from domain.items import OpenType
from domain.listing import ListedItem
from domain.organisations import Organisations, OrganisationsError, parse_organisations
from domain.people import Actor, Role
from domain.plan_item.commands import ConfirmPlanItem
from domain.plan_item.from_annex import commands
from domain.processes import PROCESSES
from store import imports
from store.database import DatabaseAway
from store.desk import Desk
from store.items import ItemsError, OpenList
from store.people import People

app = typer.Typer(no_args_is_help=True, help="Import, confirm and list the items that may be applied for.")

RULES = Path(__file__).resolve().parent / "rules/shanghai"
_REFUSALS = (AnnexError, ItemFileError, OrganisationsError, ItemsError, DatabaseAway)
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]
By = Annotated[str, typer.Option(help="Id of the person who answers for it, in the competent department.")]
Year = Annotated[int, typer.Option(help="Year of the plan.")]


@app.command()
def import_annex(file: File, by: By) -> None:
    """Read the annex of a yearly plan, the raw text, whole or only its table. Each row becomes a plan item."""
    with _refusals_shown(file):
        organisations = _organisations()
        annex = parse_annex(_text(file), organisations.names(Role.DATA_PUBLISHER))
        asked = commands(annex, organisations)
        with _desk(by) as (desk, actor):
            with progress("importing") as advance:
                new = imports.import_plan(desk, asked, actor, advance)
            waiting = imports.waiting(imports.plan(desk, annex.year))
    agencies = len({row.agency for row in annex.rows})
    typer.echo(f"{annex.instrument}: {len(annex.rows)} rows of {agencies} agencies, {new} of them new")
    for row in annex.rows:
        if row.no in waiting:
            typer.echo(f"row {row.no} waits for a person: {row.note}")


@app.command("import")
def import_items(file: File, by: By, year: Year = 2025) -> None:
    """Read how each item of an imported plan is opened, and put what is new on the list. Ends with code 1 when an
    item is on the list already and reads otherwise there: only a list change makes another version."""
    with _refusals_shown(file), _desk(by) as (desk, actor):
        rows = imports.plan(desk, year)
        if not rows:
            raise ItemsError(f"no plan of {year} is recorded; run import-annex first")
        contents = parse_items(_text(file), [row.dossier.row for row in rows], _organisations().prefix)
        with progress("importing") as advance:
            done = imports.import_items(desk, contents, rows, actor, advance)
    typer.echo(f"{len(contents)} items, {done.new} of them new")
    for number in done.waiting:
        typer.echo(f"row {number} waits for a person: confirm its day, then import again")
    for item in done.differing:
        typer.echo(f"{item} is on the list and reads otherwise there: open a list change", err=True)
    if done.differing:
        raise typer.Exit(1)


@app.command()
def confirm(
    row: Annotated[int, typer.Argument(help="Number of the plan's row.")],
    due: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day as the original says it.")],
    by: By,
    year: Year = 2025,
) -> None:
    """Confirm the day of a row whose date the plan's text does not give. Its item can be imported then."""
    with _refusals_shown(), _desk(by, Role.COMPETENT_DEPARTMENT) as (desk, actor):
        imports.confirm(desk, ConfirmPlanItem(due_date=due.date()), year, row, actor)
    typer.echo(f"row {row} of {year} is confirmed: {due.date()}")


@app.command("list")
def show_list(
    publisher: Annotated[str, typer.Option(help="Id of the publisher.")] = "",
    open_type: Annotated[OpenType | None, typer.Option(help="How it is opened.")] = None,
    text: Annotated[str, typer.Option(help="Part of a title or id.")] = "",
) -> None:
    """List the newest version of every item: id, version, phase, open type, day, publisher, title."""
    found: list[ListedItem] = []
    with _refusals_shown(), open_database() as database, opened_desk(database, PROCESSES) as desk:
        open_list = OpenList(database, desk.handler.cases, desk.handler.log)
        cursor, more = "", True
        while more:
            page = open_list.page(cursor, publisher=publisher, open_type=open_type, text=text)
            found += page.items
            cursor, more = page.next_cursor, bool(page.next_cursor)
    for listed in found:
        item, phase = listed.item, "suspended" if listed.suspended else listed.phase
        day = str(listed.planned.due_date) if listed.planned else "-"
        facts = (item.item_id, f"v{item.version}", phase, item.open_type.value, day, item.publisher, item.title)
        typer.echo("\t".join(facts))
    typer.echo(f"{len(found)} items")


@contextmanager
def _desk(by: str, *roles: Role) -> Generator[tuple[Desk, Actor], None, None]:
    """A desk over the instance's database, and the person `by` in the role that they may do this in."""
    with open_database() as database, opened_desk(database, PROCESSES) as desk:
        yield desk, imports.importer(People(database), by, roles or imports.IMPORTERS)


@contextmanager
def _refusals_shown(file: Path | None = None) -> Generator[None, None, None]:
    """End with a message and code 1 when the input or the database says no. Nothing was changed."""
    try:
        yield
    except _REFUSALS as refusal:
        typer.echo(f"{f'{file}: ' if file else ''}{refusal}", err=True)
        raise typer.Exit(1) from refusal


def _organisations() -> Organisations:
    return parse_organisations(_text(RULES / "organisations.toml"))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ItemFileError(f"not UTF-8 at byte {error.start}; save it as UTF-8") from error
