"""Mails as they are sent: written from templates, in the language of whom they are for."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from domain.days import SHANGHAI
from domain.deciding import due_by
from domain.kernel import AnyDecider
from domain.mail import Language, Topic
from store.cases import CaseRow
from store.mail_digest import Figures
from store.mail_entries import Entry, Mail
from store.mail_tokens import MailTokens
from store.worklists import Count

_TEMPLATES = Path(__file__).resolve().parent / "mail_templates"
_TITLE_MOST = 200  # characters
_CONFIRM_SUBJECT = {Language.ZH: "请确认您的邮箱", Language.EN: "Please confirm your address"}


class _Unfolded(UnstructuredHeader, BaseHeader):
    """A header that stays on its line: the library would encode a long address, and no program would read it."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _Unfolded)
_POLICY = SMTP.clone(header_factory=_HEADERS)


class Letters:
    """Writes mails. With `content` "link" they say nothing of a case but that there is one, and when it is due."""

    def __init__(
        self,
        deciders: Mapping[str, AnyDecider],
        tokens: MailTokens,
        sender: str,
        public_url: str,
        link_days: int,
        content: Literal["link", "title"],
    ) -> None:
        self._deciders = deciders
        self._tokens = tokens
        self._sender = sender
        self._url = public_url
        self._link_days = link_days
        self._content = content
        self._templates = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def write(self, mail: Mail, figures: Figures | None, now: datetime) -> EmailMessage:
        """One mail, in text and in simple HTML; `figures` are a digest's, `now` is by the instance's clock.

        Raises ValueError for an address that would make a header of its own.
        """
        confirms = mail.entries[0].topic is Topic.CONFIRM
        message = EmailMessage(_POLICY)
        message["From"] = self._sender
        message["To"] = mail.address
        message["Date"] = format_datetime(datetime.now(UTC))
        message["Message-ID"] = mail.message_id
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine answers it
        if confirms:
            message["Subject"] = _CONFIRM_SUBJECT[mail.language]
            self._fill(message, f"{mail.language}-confirm", {"link": self._link(mail.entries[0])}, mail.language)
            return message
        stop = f"{self._url}/mail/stop/{self._tokens.token('stop', mail.person)}"
        message["List-Unsubscribe"] = f"<{stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
        lines = [self._line(entry, mail.language, now) for entry in mail.entries]
        listed = sum(entry.topic is Topic.DUE for entry in mail.entries)
        digest = {"overdue": _text(figures.overdue), "soon": _text(figures.soon)} if figures else None
        words = self._templates.get_template(f"{mail.language}.words").make_module()
        message["Subject"] = words.subject(lines, digest)  # type: ignore[attr-defined]  # a template's macro
        rest = _rest(figures, listed, mail.unlisted)
        said = {"lines": lines, "rest": rest, "link_days": self._link_days, "stop": stop}
        self._fill(message, mail.language, said, mail.language)
        return message

    def _fill(self, message: EmailMessage, template: str, said: Mapping[str, Any], language: Language) -> None:
        text = self._templates.get_template(f"{template}.txt").render(said)
        html = self._templates.get_template(f"{template}.html").render({**said, "language": language})
        # base64: no server on the way has to know 8BITMIME
        message.set_content(text, cte="base64")
        message.add_alternative(html, subtype="html", cte="base64")

    def _line(self, entry: Entry, language: Language, now: datetime) -> dict[str, Any]:
        """A line's words: of the case only its deadline in a digest, unless more was configured."""
        row, told = entry.row, self._content == "title"
        dated = entry.topic is Topic.DUE or (told and entry.topic is not Topic.OWN)
        due = due_by(row.plan) if row and dated else None
        return {
            "topic": entry.topic.value,
            "substitute": bool(entry.actor.on_behalf_of),
            "overdue": bool(row and row.summary.escalated_to) or bool(due and due.due <= now),
            "due": f"{due.due.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if due else "",
            "about": self._about(row, entry.happened, language) if row and told else "",
            "link": self._link(entry) if row else "",
        }

    def _about(self, row: CaseRow, happened: str, language: Language) -> str:
        """Process, title, phase and what happened, on one line."""
        decider = self._deciders[row.process]
        words = decider.labels.zh if language is Language.ZH else decider.labels.en
        title = " ".join(row.summary.title.split())[:_TITLE_MOST]
        process, phase, news = (words.get(word, word) for word in (decider.name, row.summary.phase, happened))
        return " · ".join(part for part in (process, title, phase, news) if part)

    def _link(self, entry: Entry) -> str:
        return f"{self._url}/mail/{self._tokens.token('notice', str(entry.notice))}"


def _rest(figures: Figures | None, listed: int, unlisted: int) -> str:
    """How many more there are than lines; empty for none."""
    counts = (figures.overdue, figures.soon) if figures else ()
    due = max(sum(one.count for one in counts) - listed, 0)
    rest = Count(count=due + unlisted, exact=all(one.exact for one in counts))
    return _text(rest) if rest.count else ""


def _text(count: Count) -> str:
    return f"{count.count}{'' if count.exact else '+'}"
