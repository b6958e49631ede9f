"""The postman: writes what is due to each person into one mail, and hands it to the mail server."""

from dataclasses import dataclass
from threading import Event
from time import monotonic

import structlog

from activities.letters import Letters
from activities.mail_server import Answer, Line, MailServer, MailServerAway, Outcome
from domain.mail import Topic
from store.clock import Clocks
from store.database import DatabaseAway
from store.mail_digest import Digests
from store.mail_due import DueMail
from store.mail_entries import Mail
from store.mail_notices import MailNotices
from store.mail_webhooks import DisabledWebhooks
from store.metrics import count_mail

_PEOPLE = 100  # in one round, over one connection
_SHORTEST, _LONGEST = 5.0, 300.0  # seconds of rest while the mail server is away
_LATELY = 2 * _LONGEST
_LOOK_SECONDS = 300  # how often the mail server is looked at when nothing is to be sent
_WEBHOOKS_SECONDS = 30  # between two looks for disabled ones
_TIDY_SECONDS = 3600
_log = structlog.get_logger()


@dataclass(frozen=True)
class Mailroom:
    """What the postman works with."""

    due: DueMail
    digests: Digests
    notices: MailNotices
    webhooks: DisabledWebhooks
    letters: Letters
    server: MailServer
    clocks: Clocks
    keep_days: int


class Postman:
    """Sends what is due, one round after the other, in whichever thread asks; rests while the mail server is away."""

    def __init__(self, room: Mailroom) -> None:
        self._room = room
        self._away = ""  # why nothing could be sent
        self._away_at = -_LATELY
        self._rest = _SHORTEST
        self._again_at = self._look_at = self._webhooks_at = self._tidy_at = 0.0

    @property
    def standing(self) -> str:
        """`ok`, or why nothing could be sent lately."""
        return f"away: {self._away}" if self._away and monotonic() < self._away_at + _LATELY else "ok"

    def round(self, stopping: Event) -> None:
        """Let digests be due, send what is, forget what is old. What goes wrong is logged, and tried again.

        Once it is `stopping` the round ends after the mail at hand.
        """
        try:
            self._prepare()
            if monotonic() >= self._again_at:
                self._send(stopping)
        except MailServerAway as away:
            self._away, self._away_at = str(away), monotonic()
            self._again_at = monotonic() + self._rest
            _log.warning("mail_server_away", why=str(away), seconds=self._rest)
            self._rest = min(self._rest * 2, _LONGEST)
        except DatabaseAway as away:
            _log.warning("mail_waits", why=str(away))
        except Exception:
            _log.exception("mail_round_failed")

    def _prepare(self) -> None:
        self._room.digests.make(_PEOPLE)
        if monotonic() >= self._webhooks_at:
            self._room.webhooks.look()
            self._webhooks_at = monotonic() + _WEBHOOKS_SECONDS
        if monotonic() >= self._tidy_at:
            self._room.notices.forget(self._room.keep_days)
            self._tidy_at = monotonic() + _TIDY_SECONDS

    def _send(self, stopping: Event) -> None:
        people = self._room.due.waiting(_PEOPLE)
        if not people and monotonic() < self._look_at:
            return
        with self._room.server.reached() as line:
            self._away, self._look_at = "", monotonic() + _LOOK_SECONDS
            for person in people:
                if stopping.is_set():
                    return
                try:
                    if mail := self._room.due.take(person):
                        self._settle(mail, self._handed_over(mail, line))
                except (MailServerAway, DatabaseAway):
                    raise
                except Exception:  # nobody else's mail waits for it
                    _log.exception("mail_failed", person=person)

    def _handed_over(self, mail: Mail, line: Line) -> Answer:
        figures = self._room.digests.figures(mail.person) if _kind(mail) == "digest" else None
        try:
            return line.send(mail.address, self._room.letters.write(mail, figures, self._room.clocks.now()))
        except MailServerAway as away:
            if not self._room.due.not_tried(mail, str(away)):
                _say(mail, "failed", str(away))
            raise
        except ValueError as error:  # what can't be written, such as an address that is none
            return Answer(Outcome.LATER, f"not written: {error}".replace(mail.address, "…"))

    def _settle(self, mail: Mail, answer: Answer) -> None:
        outcome: str = answer.outcome
        match answer.outcome:
            case Outcome.SENT:
                self._room.due.sent(mail)
                self._rest = _SHORTEST
            case Outcome.LATER:
                outcome = outcome if self._room.due.failed(mail, answer.said) else "failed"
            case Outcome.REFUSED:
                self._room.due.refused(mail, answer.said)
        _say(mail, outcome, answer.said)


def _say(mail: Mail, outcome: str, said: str) -> None:
    count_mail(_kind(mail), outcome)
    say = _log.info if outcome == Outcome.SENT else _log.warning
    say(
        "mail_handed_over",
        person=mail.person,
        kind=_kind(mail),
        outcome=outcome,
        lines=len(mail.entries),
        message_id=mail.message_id,
        said=said,
    )


def _kind(mail: Mail) -> str:
    topics = {entry.topic for entry in mail.entries}
    if Topic.CONFIRM in topics:
        return "confirm"
    return "digest" if Topic.DUE in topics else "notices"
