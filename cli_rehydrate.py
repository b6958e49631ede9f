"""`./sluice rehydrate`: tell an empty Temporal every open case, from the log."""

import asyncio

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from cli_database import open_database
from composition import build_store
from domain.processes import PROCESSES
from embedded.leaving import leaving_temporal
from embedded.running import with_running_parts
from settings import Settings, load_settings
from store import following
from store.database import Database
from store.follower import Away
from store.readiness import TELLING
from workflows.rehydrate import rehydrate
from workflows.serving import connect
from workflows.telling import Telling

app = typer.Typer(add_completion=False)


@app.command()
def main() -> None:
    """Start the workflow of every open case that has none, and tell all their newest plans.

    Safe at any time and as often as wanted: what runs already ignores it, and nothing is done twice.
    """
    console = Console()
    settings = with_running_parts(load_settings())
    if not settings.temporal_address:
        console.print("[red]There is no Temporal to tell.[/red] Run `./sluice up`, or set SLUICE_TEMPORAL_ADDRESS.")
        raise typer.Exit(2)
    try:
        with leaving_temporal(), open_database() as database:
            count = asyncio.run(_rehydrate(settings, database, console))
    except (Away, RuntimeError) as away:  # the SDK raises RuntimeError for a refused connection
        console.print(f"[red]Not finished:[/red] {away}. Run it again; what is told stays told.")
        raise typer.Exit(1) from away
    console.print(f"{count} open cases have their workflows.")


async def _rehydrate(settings: Settings, database: Database, console: Console) -> int:
    client = await connect(settings.temporal_address, settings.temporal_namespace)
    columns = TextColumn("telling"), BarColumn(), MofNCompleteColumn()
    with build_store(settings, database, PROCESSES) as store:
        telling = Telling(client, settings.task_queue, store.cases, store.clocks, store.deciders)
        with database.connection() as connection:
            row = connection.execute("SELECT count(*) AS n FROM cases WHERE NOT closed").fetchone()
        with Progress(*columns, console=console) as progress:
            task = progress.add_task("telling", total=row["n"] if row else None)
            count = await rehydrate(telling, lambda done: progress.update(task, completed=done))
        with database.connection() as connection:
            following.unpark(connection, TELLING, following.parked(connection, TELLING))
    return count
