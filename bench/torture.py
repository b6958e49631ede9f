"""`./sluice torture`: kill every part at random moments under load, and look at what is left."""

from collections.abc import Callable
from pathlib import Path
from secrets import randbelow
from time import monotonic
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bench.killing.instance import a_folder, forget
from bench.killing.round import Result, Shape, run_round
from embedded.leaving import leaving_temporal

app = typer.Typer()
_console = Console()


@app.command()
def torture(
    rounds: Annotated[int, typer.Option(min=1, help="Rounds, each on a fresh instance.")] = 3,
    seconds: Annotated[float, typer.Option(min=1, help="Seconds of load and kills in a round.")] = 60,
    callers: Annotated[int, typer.Option(min=1, help="Callers that ask at once.")] = 6,
    seed: Annotated[int, typer.Option(help="Of the first round; 0 takes a random one. The next ones count up.")] = 0,
) -> None:
    """Kill API, worker, PostgreSQL and Temporal at random under load; exit code 1 if a law is broken."""
    first = seed or 1 + randbelow(10**6)
    with leaving_temporal():
        held = [_round(number, rounds, first + number, Shape(seconds, callers)) for number in range(rounds)]
    _console.print(f"{sum(held)} of {rounds} rounds hold")
    raise typer.Exit(0 if all(held) else 1)


def _round(number: int, rounds: int, seed: int, shape: Shape) -> bool:
    """Run one and print its table; what a broken one left is kept."""
    _console.rule(f"round {number + 1} of {rounds}, seed {seed}")
    folder = a_folder()
    try:
        result, instance = run_round(folder, seed, shape, _with_clock())
    except BaseException:
        _console.print(f"[red]broke off[/red]; seed {seed}, logs in {folder}")
        raise
    _print(result)
    if result.holds:
        forget(instance)
    else:
        _keep(folder, seed, result)
    return result.holds


def _with_clock() -> Callable[[str], None]:
    """Print lines with the seconds since now."""
    began = monotonic()
    return lambda line: _console.print(f"{monotonic() - began:6.1f} s  {line}", highlight=False)


def _print(result: Result) -> None:
    went = Table("what it went through", "", show_header=False)
    for name, fact in result.facts.items():
        went.add_row(name, fact)
    laws = Table("law", "looked at", "broken")
    for finding in result.findings:
        style = "red" if finding.broken else ""
        laws.add_row(finding.law, str(finding.looked_at), str(len(finding.broken)), style=style)
    _console.print(went, laws)
    for finding in result.findings:
        for line in finding.broken:
            _console.print(f"[red]{finding.law}[/red]: {line}", highlight=False)


def _keep(folder: Path, seed: int, result: Result) -> None:
    lines = [f"seed {seed}", *(f"{name}: {fact}" for name, fact in result.facts.items())]
    lines += [f"{finding.law}: {line}" for finding in result.findings for line in finding.broken]
    (folder / "findings.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    _console.print(f"[red]broken[/red]; seed {seed}, logs and findings kept in {folder}")
