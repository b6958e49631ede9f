"""What `./sluice case` shows: Chinese first, with the English beside it."""

from collections.abc import Iterator, Sequence
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


def cases_table(cases: Sequence[models.CaseSummary | models.WorklistEntry]) -> Table:
    """One line for each case."""
    table = Table(title=f"案件 · cases ({len(cases)})", title_justify="left")
    headings = ("案件 case", "流程 process", "阶段 phase", "事由 title", "轮到 turn", "到期 due", "认领 claimed by")
    for heading_ in headings:
        table.add_column(heading_, overflow="fold")
    for one in cases:
        due = one.due_by or one.next_due
        late = due is not None and bool(one.escalated_to)
        _row(
            table,
            one.id,
            one.process,
            _both(one.phase_label["zh"], one.phase_label["en"]),
            one.title,
            _role(one.holder) if one.holder else "",
            _instant(due.due) if due else "",
            one.claim.person if isinstance(one, models.WorklistEntry) and one.claim else "",
            style="bold red" if late else "",
        )
    return table


def counts_line(counts: models.Counts) -> str:
    """How many there are in the whole view; a count with + is at least so many."""
    shown = {
        "共 open": counts.open,
        "超期 overdue": counts.overdue,
        "临期 due soon": counts.soon,
        "已认领 claimed": counts.claimed,
        "未认领 unclaimed": counts.unclaimed,
    }
    return "  ".join(f"{words} {one.count}{'' if one.exact else '+'}" for words, one in shown.items())


def claim_line(claim: models.Claim) -> str:
    """Who has it until when."""
    return f"已认领 claimed: {claim.person}，至 until {_instant(claim.until)}"


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


def receipts(decider: AnyDecider, history: models.DeadlineHistory) -> Iterator[Text]:
    """Each deadline as a paragraph: every day that was counted or skipped, and what the reckoning rests on."""
    for one in history.deadlines:
        receipt = one.deadline.receipt
        zh, en = UNITS[Unit(receipt.unit)]
        text = Text(f"{_named(decider, one.deadline.name)}  {_both(*_STATUS[one.status])}\n", style="bold")
        lines = [
            f"到期 due {_instant(one.deadline.due)}",
            f"自 from {_instant(receipt.started_at)}，{receipt.amount} {zh} {en}",
            f"依据 source {_both(*STRENGTHS[Strength(receipt.strength)])} {receipt.source}",
            f"规则 rule {receipt.rule}，{receipt.policy_version}",
            f"日历 calendar {receipt.calendar_version}{'，暂定 provisional' if receipt.provisional else ''}",
        ]
        lines += [f"计入 counted {'、'.join(f'{day:%m-%d}' for day in receipt.counted)}"] if receipt.counted else []
        lines += [f"跳过 skipped {skipped.day:%m-%d} {skipped.why}" for skipped in receipt.skipped]
        yield text.append("\n".join(f"    {line}" for line in lines), style="not bold")
    for none in history.unlimited:
        yield Text(f"{_named(decider, none.name)}  没有期限 no limit: {_both(*_WHY_NONE[none.why])}（{none.rule}）")


def actions_table(found: models.Actions) -> Table:
    """What the caller may do now, and why not the rest: those of one reason together."""
    who = _both(*ROLES[Role(found.role)])
    behalf = f"，代 for {found.on_behalf_of}" if found.on_behalf_of else ""
    title = f"您可办理 · what you may do: {who} {found.organisation}{behalf}"
    table = Table("可否 may you", "事项 command", title=title, title_justify="left")
    by_answer: dict[str, list[models.Action]] = {}
    for action in found.actions:  # the allowed ones come first
        plain = action.allowed and not action.depends_on
        answer = "可以 yes" if plain else _both(action.why["zh"], action.why["en"])
        by_answer.setdefault(answer, []).append(action)
    for answer, actions in by_answer.items():
        _row(table, answer, "\n".join(map(_command, actions)), style="" if actions[0].allowed else "dim")
    return table


def _command(action: models.Action) -> str:
    return f"{action.command.replace('_', '-')}  {_both(action.label['zh'], action.label['en'])}"


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
