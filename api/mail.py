"""One's own mail: where it goes, what it tells and how often. Nobody sees another's."""

from typing import Annotated, Literal

import structlog
from fastapi import APIRouter, Request
from pydantic import AfterValidator, AwareDatetime, Field

from api.auth import Caller
from api.cases import LISTING
from api.openapi import problem_responses
from api.parts import Parts, parts_of
from api.problems import Problem
from domain.examples import example
from domain.mail import CHOICES, Address, Digest, Language, Topic, When
from domain.people import Actor
from domain.value import Value
from store.mail_people import MailSettings, TooManyAsked

router = APIRouter(prefix="/v1/mail", tags=["mail"])
_CHANGING = (400, 401, 403, 409, 422, 503)
_TOPICS = {
    Topic.TURN: ("有案件轮到您的角色办理", "a case has come to wait for your role"),
    Topic.LATE: (
        "待办案件的催办、超期和升级",
        "reminders, passed deadlines and escalations where your role must act",
    ),
    Topic.OWN: ("您或贵单位提出的案件有进展", "a case that you or your organisation asked for has moved on"),
    Topic.DUE: ("汇总中列出待办案件的期限", "the digest lists what waits for your role and is due"),
    Topic.WEBHOOKS: ("贵单位的订阅因投递失败被停用", "a subscription of your organisation was disabled"),
}
_OFF = {"zh": "本实例未开启邮件", "en": "this instance sends no mail"}
_STOPPED = {"zh": "已按您的要求停发;可恢复", "en": "stopped as you asked; resume it when you want it again"}
_REFUSED = {
    "zh": "收件方拒收此地址;请更正地址,或在修复后恢复",
    "en": "the mail server refuses this address; correct it, or resume once it is mended",
}
_ASKED = {"zh": "请打开发往新地址的邮件确认", "en": "open the mail that went to the new address and confirm it"}
_NOWHERE = {"zh": "尚无地址,不会发送邮件", "en": "there is no address, so nothing is sent"}


def _offered(choices: dict[Topic, When]) -> dict[Topic, When]:
    for topic, when in choices.items():
        if when not in CHOICES.get(topic, ()):
            raise ValueError(f"{topic} can't be told {when}: see may_choose")
    return choices


class MailChange(Value):
    """What to change; the rest stays. A new address gets a mail, and is used once that was confirmed."""

    model_config = example(
        address="li@example.org", language="zh", digest="weekly", choices={"turn": "at_once", "webhooks": "never"}
    )
    address: Address | Literal[""] | None = Field(default=None, description="empty to be sent nothing any more")
    language: Language | None = None
    digest: Digest | None = None
    choices: Annotated[dict[Topic, When], AfterValidator(_offered)] = Field(default_factory=dict[Topic, When])


class MayChoose(Value):
    """A topic in words, and how soon it may be told."""

    zh: str
    en: str
    when: tuple[When, ...]


class MailView(Value):
    """Your mail, as you chose it."""

    told: bool = Field(description="whether anything is sent to you now")
    notice: dict[str, str] = Field(description="what stands in the way, in Chinese (zh) and English (en)")
    address: str
    asked_address: str = Field(description="it is used instead once you have confirmed it")
    asked_at: AwareDatetime | None
    language: Language
    digest: Digest
    choices: dict[Topic, When]
    may_choose: dict[Topic, MayChoose]
    next_digest: AwareDatetime | None
    stopped_at: AwareDatetime | None = Field(description="by you or by a mail's link; `resume` sends again")
    refused_at: AwareDatetime | None
    refused_why: str = Field(description="what the mail server said")


class MailAsked(Value):
    """A mail that will be sent."""

    address: str


@router.get("", operation_id="get_mail", responses=problem_responses(*LISTING))
def get(request: Request, actor: Caller) -> MailView:
    """Your address, what you are told of and how often, and what you may choose. A substitute sees their own."""
    return _view(parts_of(request), actor)


@router.patch("", operation_id="change_mail", responses=problem_responses(*_CHANGING))
def change(request: Request, wanted: MailChange, actor: Caller) -> MailView:
    """Change what is given. An address is used once you have opened the mail that it gets, and confirmed it there."""
    parts = parts_of(request)
    if wanted.address is not None:
        _change_address(parts, actor, wanted.address)
    parts.mail_people.change(actor.id, wanted.language, wanted.digest, wanted.choices)
    structlog.get_logger().info("mail_changed", fields=sorted(wanted.model_fields_set))  # never what they hold
    return _view(parts, actor)


@router.post("/resume", operation_id="resume_mail", responses=problem_responses(*LISTING))
def resume(request: Request, actor: Caller) -> MailView:
    """Be sent mail again, after you had stopped it or the mail server had refused your address."""
    parts = parts_of(request)
    parts.mail_people.resume(actor.id)
    return _view(parts, actor)


@router.post("/test", operation_id="test_mail", status_code=202, responses=problem_responses(*LISTING, 409))
def test(request: Request, actor: Caller) -> MailAsked:
    """Have a mail sent to yourself, to see whether it arrives."""
    parts = parts_of(request)
    _require_mail(parts)
    told = parts.mail_people.told(actor.id)
    if told is None:
        raise Problem("not_told_by_mail")
    try:
        parts.mail_people.ask_for_test(actor)
    except TooManyAsked:
        raise Problem("too_many_mails_asked") from None
    return MailAsked(address=told.address)


def _change_address(parts: Parts, actor: Actor, address: str) -> None:
    if not address:
        parts.mail_people.remove_address(actor.id)
        return
    _require_mail(parts)
    try:
        parts.mail_people.ask(actor, address)
    except TooManyAsked:
        raise Problem("too_many_mails_asked") from None


def _require_mail(parts: Parts) -> None:
    if not parts.mail_on:
        raise Problem("mail_off")


def _view(parts: Parts, actor: Actor) -> MailView:
    found = parts.mail_people.of(actor.id)
    told = parts.mail_on and found.reached
    return MailView(
        **found.model_dump(exclude={"person", "next_digest"}),
        told=told,
        notice=_notice(found) if parts.mail_on else _OFF,
        may_choose={topic: MayChoose(zh=zh, en=en, when=CHOICES[topic]) for topic, (zh, en) in _TOPICS.items()},
        next_digest=found.next_digest if told else None,
    )


def _notice(found: MailSettings) -> dict[str, str]:
    if found.stopped_at:
        return _STOPPED
    if found.refused_at:
        return _REFUSED
    if found.asked_address:
        return _ASKED
    return {} if found.address else _NOWHERE
