"""`./sluice calendars`: import a State Council notice, and give it to every open case."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from cli_database import open_database
from composition import Store, build_store
from domain.processes import PROCESSES
from settings import load_settings
from store.calendars import adopt_pending
from store.rules_files import BadRules

app = typer.Typer(no_args_is_help=True, help="The notices of days off that working days are counted by.")


@app.callback()
def calendars() -> None:
    """Keep `import` a subcommand, so that others can stand beside it."""


@app.command("import")
def import_notice(
    file: Annotated[Path, typer.Argument(help="A year's notices, like rules/shanghai/calendars/2026.toml.")],
    by: Annotated[str, typer.Option(help="Person who imports it; kept with the notice.")],
) -> None:
    """Record a year's notices and re-date every open case that they touch."""
    console = Console()
    with open_database() as database:
        store = build_store(load_settings(), database, PROCESSES)
        try:
            year = store.rules.import_calendar(file.read_text("utf-8"), file.name, by)
        except (BadRules, OSError, UnicodeDecodeError) as error:
            console.print(f"[red]Not imported.[/red] {error}")
            raise typer.Exit(1) from error
        console.print(f"{year}: imported; {_adopt(store, console)} open cases were re-dated.")
        store.desk.close()


def _adopt(store: Store, console: Console) -> int:
    with Progress(console=console) as progress:
        task = progress.add_task("re-dating open cases", total=None)
        return adopt_pending(store.desk, lambda done, _: progress.update(task, completed=done))
