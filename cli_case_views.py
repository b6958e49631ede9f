"""What `./sluice case` shows: Chinese first, with the English beside it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rich.table import Table
from rich.text import Text

from client import models
from domain.days import SHANGHAI
from domain.deadlines import Strength, Unit
from domain.kernel import AnyDecider
from domain.people import Role
from domain.wording import ROLES
from process_pages.words import STRENGTHS, UNITS

_LONGEST = 60  # characters of a field in the history
_STATUS = {
    "pending": ("计时中", "running"),
    "met": ("已按期", "met"),
    "passed": ("已超期", "passed"),
    "redated": ("已改期", "moved by a calendar notice"),
}
_WHY_NONE = {
    "no_target_in_force": ("目前没有有效的目标", "no target is in force"),
    "policy_gap": ("法规未规定", "the regulations set none"),
}


def cases_table(cases: Sequence[models.CaseSummary]) -> Table:
    """One line for each case."""
    table = Table(title=f"案件 · cases ({len(cases)})", title_justify="left")
    for heading_ in ("案件 case", "流程 process", "阶段 phase", "事由 title", "轮到 turn", "到期 due"):
        table.add_column(heading_, overflow="fold")
    for one in cases:
        due = one.next_due
        late = due is not None and bool(one.escalated_to)
        _row(
            table,
            one.id,
            one.process,
            _both(one.phase_label["zh"], one.phase_label["en"]),
            one.title,
            _role(one.holder) if one.holder else "",
            _instant(due.due) if due else "",
            style="bold red" if late else "",
        )
    return table


def heading(case: models.CaseView) -> Text:
    """The case in three lines."""
    phase = _both(case.phase_label["zh"], case.phase_label["en"])
    text = Text()
    text.append(f"{case.id}  {case.title}\n", style="bold")
    text.append(f"{phase}  v{case.version}  {_instant(case.changed_at)}")
    if case.holder:
        text.append(f"\n轮到 turn: {_role(case.holder)} {', '.join(case.parties.get(case.holder, ()))}")
    for duty in case.needs_attention:
        text.append(f"\n待处理 needs attention: {duty}", style="bold red")
    return text


def facts(state: dict[str, Any]) -> dict[str, Any]:
    """What the state holds beside its deadlines, which have a table of their own."""
    return {name: value for name, value in state.items() if value and not _is_limit(value)}


def deadlines_table(decider: AnyDecider, history: models.DeadlineHistory) -> Table:
    """Every deadline with its receipt: what sets it, how it was counted, and what became of it."""
    table = Table(title="期限 · deadlines", title_justify="left")
    for heading_ in ("期限 deadline", "到期 due", "状态 status", "计算 counted", "依据 source"):
        table.add_column(heading_, overflow="fold")
    for one in history.deadlines:
        receipt = one.deadline.receipt
        zh, en = UNITS[Unit(receipt.unit)]
        skipped = f"，跳过 skipping {len(receipt.skipped)}" if receipt.skipped else ""
        provisional = "\n暂定 provisional" if receipt.provisional else ""
        _row(
            table,
            _named(decider, one.deadline.name),
            _instant(one.deadline.due),
            _both(*_STATUS[one.status]),
            f"自 from {_instant(receipt.started_at)}\n{receipt.amount} {zh} {en}{skipped}{provisional}",
            f"{_both(*STRENGTHS[Strength(receipt.strength)])}\n{receipt.source}",
        )
    for none in history.unlimited:
        _row(table, _named(decider, none.name), "—", "没有期限 no limit", _both(*_WHY_NONE[none.why]), none.rule)
    return table


def may_table(decider: AnyDecider, phase: str) -> Table:
    """Who may do what in this phase, by the process's own table."""
    table = Table("角色 role", "可办理 may do", title="可办理事项 · who may do what now", title_justify="left")
    for role, kinds in decider.permissions.get(phase, {}).items():
        if role is not Role.CLOCK and kinds:
            commands = (f"{kind.replace('_', '-')}  {_named(decider, kind)}" for kind in sorted(kinds))
            _row(table, _both(*ROLES[role]), "\n".join(commands))
    return table


def event_line(decider: AnyDecider, event: dict[str, Any]) -> Text:
    """An event: when, what, by whom, and the short ones of its facts."""
    actor = event["actor"]
    text = Text()
    text.append(f"{_instant(datetime.fromisoformat(event['occurred_at']))}  ", style="dim")
    text.append(_named(decider, event["kind"]), style="bold")
    text.append(f"  v{event['version']}\n    {_role(actor['role'])}  {actor['organisation']}  {actor['id']}")
    facts = [f"{name}: {value}" for name, value in event["body"].items() if name != "kind" and _short(value)]
    return text.append(f"\n    {'; '.join(facts)}") if facts else text


def _row(table: Table, *cells: str, style: str = "") -> None:
    """A row as it is: brackets in a title are no markup."""
    table.add_row(*(Text(cell) for cell in cells), style=style)


def _is_limit(value: Any) -> bool:
    first = value[0] if isinstance(value, list) else value  # pyright: ignore[reportUnknownVariableType]  # JSON
    return isinstance(first, dict) and ("receipt" in first or set(first) == {"name", "rule", "why"})  # pyright: ignore[reportUnknownArgumentType]  # JSON


def _short(value: Any) -> bool:
    return isinstance(value, (str, int, float)) and value not in ("", False) and len(str(value)) <= _LONGEST


def _named(decider: AnyDecider, name: str) -> str:
    return _both(decider.labels.zh.get(name, name), decider.labels.en.get(name, name))


def _role(role: str) -> str:
    return _both(*ROLES[Role(role)]) if role in set(Role) else role


def _both(zh: str, en: str) -> str:
    return f"{zh} {en}"


def _instant(at: datetime) -> str:
    """By Shanghai's clocks, to the minute."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
