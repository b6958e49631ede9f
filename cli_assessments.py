"""`./sluice assessments`: open a year's assessments of all publishers at once."""

from typing import Annotated

import typer

from cli_database import open_database
from cli_progress import progress
from composition import opened_desk
from domain.processes import PROCESSES
from store import assessments
from store.database import DatabaseAway
from store.imports import importer
from store.items import ItemsError
from store.people import People

app = typer.Typer(no_args_is_help=True, help="Open the yearly assessments of all publishers.")


@app.callback()
def _main() -> None:
    """Keep `open` a command of its own, though it is the only one."""


@app.command("open")
def open_year(
    year: Annotated[int, typer.Option(min=2000, max=2100, help="The calendar year to be assessed.")],
    by: Annotated[str, typer.Option(help="Id of the person who answers for it: operator or competent department.")],
) -> None:
    """Open the assessment of each organisation that holds items or publishes; what is open already is left alone."""
    try:
        with open_database() as database, opened_desk(database, PROCESSES) as desk:
            actor, whose = importer(People(database), by), assessments.publishers(database)
            with progress("opening") as advance:
                new = assessments.open_all(desk, year, whose, actor, advance)
    except (ItemsError, DatabaseAway) as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from refusal
    typer.echo(f"{year}: {len(whose)} publishers, {new} assessments opened")


if __name__ == "__main__":
    app()
