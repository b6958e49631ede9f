"""`./sluice demo`: real input through the whole process, on the rehearsal clock, in a folder that goes away again."""

import shutil
import signal
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Annotated

import httpx
import typer
from rich.console import Console

from demo.applying import Applying
from demo.cast import Casting
from demo.client import Clock, Problem, connect
from demo.closing import show_all, show_keys, show_others, show_statistics, show_timeline
from demo.open_list import DATA, import_open_list, organisations
from demo.players import make_players
from demo.stage import Stage, Surprise, at
from demo.stories_after import objection, rights_claim, violation
from demo.stories_checks import sandbox, spot_checks
from demo.stories_list import demanded, quiet_downgrade
from demo.stories_plan import other_rows, plan_rows, row_without_a_day
from demo.stories_review import (
    never_signed,
    over_the_norm,
    over_the_target,
    refused_incomplete,
    refused_on_the_merits,
    withdrawn,
)
from demo.stories_rules import assessment, guide
from demo.stories_several import several_items
from demo.stories_use import failing_delivery, late_report, off_line, revoked, straight_path
from demo.told import Told
from embedded.ports import free_port
from embedded.stack import Stack
from settings import Environment, Settings
from store.database import Database

app = typer.Typer(add_completion=False)
START = at("2025-06-30 09:00")
WRONG = (Surprise, Problem, httpx.HTTPError)
BY_ORDER = (21,)  # the rows whose items are left for a work order to add, besides row 44
SHOWN = "⑤"  # the case whose timeline is shown: it has all the escalations
STORIES = (
    row_without_a_day,
    plan_rows,
    other_rows,
    straight_path,
    refused_incomplete,
    over_the_target,
    over_the_norm,
    refused_on_the_merits,
    never_signed,
    withdrawn,
    off_line,
    late_report,
    failing_delivery,
    revoked,
    several_items,
    sandbox,
    quiet_downgrade,
    demanded,
    objection,
    rights_claim,
    violation,
    spot_checks,
    assessment,
    guide,
)


@app.command()
def demo(
    keep: Annotated[bool, typer.Option("--keep", help="Leave everything up until Ctrl-C, and print the keys.")] = False,
) -> None:
    """Take real cases through every process, and check every claim against the API's answers."""
    console = Console(width=None if sys.stdout.isatty() else 128)
    signal.signal(signal.SIGTERM, _leave)
    try:
        _perform(console, keep)
    except WRONG as wrong:
        console.print(f"演示失败 · the demo failed: {wrong}", style="bold red", markup=False)
        raise typer.Exit(1) from wrong
    except KeyboardInterrupt:
        console.print("\n已停止 · stopped")
        raise typer.Exit(0 if keep else 130) from None


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(143)  # through every `with`, so that nothing stays behind


def _perform(console: Console, keep: bool) -> None:
    begun = time.monotonic()
    with _instance(console) as stack:
        with connect(stack.api_url) as http, _opened(stack.settings.database_url) as database:
            stage = _set_the_stage(console, stack, database, http)
            told = _tell(stage)
        took = time.monotonic() - begun
        console.print(
            f"\n[bold green]完成 · done[/bold green]: {len(told)} 个案件 cases, "
            f"{stage.checks} 项核对 statements checked, {took:.0f} s\n"
            f"接口文档 API docs     {stack.api_url}/docs\n"
            f"Temporal UI           {stack.temporal.ui_url if stack.temporal else ''}\n"
            + ("" if keep else "(加 --keep 可保持运行 · with --keep they stay up)"),
            highlight=False,
        )
        if keep:
            show_keys(console, stage.players, stack.api_url)
            console.print(f"一切保持运行，按 Ctrl-C 结束 · all stays up until Ctrl-C; logs in {stack.logs}")
            signal.pause()


@contextmanager
def _opened(url: str) -> Generator[Database, None, None]:
    database = Database(url, size=2)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def _instance(console: Console) -> Generator[Stack, None, None]:
    """A fresh instance of its own, whatever the environment says, and nothing of it left afterwards."""
    with TemporaryDirectory(prefix="sluice-demo-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # the database's own account must be able to pass
        (folder / "instance").mkdir(mode=0o711)
        settings = Settings(
            environment=Environment.DEVELOPMENT,
            database_url="",
            owner_database_url="",
            temporal_address="",
            master_key="",
            clock=START,
            requests_per_minute=0,
            requests_at_once=0,
            api_host="127.0.0.1",
            api_port=free_port(),
            data_folder=folder / "instance",
            source_folder=Path(shutil.copytree(DATA, folder / "sources")),  # a copy: a story takes a file away
        )

        def say(step: str) -> None:
            console.print(f"[dim]启动 · starting {step} …[/dim]")

        with Stack.start(settings, say=say, temporal_in_memory=True, fsync=False) as stack:  # it goes away again
            try:
                yield stack
            except WRONG:
                for part in (stack.server, stack.worker):
                    if part:
                        console.print(f"{part.name}:\n{part.log_tail(5)}", style="dim", markup=False)
                raise


def _set_the_stage(console: Console, stack: Stack, database: Database, http: httpx.Client) -> Stage:
    """Read the real input, and make the people."""
    players = make_players(Casting(database, http), organisations())
    imported = import_open_list(database, players.department.id, no_item=BY_ORDER)
    stage = Stage(
        players=players,
        clock=Clock(players.operator),
        console=console,
        sources=stack.settings.source_folder,
        packages=stack.settings.data_folder / "packages",
        now=START,
    )
    stage.expect(
        "rows of the annex, agencies, items", (imported.rows, imported.agencies, imported.items), (129, 11, 127)
    )
    stage.expect("rows that wait for a person", imported.waiting, (44,))
    console.print(
        f"{imported.instrument}: {imported.rows} 行 rows, {imported.agencies} 个部门 agencies; "
        f"第 44 行待人工确认 · row 44 waits for a person; {len(players.everyone())} 人 people\n"
        "[dim]各清单项正在告知计划各行，约 10 秒 · every item tells its row of the plan, about 10 s …[/dim]",
        highlight=False,
    )
    stage.clock.settle()
    return stage


def _tell(stage: Stage) -> Told:
    """Play every story, then show and check what came of them."""
    told: Told = []
    stage.play([story(stage, told) for story in STORIES])
    applications = [one for one in told if isinstance(one, Applying)]
    show_timeline(stage.console, next(one for one in applications if one.tag == SHOWN))
    stage.console.print()
    show_all(stage.console, applications)
    show_others(stage.console, [one for one in told if not isinstance(one, Applying)])
    show_statistics(stage)
    return told


if __name__ == "__main__":
    app()
