"""`./sluice case`: cases at a terminal, over HTTP with one's own key. 在终端办理案件。"""

import json
import sys
import time
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console

from cli_case_fields import WrongFields, command_of, fields_of
from cli_case_mail import mail
from cli_case_terminal import asking
from cli_case_views import cases_table, deadlines_table, event_line, facts, heading, may_table
from client import Sluice, models
from client.problems import NotFound
from domain.kernel import AnyDecider
from domain.processes import PROCESSES
from domain.value import kind_of_class

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="办理案件：列表、查看、历史、办理、等候。 Cases at a terminal. Where: SLUICE_URL. "
    "Your key: SLUICE_KEY, or the file of SLUICE_KEY_FILE.",
)
app.command("mail")(mail)
_BY_NAME = {one.name: one for one in PROCESSES} | {one.plural: one for one in PROCESSES}
_FIELDS: dict[str, Any] = {"allow_extra_args": True, "ignore_unknown_options": True}
Case = Annotated[str, typer.Argument(help="案件编号 the case's id, or process/id")]
Stdin = Annotated[bool, typer.Option("--stdin", help="从标准输入读取 JSON · read the fields as JSON from stdin")]
Yes = Annotated[bool, typer.Option("--yes", help="不再确认 · don't ask before acting")]
Role_ = Annotated[str, typer.Option("--role", envvar="SLUICE_ROLE", help="以何角色 · role, or role@organisation")]
Key_ = Annotated[str, typer.Option("--key", help="幂等键 · idempotency key: again the same, the same answer")]


@app.command("list")
def show_list(
    process: Annotated[str, typer.Option(help="流程 · cases of this process, instead of what waits for you")] = "",
    phase: Annotated[str, typer.Option(help="阶段 · in this phase")] = "",
    overdue: Annotated[bool, typer.Option("--overdue", help="仅超期 · only those past a deadline")] = False,
    limit: Annotated[int, typer.Option(min=1, max=200, help="最多几件 · at most so many")] = 50,
    role: Role_ = "",
) -> None:
    """待办案件。 The cases that wait for you; with --process, those that you may see."""
    with asking(role) as (api, console):
        query: dict[str, Any] = {"limit": limit}
        if process or phase or overdue:
            decider = _process(process)
            path = f"/v1/{decider.plural}"
            query |= {"phase": phase or None, "overdue": "true" if overdue else None}
        else:
            path = "/v1/worklist"
        found = models.CasePage.model_validate_json(api.ask("GET", path, query=query).content)
        console.print(cases_table(found.cases))
        if found.next_cursor:
            console.print("还有更多。 There are more: raise --limit.")


@app.command()
def show(
    case: Case,
    as_of: Annotated[str, typer.Option("--as-of", help="版本或时点 · a version, or an RFC 3339 instant")] = "",
    role: Role_ = "",
) -> None:
    """查看案件。 The case: its state, its deadlines with receipts, who may do what."""
    with asking(role) as (api, console):
        decider, found = _find(api, case, as_of)
        console.print(heading(found))
        console.print_json(data=facts(found.state))
        console.print(deadlines_table(decider, _deadlines(api, decider, found.id)))
        console.print(may_table(decider, found.phase))


@app.command()
def history(case: Case, role: Role_ = "") -> None:
    """案件经过。 What happened, oldest first."""
    with asking(role) as (api, console):
        decider, found = _find(api, case)
        console.print(heading(found))
        for event in _events(api, decider, found.id):
            console.print(event_line(decider, event))


@app.command("do", context_settings=_FIELDS)
def do(
    context: typer.Context,
    case: Case,
    command: Annotated[str, typer.Argument(help="事项 · the command, e.g. accept-materials")],
    stdin: Stdin = False,
    yes: Yes = False,
    key: Key_ = "",
    role: Role_ = "",
) -> None:
    """办理。 Give a command to a case; its fields as --name value, or as JSON on stdin."""
    with asking(role) as (api, console):
        decider, found = _find(api, case)
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
    key: Key_ = "",
    role: Role_ = "",
) -> None:
    """立案。 Open a case of a process with its first command; fields as for `do`."""
    with asking(role) as (api, console):
        decider = _process(process)
        body = fields_of(command_of(decider, decider.opening), context.args, sys.stdin if stdin else None)
        _confirm(console, decider, decider.opening, body, yes=yes)
        _done(console, decider, api.ask("POST", f"/v1/{decider.plural}", body=body, key=key))


@app.command()
def watch(
    case: Case,
    every: Annotated[float, typer.Option(min=0.2, help="秒 · seconds between two looks")] = 5.0,
    role: Role_ = "",
) -> None:
    """等候变化，直至结案或 Ctrl-C。 Show what happens, until the case is closed or Ctrl-C."""
    with asking(role) as (api, console):
        decider, found = _find(api, case)
        console.print(heading(found))
        shown = 0
        while True:
            events = _events(api, decider, found.id)
            for event in events[shown:]:
                console.print(event_line(decider, event))
            shown = len(events)
            _, found = _find(api, f"{decider.name}/{found.id}")
            if found.closed:
                console.print("已结案。 The case is closed.")
                return
            time.sleep(every)


def _process(name: str) -> AnyDecider:
    if name not in _BY_NAME:
        known = "、".join(one.name for one in PROCESSES)
        raise WrongFields(f"请指明流程：{known}\nname a process, one of these: {known}")
    return _BY_NAME[name]


def _find(api: Sluice, case: str, as_of: str = "") -> tuple[AnyDecider, models.CaseView]:
    """The case and its process, which is looked for when it isn't named. Raises the problem `unknown_case`."""
    process, _, case_id = case.rpartition("/")
    deciders = [_process(process)] if process else list(PROCESSES)
    for decider in deciders:
        try:
            answer = api.ask("GET", f"/v1/{decider.plural}/{case_id}", query={"as_of": as_of or None})
        except NotFound:
            if decider is deciders[-1]:
                raise
        else:
            return decider, models.CaseView.model_validate_json(answer.content)
    raise AssertionError("there is a process at least")


def _events(api: Sluice, decider: AnyDecider, case: str) -> list[dict[str, Any]]:
    path, found, cursor = f"/v1/{decider.plural}/{case}/events", list[dict[str, Any]](), ""
    while True:
        page = models.EventPage.model_validate_json(api.ask("GET", path, query={"cursor": cursor}).content)
        found += page.events
        cursor = page.next_cursor
        if not cursor:
            return found


def _deadlines(api: Sluice, decider: AnyDecider, case: str) -> models.DeadlineHistory:
    answer = api.ask("GET", f"/v1/{decider.plural}/{case}/deadlines")
    return models.DeadlineHistory.model_validate_json(answer.content)


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
