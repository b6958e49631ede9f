"""The mail server, by SMTP: one connection for many mails, and what each answer of it means."""

import re
import smtplib
import ssl
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from enum import StrEnum
from typing import Literal

_NOT_NOW = 421  # the server is closing the connection (RFC 5321 §3.8)
_MOST = 300  # characters of an answer that are kept


class MailServerAway(Exception):
    """Nothing can be sent to anyone now: not reached, not let in, or its sender is refused."""


class Outcome(StrEnum):
    """What became of one mail."""

    SENT = "sent"
    LATER = "later"  # not taken this time
    REFUSED = "refused"  # no mail to this address will ever be


@dataclass(frozen=True)
class Answer:
    """An outcome, and the server's words, without the address."""

    outcome: Outcome
    said: str = ""


@dataclass(frozen=True)
class MailServer:
    """Where and how the mail server is reached. `timeout` is in seconds, for each of its answers."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    user: str
    password: str
    sender: str
    name: str  # of this host, as it introduces itself: not the machine's own
    timeout: float

    @contextmanager
    def reached(self) -> Generator["Line"]:
        """A connection, ready for mails. Raises MailServerAway."""
        smtp = self._connected()
        try:
            yield Line(smtp, parseaddr(self.sender)[1])
        finally:
            with suppress(OSError, smtplib.SMTPException):
                smtp.quit()
            smtp.close()

    def _connected(self) -> smtplib.SMTP:
        try:
            if self.security == "tls":
                context = ssl.create_default_context()
                smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                    self.host, self.port, self.name, timeout=self.timeout, context=context
                )
            else:
                smtp = smtplib.SMTP(self.host, self.port, self.name, timeout=self.timeout)
        except (OSError, smtplib.SMTPException) as error:
            raise MailServerAway(_words(error)) from error
        try:
            if self.security == "starttls":  # never without: a server that does not offer it is not used
                smtp.starttls(context=ssl.create_default_context())
            if self.user:
                smtp.login(self.user, self.password)
            smtp.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException) as error:
            smtp.close()
            raise MailServerAway(_words(error)) from error
        return smtp


class Line:
    """A connection to the mail server."""

    def __init__(self, smtp: smtplib.SMTP, sender: str) -> None:
        self._smtp = smtp
        self._sender = sender

    def send(self, to: str, message: EmailMessage) -> Answer:
        """Hand over one mail. Raises MailServerAway; then it may have been taken, or not."""
        try:
            self._smtp.sendmail(self._sender, [to], message.as_bytes(policy=SMTP))
        except smtplib.SMTPRecipientsRefused as refused:
            code, said = refused.recipients[to]
            return _answer(code, said, to, of_the_recipient=True)
        except smtplib.SMTPDataError as refused:
            return _answer(refused.smtp_code, refused.smtp_error, to, of_the_recipient=False)
        except (OSError, smtplib.SMTPException) as error:
            raise MailServerAway(_words(error, to)) from error
        return Answer(Outcome.SENT)


def _answer(code: int, said: bytes | str, to: str, *, of_the_recipient: bool) -> Answer:
    words = _without(to, f"{code} {_text(said)}")
    if code == _NOT_NOW:
        raise MailServerAway(words)
    refused = of_the_recipient and _means_the_address(code, _text(said))
    return Answer(Outcome.REFUSED if refused else Outcome.LATER, words)


def _means_the_address(code: int, said: str) -> bool:
    """Whether a refusal is of the address for good, and not of us or of this mail.

    The enhanced status says so (RFC 3463: 5.1.x an address, 5.2.1 a mailbox that is disabled); a relay that does not
    know us refuses everybody with 550 5.7.1, and that must strike nobody out. Without one, RFC 5321 §4.2.3 does.
    """
    if enhanced := re.match(r"[245]\.\d{1,3}\.\d{1,3}\b", said):
        return enhanced[0].startswith("5.1.") or enhanced[0] == "5.2.1"
    return code in (550, 551, 553)


def _words(error: Exception, to: str = "") -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = f"{error.smtp_code} {_text(error.smtp_error)}"
    else:
        words = f"{type(error).__name__}: {error}"
    return _without(to, words)


def _without(to: str, words: str) -> str:
    """A server's words, without the address that they are about."""
    return (re.sub(re.escape(to), "…", words, flags=re.IGNORECASE) if to else words)[:_MOST]


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
