"""`./sluice statistics`: figures per agency for any past date, as a table or as a file."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from api.statistics import write_table
from cli_database import open_database
from cli_ending import lines
from composition import build_store
from domain.days import SHANGHAI
from domain.processes import PROCESSES
from domain.statistics.tally import ALL, FIGURES, Cell
from settings import load_settings
from store.statistics import Statistics, statistics

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
_DAY = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]
_WIDE = 6  # agencies that fit beside each other


@app.command()
def show(
    as_of: Annotated[
        datetime | None, typer.Option(formats=_DAY, help="Shanghai time, included; now by default.")
    ] = None,
    since: Annotated[datetime | None, typer.Option(formats=_DAY, help="The start of that year by default.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write a table for a spreadsheet there instead.")] = None,
) -> None:
    """Fold the log up to an instant and show the figures of every agency."""
    console = Console()
    with open_database() as database:
        store = build_store(load_settings(), database, PROCESSES)
        until = as_of.replace(tzinfo=SHANGHAI) if as_of else store.clocks.now()
        begin = (
            since.replace(tzinfo=SHANGHAI)
            if since
            else datetime(until.astimezone(SHANGHAI).year, 1, 1, tzinfo=SHANGHAI)
        )
        with Progress(console=console, transient=True) as progress:
            task = progress.add_task("reading cases", total=None)
            found = statistics(
                database, store.deciders, store.rules, begin, until, lambda n: progress.update(task, completed=n)
            )
        names = store.people.names({cell.agency for cell in found.cells})
        store.desk.close()
    if csv:
        csv.write_text("\ufeff" + write_table(found.cells, names), encoding="utf-8", newline="")
        console.print(f"{csv}: {len(found.cells)} figures")
        return
    console.print(
        f"{found.since:%Y-%m-%d} … {found.as_of:%Y-%m-%d %H:%M}, {found.policy_version}, {found.calendar_version}"
    )
    for line in lines(found.ending):
        console.print(line)
    for part in tables(found, names):
        console.print(part)


def tables(found: Statistics, names: Mapping[str, str]) -> list[Table]:
    """The figures with agencies side by side, a few at a time; what no agency has is left out."""
    cells = {(cell.agency, cell.figure): cell for cell in found.cells}
    agencies = sorted({cell.agency for cell in found.cells})
    shown = [figure for figure in FIGURES if any(cells[agency, figure.key].of for agency in agencies)]
    made: list[Table] = []
    for first in range(0, len(agencies), _WIDE):
        table = Table("指标 figure", "依据")
        some = agencies[first : first + _WIDE]
        for agency in some:
            table.add_column(names.get(agency, agency) if agency != ALL else "全部 all", justify="right")
        for figure in shown:
            values = [_shown(cells[agency, figure.key], figure.kind) for agency in some]
            table.add_row(f"{figure.zh} {figure.en}", f"{figure.source} {figure.strength}", *values)
        made.append(table)
    return made


def _shown(cell: Cell, kind: str) -> str:
    if cell.value is None:
        return "—"
    return f"{cell.value:.0%} ({cell.of})" if kind == "rate" else f"{cell.value:g}"
