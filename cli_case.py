"""`./sluice case`: cases at a terminal, over HTTP with one's own key. 在终端办理案件。"""

import json
import sys
import time
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console

from cli_case_fields import WrongFields, command_of, commands_told, fields_of, fields_told
from cli_case_finding import AsRole, CaseId, actions_of, deadlines_of, events_of, find, process_of
from cli_case_mail import mail
from cli_case_terminal import asking, telling
from cli_case_views import actions_table, cases_table, deadlines_table, event_line, facts, heading, receipts
from cli_case_worklist import MORE, Limit
from cli_case_worklist import app as worklists
from client import models
from domain.kernel import AnyDecider
from domain.value import kind_of_class

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="办理案件：待办、查找、查看、期限、历史、认领、办理、等候。 Cases at a terminal. Where: SLUICE_URL. "
    "Your key: SLUICE_KEY, or the file of SLUICE_KEY_FILE. For whom you stand in: SLUICE_ON_BEHALF_OF.",
)
app.command("mail")(mail)
app.add_typer(worklists)
_FIELDS: dict[str, Any] = {"allow_extra_args": True, "ignore_unknown_options": True}
Stdin = Annotated[bool, typer.Option("--stdin", help="从标准输入读取 JSON · read the fields as JSON from stdin")]
Yes = Annotated[bool, typer.Option("--yes", help="不再确认 · don't ask before acting")]
Retry = Annotated[str, typer.Option("--key", help="幂等键 · idempotency key: again the same, the same answer")]


@app.command("list")
def show_list(
    process: Annotated[str, typer.Argument(help="流程 · the process, e.g. application")],
    phase: Annotated[str, typer.Option(help="阶段 · in this phase")] = "",
    overdue: Annotated[bool, typer.Option("--overdue", help="仅超期 · only those past a deadline")] = False,
    limit: Limit = 50,
    role: AsRole = "",
) -> None:
    """某一流程的案件，含已结案。 The cases of a process that you may see, closed ones too."""
    with asking(role) as (api, console):
        query = {"limit": limit, "phase": phase or None, "overdue": "true" if overdue else None}
        answer = api.ask("GET", f"/v1/{process_of(process).plural}", query=query)
        found = models.CasePage.model_validate_json(answer.content)
        console.print(cases_table(found.cases))
        if found.next_cursor:
            console.print(MORE)


@app.command()
def show(
    case: CaseId,
    as_of: Annotated[str, typer.Option("--as-of", help="版本或时点 · a version, or an RFC 3339 instant")] = "",
    role: AsRole = "",
) -> None:
    """查看案件。 The case: its state, its deadlines, what you may do now and why not the rest."""
    with asking(role) as (api, console):
        decider, found = find(api, case, as_of)
        console.print(heading(found))
        console.print_json(data=facts(found.state))
        console.print(deadlines_table(decider, deadlines_of(api, found)))
        if not as_of:
            console.print(actions_table(actions_of(api, found)))


@app.command()
def deadlines(case: CaseId, role: AsRole = "") -> None:
    """期限及其计算依据。 Each deadline with its receipt: every day counted or skipped, and what says so."""
    with asking(role) as (api, console):
        decider, found = find(api, case)
        console.print(heading(found))
        for text in receipts(decider, deadlines_of(api, found)):
            console.print(text)


@app.command()
def fields(
    process: Annotated[str, typer.Argument(help="流程 · the process, e.g. application")],
    command: Annotated[str, typer.Argument(help="事项 · the command; all of them when left out")] = "",
) -> None:
    """事项及其栏目。 The commands of a process, or the fields of one, with an example for --stdin."""
    with telling():
        decider = process_of(process)
        typer.echo(fields_told(command_of(decider, command)) if command else commands_told(decider))


@app.command()
def history(case: CaseId, role: AsRole = "") -> None:
    """案件经过。 What happened, oldest first."""
    with asking(role) as (api, console):
        decider, found = find(api, case)
        console.print(heading(found))
        for event in events_of(api, found):
            console.print(event_line(decider, event))


@app.command("do", context_settings=_FIELDS)
def do(
    context: typer.Context,
    case: CaseId,
    command: Annotated[str, typer.Argument(help="事项 · the command, e.g. accept-materials; see `show`")],
    stdin: Stdin = False,
    yes: Yes = False,
    key: Retry = "",
    role: AsRole = "",
) -> None:
    """办理。 Give a command to a case; its fields as --name value, or as JSON on stdin."""
    with asking(role) as (api, console):
        decider, found = find(api, case)
        wanted = command_of(decider, command)
        body = fields_of(wanted, context.args, sys.stdin if stdin else None)
        console.print(heading(found))
        _confirm(console, decider, kind_of_class(wanted), body, yes=yes)
        address = f"/v1/{decider.plural}/{found.id}/{command.replace('_', '-')}"
        _done(console, decider, api.ask("POST", address, body=body, key=key, version=found.version))


@app.command("open", context_settings=_FIELDS)
def open_case(
    context: typer.Context,
    process: Annotated[str, typer.Argument(help="流程 · the process, e.g. application")],
    stdin: Stdin = False,
    yes: Yes = False,
    key: Retry = "",
    role: AsRole = "",
) -> None:
    """立案。 Open a case of a process with its first command; fields as for `do`."""
    with asking(role) as (api, console):
        decider = process_of(process)
        body = fields_of(command_of(decider, decider.opening), context.args, sys.stdin if stdin else None)
        _confirm(console, decider, decider.opening, body, yes=yes)
        _done(console, decider, api.ask("POST", f"/v1/{decider.plural}", body=body, key=key))


@app.command()
def watch(
    case: CaseId,
    every: Annotated[float, typer.Option(min=0.2, help="秒 · seconds between two looks")] = 5.0,
    role: AsRole = "",
) -> None:
    """等候变化，直至结案或 Ctrl-C。 Show what happens, until the case is closed or Ctrl-C."""
    with asking(role) as (api, console):
        decider, found = find(api, case)
        console.print(heading(found))
        shown = 0
        while True:
            events = events_of(api, found)
            for event in events[shown:]:
                console.print(event_line(decider, event))
            shown = len(events)
            _, found = find(api, f"{decider.name}/{found.id}")
            if found.closed:
                console.print("已结案。 The case is closed.")
                return
            time.sleep(every)


def _confirm(console: Console, decider: AnyDecider, kind: str, body: dict[str, Any], *, yes: bool) -> None:
    """Show what will be done, and ask. Raises WrongFields where nobody can be asked, typer.Exit for a no."""
    words = decider.labels
    console.print(f"[bold]{words.zh.get(kind, kind)} · {words.en.get(kind, kind)}[/bold]")
    if body:
        console.print_json(json.dumps(body, ensure_ascii=False))
    if yes:
        return
    if not sys.stdin.isatty():
        raise WrongFields("无法确认：请加 --yes\nnobody to ask here: add --yes")
    if not typer.confirm("确认办理？ Do it?"):
        raise typer.Exit(1)


def _done(console: Console, decider: AnyDecider, answer: httpx.Response) -> None:
    done, words = models.Accepted.model_validate_json(answer.content), decider.labels
    for kind in done.events:
        console.print(f"[green]✓[/green] {words.zh.get(kind, kind)} · {words.en.get(kind, kind)}")
    phase = f"{words.zh.get(done.phase, done.phase)} · {words.en.get(done.phase, done.phase)}"
    console.print(f"{done.id}  {phase}  v{done.version}")


if __name__ == "__main__":
    app()
