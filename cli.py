"""The commands behind `./sluice`. Each is imported only when it is asked for, so that help is quick."""

import gc
import importlib
import signal
import sys
from threading import Event
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console

from settings import SettingsInvalid, load_settings

app = typer.Typer(
    name="sluice",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Open public data, with proof.",
)
_PASS_ON: dict[str, bool | list[str]] = {
    "allow_extra_args": True,
    "ignore_unknown_options": True,
    "help_option_names": [],
}

# command → module whose `app` (a typer.Typer) does it, and what it is for
_ELSEWHERE = {
    "demo": (
        "demo.run",
        "Take real applications through the whole process, on the rehearsal clock.",
    ),
    "torture": (
        "bench.torture",
        "Kill every part at random moments under load, and look at what is left.",
    ),
    "bench": ("bench.run", "Measure, side by side with plain psycopg."),
    "docs": (
        "process_pages",
        "Write docs/processes.md from the processes themselves, and the typed client from the API's contract.",
    ),
    "rehydrate": ("cli_rehydrate", "Tell an empty Temporal every open case, from the log."),
    "case": ("cli_case", "Work on cases at a terminal, over HTTP with your own key."),
    "people": ("cli_people", "Make, list and revoke people and their API keys."),
    "items": ("cli_items", "Import, confirm and list the items that may be applied for."),
    "assessments": ("cli_assessments", "Open the yearly assessments of all publishers."),
    "calendars": ("cli_calendars", "Import a State Council notice of days off."),
    "statistics": ("cli_statistics", "Show the figures of every agency, for any past date."),
    "spot-check": ("cli_spot_checks", "Draw cases for a spot check, or verify a draw."),
    "verify-agreement": ("cli_agreement", "Verify a signed agreement without the server."),
}


@app.command()
def up(
    port: Annotated[int, typer.Option(help="Port of the API; the setting SLUICE_API_PORT is the default.")] = 0,
) -> None:
    """Start everything that the settings don't name, and stay until Ctrl-C. State is kept in SLUICE_DATA_FOLDER."""
    from cli_ending import ending_now, lines
    from embedded.stack import Stack

    console = Console()
    settings = load_settings()
    if port:
        settings = settings.model_copy(update={"api_port": port})
    stop = _asked_to_stop()
    with Stack.start(settings, say=lambda step: console.print(f"starting {step} …")) as stack:
        console.print(f"API      {stack.api_url}/docs")
        if stack.temporal:
            console.print(f"Temporal {stack.temporal.ui_url}")
        console.print(f"logs     {stack.logs}\nCtrl-C ends everything.")
        for line in lines(ending_now(stack.settings.database_url)):
            console.print(line)
        while not stop.wait(timeout=1):
            for part in (stack.worker, stack.server):
                if part and not part.running:
                    console.print(f"[red]{part.name} has ended[/red]; the end of {part.log}:\n{part.log_tail()}")
                    raise typer.Exit(1)


def _asked_to_stop() -> Event:
    """An event that Ctrl-C or SIGTERM sets, from now on."""
    stop = Event()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, ask)
    signal.signal(signal.SIGTERM, ask)
    return stop


@app.command()
def migrate() -> None:
    """Bring the database of SLUICE_OWNER_DATABASE_URL up to date; several at once wait for each other."""
    from store.migrations import migrate as run

    url = load_settings().owner_database_url
    if not url:
        sys.exit("sluice: SLUICE_OWNER_DATABASE_URL must be set, to the address of the role sluice_owner")
    typer.echo("\n".join(run(url)) or "up to date")


@app.command(context_settings=_PASS_ON)
def test(context: typer.Context) -> None:
    """Run every check, then the tests. With arguments: only pytest, with them."""
    from checks import run_checks

    raise typer.Exit(run_checks(context.args))


def _forward(name: str, module: str) -> None:
    """Register a command that hands its arguments to `module.app`."""

    @app.command(name, help=_ELSEWHERE[name][1], context_settings=_PASS_ON)
    def command(context: typer.Context) -> None:
        inner: typer.Typer = importlib.import_module(module).app
        inner(args=context.args, prog_name=f"sluice {name}")

    del command  # typer keeps it


for _name, (_module, _) in _ELSEWHERE.items():
    _forward(_name, _module)


def main() -> None:
    """Run a command; settings that can't be used and parts that don't start end with a message, not a traceback."""
    from embedded.child import StartFailed

    try:
        app(prog_name="sluice")
    except (SettingsInvalid, StartFailed) as refusal:
        sys.exit(f"sluice: {refusal}")
    finally:
        gc.freeze()  # or the interpreter walks all that was imported once more before it ends


if __name__ == "__main__":
    main()
