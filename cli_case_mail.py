"""`./sluice case mail`: what one is told of by mail, and how often. 邮件提醒设置。"""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.table import Table

from cli_case_terminal import asking

_PATH = "/v1/mail"
Address = Annotated[str | None, typer.Option(help="地址，须经确认；'' 停发 · confirmed by a mail to it; '' for none")]
Tell = Annotated[list[str] | None, typer.Option(help="如 turn=at_once；可多次 · topic=when, as often as needed")]
Digest = Annotated[str | None, typer.Option(help="汇总 · daily, weekly or never")]
Language = Annotated[str | None, typer.Option(help="语言 · zh or en")]


def mail(
    address: Address = None,
    tell: Tell = None,
    digest: Digest = None,
    language: Language = None,
    resume: Annotated[bool, typer.Option("--resume", help="恢复发送 · be sent mail again")] = False,
    test: Annotated[bool, typer.Option("--test", help="给自己发一封 · have a mail sent to yourself")] = False,
) -> None:
    """邮件提醒。 Show your mail settings; change those that are given."""
    given = {"address": address, "digest": digest, "language": language, "choices": _choices(tell or ())}
    body: dict[str, Any] = {name: value for name, value in given.items() if value not in (None, {})}
    with asking("") as (api, console):
        if body:
            api.ask("PATCH", _PATH, body=body)
        if resume:
            api.ask("POST", f"{_PATH}/resume")
        if test:
            to = api.ask("POST", f"{_PATH}/test").json()["address"]
            console.print(f"测试邮件将发往 A test goes to {to}", markup=False)
        console.print(_table(api.ask("GET", _PATH).json()))


def _choices(words: Sequence[str]) -> dict[str, str]:
    pairs = [word.partition("=") for word in words]
    return {topic: when for topic, _, when in pairs}


def _table(shown: dict[str, Any]) -> Table:
    address, asked, notice = shown["address"] or "—", shown["asked_address"], shown["notice"]
    caption = f"地址 address: {address}"
    caption += f"\n待确认 to be confirmed: {asked}" if asked else ""
    caption += f"\n汇总 digest: {shown['digest']}, {shown['next_digest'] or '—'}\n语言 language: {shown['language']}"
    caption += f"\n{notice['zh']}\n{notice['en']}" if notice else ""
    table = Table(title="邮件提醒 · told by mail", title_justify="left", caption=caption, caption_justify="left")
    for heading in ("事项 topic", "何时 when", "可选 may be"):
        table.add_column(heading, overflow="fold")
    for topic, may in shown["may_choose"].items():
        table.add_row(f"{topic}\n{may['zh']}\n{may['en']}", shown["choices"][topic], ", ".join(may["when"]))
    return table
