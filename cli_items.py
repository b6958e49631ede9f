"""`./sluice items`: import a plan's annex and the file of its items, confirm a day, list the items."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from psycopg import Connection
from psycopg.rows import DictRow

from cli_database import open_database
from domain.annex import parse_annex
from domain.annex_text import AnnexError
from domain.item_file import ItemFileError, item_id, parse_items
from domain.items import ListedItem, OpenType
from domain.organisations import Organisations, OrganisationsError, parse_organisations
from domain.people import Role
from store import items
from store.clock import Clocks
from store.database import DatabaseAway

app = typer.Typer(no_args_is_help=True, help="Import, confirm and list the items that may be applied for.")

RULES = Path(__file__).resolve().parent / "rules/shanghai"
_REFUSALS = (AnnexError, ItemFileError, OrganisationsError, items.ItemsError, DatabaseAway)
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]
By = Annotated[str, typer.Option(help="Id of the person who answers for it.")]
Year = Annotated[int, typer.Option(help="Year of the plan.")]


@app.command()
def import_annex(file: File, by: By) -> None:
    """Read the annex of a yearly plan: the raw text, whole or only its table."""
    with _refusals_shown(file):
        organisations = _organisations()
        annex = parse_annex(_text(file), organisations.names(Role.DATA_PUBLISHER))
        with _list() as (connection, now):
            new = items.import_plan(connection, annex, organisations.prefix, by, now)
    agencies = len({row.agency for row in annex.rows})
    typer.echo(f"{annex.instrument}: {len(annex.rows)} rows of {agencies} agencies, {new} of them new")
    for row in annex.rows:
        if row.needs_confirmation:
            typer.echo(f"row {row.no} waits for a person: {row.note}")


@app.command("import")
def import_items(file: File, by: By, year: Year = 2025) -> None:
    """Read how each item of an imported plan is opened, and publish what is new or changed."""
    with _refusals_shown(file), _list() as (connection, now):
        plan = items.plan(connection, year)
        if plan is None:
            raise items.ItemsError(f"no plan of {year} is recorded; run import-annex first")
        contents = parse_items(_text(file), plan, _organisations())
        published = items.publish_all(connection, contents, by, now)
    changed = sum(item.published_at == now for item in published)
    typer.echo(f"{len(published)} items, {changed} of them new or changed")


@app.command()
def confirm(
    row: Annotated[int, typer.Argument(help="Number of the plan's row.")],
    due: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day as the original says it.")],
    by: By,
    year: Year = 2025,
) -> None:
    """Confirm the day of a row whose date the plan's text does not give."""
    with _refusals_shown(), _list() as (connection, now):
        items.confirm(connection, item_id(_organisations().prefix, year, row), due.date(), by, now)
    typer.echo(f"row {row} of {year} is confirmed: {due.date()}")


@app.command("list")
def show_list(
    publisher: Annotated[str, typer.Option(help="Id of the publisher.")] = "",
    open_type: Annotated[OpenType | None, typer.Option(help="How it is opened.")] = None,
    text: Annotated[str, typer.Option(help="Part of a title or id.")] = "",
) -> None:
    """List the newest version of every item: id, version, status, open type, day, publisher, title."""
    found: list[ListedItem] = []
    with _refusals_shown(), _list() as (connection, _):
        cursor, more = "", True
        while more:
            page = items.list_items(connection, cursor, publisher=publisher, open_type=open_type, text=text)
            found += page.items
            cursor, more = page.next_cursor, bool(page.next_cursor)
    for listed in found:
        item = listed.item
        facts = (item.item_id, f"v{item.version}", listed.status.value, item.open_type.value)
        typer.echo("\t".join((*facts, str(listed.due_date or "-"), item.publisher, item.title)))
    typer.echo(f"{len(found)} items")


@contextmanager
def _list() -> Generator[tuple[Connection[DictRow], datetime], None, None]:
    """A connection to the instance's database and the instant on its clock."""
    with open_database() as database, database.connection() as connection:
        yield connection, Clocks(database).now()


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
