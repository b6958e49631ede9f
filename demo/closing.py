"""What the demo shows at its end: one case's timeline with its deadlines' receipts, and a table of all."""

from collections.abc import Sequence
from datetime import date, datetime, time

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from demo.applying import NORM, TARGET, Applying, Kept, Outcome
from demo.client import Json
from demo.following import Following
from demo.players import Players
from demo.stage import Stage, both
from domain.days import ONE_DAY, SHANGHAI
from domain.deadline_history import DeadlineRecord
from domain.deadlines import Deadline, Receipt, Strength
from domain.statistics.tally import ALL, FIGURES, Kind

_STRENGTHS = {
    Strength.NORM: "[bold red]法定 norm[/bold red]",
    Strength.TARGET: "[bold yellow]年度目标 target[/bold yellow]",
    Strength.CONFIG: "[dim]本系统设定 config, not law[/dim]",
}
_STATUSES = {
    "pending": "未到 pending",
    "met": "[green]按期 met[/green]",
    "passed": "[red]已过 passed[/red]",
    "redated": "重算 redated",
}
_SINCE = "2025-01-01T00:00:00+08:00"
_RATES = {figure.key for figure in FIGURES if figure.kind is Kind.RATE}
_FIGURES = {
    "applications.received": "申请\nall",
    "applications.approved": "通过\nyes",
    "applications.refused": "不通过\nno",
    "applications.within_target": "目标内\ntarget",
    "applications.within_norm": "法定内\nnorm",
    "turns.publisher": "用时\ndays",
    "plan.rows": "计划\nrows",
    "plan.on_time": "按期\non time",
    "plan.overdue": "逾期\nlate",
    "list_changes.approved": "工单\nlists",
    "items.suspensions": "中止\noff",
    "violations.recorded": "违规\nacts",
}
_KEPT: dict[Kept, str] = {"met": "[green]✓ 按期 met[/green]", "passed": "[red]✗ 逾期 missed[/red]", "": "—"}


def show_timeline(console: Console, app: Applying) -> None:
    """Every event of a case, then every deadline it ever had with its receipt, as the API tells them to an auditor."""
    auditor = app.stage.players.auditor
    console.rule(f"{app.tag} {app.title}")
    console.print(f"{app.item['title']} · {app.item['title_en']}  [dim]{app.case}[/dim]\n")
    for event in auditor.events(app.case):
        actor = event["actor"]
        what = both(event["body"]["name"]) + ": " if event["kind"] == "deadline_passed" else ""
        told = ", ".join(event["body"].get("tells", ())) if event["kind"] == "deadline_passed" else ""
        who = f"[dim]{actor['role']} {actor['id']}[/dim]" + (f" [yellow]⇒ {told}[/yellow]" if told else "")
        occurred = _local(datetime.fromisoformat(event["occurred_at"]))
        console.print(
            f"{occurred}  v{event['version']:<2} {escape(what + both(event['kind']))}  {who}",
            highlight=False,
            soft_wrap=True,
        )
    console.print("\n[bold]期限及其计算依据 · its deadlines, and how each was computed[/bold]")
    for record in auditor.deadlines(app.case).deadlines:
        _show_deadline(console, record)


def _show_deadline(console: Console, record: DeadlineRecord) -> None:
    deadline, receipt = record.deadline, record.deadline.receipt
    console.print(
        f"[bold]{both(deadline.name)}[/bold] · {deadline.level} · {_bound(deadline)} {_STATUSES[record.status]}\n"
        f"    {_computed(receipt)}; {_STRENGTHS[receipt.strength]} {escape(receipt.source)}\n"
        f"    计入 counted: {_days(receipt.counted)}",
        highlight=False,
    )
    why: dict[str, list[date]] = {}
    for skip in receipt.skipped:
        why.setdefault(skip.why, []).append(skip.day)
    for reason, days in why.items():
        console.print(f"    [dim]不计 skipped: {_days(days)}, {escape(reason)}[/dim]", highlight=False)


def _computed(receipt: Receipt) -> str:
    provisional = " 暂定 provisional" if receipt.provisional else ""
    of = f" before {receipt.ahead_of.rule}" if receipt.ahead_of else f" from {_local(receipt.started_at)}"
    versions = f"{receipt.policy_version}, {receipt.calendar_version}"
    return f"{receipt.rule}: {receipt.amount} {receipt.unit}{of}{provisional} ({versions})"


def _days(days: Sequence[date]) -> str:
    return ", ".join(f"{day:%m-%d}" for day in days)


def _bound(deadline: Deadline) -> str:
    """When it is passed: 00:00, shown as 24:00 of the day that ends there. A reminder comes at the day's beginning."""
    local = deadline.due.astimezone(SHANGHAI)
    if deadline.receipt.ahead_of or local.time() != time.min:
        return _local(deadline.due)
    return f"{local - ONE_DAY:%Y-%m-%d} 24:00"


def _local(instant: datetime) -> str:
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def show_all(console: Console, told: Sequence[Applying]) -> None:
    """A table of all applications, each row checked against what its story said."""
    table = Table(title="全部申请 · all applications", show_lines=True)
    for heading in ("", "经过 · story", "阶段 · phase", "目标 · target", "法定 · norm", "升级至 · escalated to"):
        table.add_column(heading)
    for app in sorted(told, key=lambda app: app.tag):
        table.add_row(app.tag, _two_lines(app.title), *_cells(app.check_outcome()))
    console.print(table)
    console.print(f"[dim]目标 = {both(TARGET)}；法定 = {both(NORM)}[/dim]", highlight=False)


def _two_lines(words: str) -> str:
    """Chinese above English."""
    return words.replace(" · ", "\n", 1)


def show_others(console: Console, told: Sequence[Following]) -> None:
    """A table of the cases of all other processes, each phase checked against what its story said."""
    table = Table(title="其他流程 · other processes", show_lines=True)
    for heading in ("", "流程 · process", "经过 · story", "阶段 · phase"):
        table.add_column(heading)
    for one in sorted(told, key=lambda one: one.tag):
        phase = one.shown()["phase"]
        one.stage.expect(f"{one.tag} outcome", phase, one.ends)
        table.add_row(one.tag, one.process, _two_lines(one.title), _two_lines(both(phase, one.process)))
    console.print(table)


def show_statistics(stage: Stage) -> None:
    """A few figures of every agency side by side, as the instance counts them from its log."""
    found = stage.players.auditor.get("/v1/statistics", since=_SINCE)
    values = {(cell["agency"], cell["figure"]): cell for cell in found["cells"]}
    table = Table(
        title=f"各部门统计 · statistics per agency, {_SINCE[:10]} … {_local(datetime.fromisoformat(found['as_of']))}"
    )
    table.add_column("部门\nagency", no_wrap=True)
    for heading in _FIGURES.values():
        table.add_column(heading, justify="right", no_wrap=True)
    publishers = {body for body, _ in stage.players.publishers}
    for agency in (*sorted(publishers), ALL):
        name = stage.players.names[agency] if agency else "全部 all"
        table.add_row(name, *(_figure(values[agency, figure]) for figure in _FIGURES))
    stage.console.print(table)
    words = {figure["key"]: f"{figure['zh']} {figure['en']}, {figure['source']}" for figure in found["figures"]}
    legend = (heading.partition("\n")[0] + f" = {words[figure]}" for figure, heading in _FIGURES.items())
    stage.console.print(f"[dim]{escape('; '.join(legend))}[/dim]", highlight=False)
    stage.expect("agencies with figures", publishers <= {agency for agency, _ in values}, True)
    stage.expect("rows of the plan, in all agencies", values[ALL, "plan.rows"]["value"], 129)
    for figure in ("plan.rows", "applications.received", "applications.decided"):
        of_each = sum(values[agency, figure]["value"] for agency in publishers)
        stage.expect(f"{figure}, agencies together", of_each, values[ALL, figure]["value"])


def _figure(cell: Json) -> str:
    """A rate as percent of how many; a figure without anything to observe is left empty."""
    if not cell["of"]:
        return "[dim]—[/dim]"
    rate = cell["figure"] in _RATES
    return f"{cell['value']:.0%}[dim]/{cell['of']}[/dim]" if rate else f"{cell['value']:.3g}"


def _cells(outcome: Outcome) -> tuple[str, ...]:
    escalated = "\n".join(outcome.escalated) or "—"
    return _two_lines(both(outcome.phase)), _KEPT[outcome.target], _KEPT[outcome.norm], escalated


def show_keys(console: Console, players: Players, url: str) -> None:
    """Everyone's key on a line of its own, and how to use it."""
    console.print("\n[bold]演示人员的密钥，随演示结束而失效 · keys of the cast, gone with this demo[/bold]")
    for person in players.everyone():
        who = f"{person.role}, {players.names[person.organisation]}, {person.name}"
        console.print(f"{person.key}  [dim]{who}[/dim]", soft_wrap=True, highlight=False)
    console.print(f"\ncurl -H 'Authorization: Bearer …' {url}/v1/worklist", soft_wrap=True, highlight=False)
