"""`./sluice case worklist`, `search`, `claim` and `release`: what waits, for whom, and who sees to it."""

from typing import Annotated

import typer

from cli_case_finding import AsRole, CaseId, find
from cli_case_terminal import asking
from cli_case_views import cases_table, claim_line, counts_line
from client import models
from client.api import Due, Whose

app = typer.Typer()
MORE = "还有更多。 There are more: raise --limit."
Limit = Annotated[int, typer.Option(min=1, max=200, help="最多几件 · at most so many")]


@app.command()
def worklist(
    view: Annotated[
        Whose, typer.Option(help="谁的 · waiting for me, claimed by me, my organisation's, or all I may see")
    ] = "mine",
    due: Annotated[Due | None, typer.Option(help="超期或临期 · past a deadline, or due soon")] = None,
    unclaimed: Annotated[bool, typer.Option("--unclaimed", help="无人认领 · claimed by no one")] = False,
    process: Annotated[str, typer.Option(help="流程 · of this process")] = "",
    phase: Annotated[str, typer.Option(help="阶段 · in this phase")] = "",
    saved: Annotated[str, typer.Option("--filter", help="已存筛选 · a saved filter; other options win")] = "",
    limit: Limit = 50,
    role: AsRole = "",
) -> None:
    """待办案件，先到期者在前。 Open cases, soonest due first, and how many there are."""
    with asking(role) as (api, console):
        waiting = api.worklist(
            view=None if saved and view == "mine" else view,
            due=due,
            claimed=False if unclaimed else None,
            process=process or None,
            phase=phase or None,
            filter=saved or None,
            limit=limit,
        )
        page = next(waiting.by_page())
        console.print(cases_table(page.cases))
        console.print(counts_line(api.worklist_counts(view=view)))
        if page.next_cursor:
            console.print(MORE)


@app.command()
def search(
    words: Annotated[str, typer.Argument(help="标题、单位或编号 · words of a title, a party, or an id")],
    limit: Limit = 50,
    role: AsRole = "",
) -> None:
    """查找案件，含已结案。 Cases that you may see and that hold these words, closed ones too, newest first."""
    with asking(role) as (api, console):
        page = next(api.search(q=words, limit=limit).by_page())
        console.print(cases_table(page.cases))
        if page.next_cursor:
            console.print(MORE)


@app.command()
def claim(
    case: CaseId,
    take_over: Annotated[bool, typer.Option("--take-over", help="从他人处接手 · also from who has claimed it")] = False,
    role: AsRole = "",
) -> None:
    """认领，表示由您办理；期满自动失效。 Say that you see to it. It lapses, and bars nobody from acting."""
    with asking(role) as (api, console):
        decider, found = find(api, case)
        wish = models.ClaimWish(take_over=take_over)
        answer = api.ask("POST", f"/v1/{decider.plural}/{found.id}/claim", body=wish)
        console.print(claim_line(models.Claim.model_validate_json(answer.content)))


@app.command()
def release(case: CaseId, role: AsRole = "") -> None:
    """放弃认领。 Let go of a case that you claimed."""
    with asking(role) as (api, console):
        decider, found = find(api, case)
        api.ask("POST", f"/v1/{decider.plural}/{found.id}/release")
        console.print(f"已放弃认领 released: {found.id}")
