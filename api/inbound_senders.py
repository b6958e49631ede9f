"""Systems that may act for the person who registers them, by signed webhooks: `api/inbound.py` takes those."""

from datetime import UTC, datetime
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Request
from pydantic import AwareDatetime, Field

from api.auth import Caller, Presented
from api.cases import LISTING, READING
from api.openapi import problem_responses
from api.parts import parts_of
from api.problems import Problem
from domain.examples import example
from domain.people import Role
from domain.texts import OptionalText
from domain.value import Value
from store.inbound_senders import InboundSender, TooManySenders

router = APIRouter(prefix="/v1/inbound-senders", tags=["inbound senders"])
_log = structlog.get_logger()


class SenderWanted(Value):
    """A system that is to act for you."""

    model_config = example(description="our document system")
    description: OptionalText = ""


class SenderView(Value):
    """A sender, without its secrets."""

    id: str
    role: Role
    organisation: str
    key: str = Field(description="the prefix of the API key that it was made with, and ends with")
    description: str
    created_at: AwareDatetime
    key_lives: bool = Field(description="else nothing that it sends is taken any more")
    role_held: bool = Field(description="whether you hold that role there now; else it is refused")
    address: str = Field(description="where it sends its commands")


class SenderMade(SenderView):
    """A new sender. The secret is shown this once."""

    secret: str = Field(description="to sign with, by Standard Webhooks")


class SenderList(Value):
    """Your senders, oldest first."""

    senders: tuple[SenderView, ...]


class NewSenderSecret(Value):
    """A new secret, shown this once."""

    secret: str
    previous_ends_at: AwareDatetime = Field(description="until then signatures of either are taken")


def own_sender(request: Request, sender_id: str, actor: Caller) -> InboundSender:
    """The caller's own: whoever could rotate another's secret could act as them. Raises `not_found` alike."""
    found = parts_of(request).inbound_senders.get(sender_id)
    if found is None or found.person != actor.id:
        raise Problem("not_found", why="another's sender" if found else "")
    return found


Own = Annotated[InboundSender, Depends(own_sender)]


@router.post(
    "", operation_id="create_inbound_sender", status_code=201, responses=problem_responses(400, 401, 403, 409, 422, 503)
)
def create(request: Request, wanted: SenderWanted, actor: Caller) -> SenderMade:
    """Let a system act as you, in the role of this request, while the API key of this request lives.

    The answer holds the secret, this once.
    """
    parts = parts_of(request)
    shown: Presented = request.state.presented
    if not shown.key or actor.on_behalf_of:  # a token's roles end unseen once it isn't presented any more
        raise Problem("key_needed")
    try:
        sender, secret = parts.inbound_senders.create(actor, shown.key, wanted.description, parts.inbound_most)
    except TooManySenders:
        raise Problem("too_many_senders", f"at most {parts.inbound_most}") from None
    _log.info("inbound_sender_created", sender=sender.id)
    return SenderMade(**dict(_view(sender)), secret=secret)


@router.get("", operation_id="list_inbound_senders", responses=problem_responses(*LISTING))
def listed(request: Request, actor: Caller) -> SenderList:
    """Your senders, in whichever role you made them."""
    return SenderList(senders=tuple(map(_view, parts_of(request).inbound_senders.of(actor.id))))


@router.get("/{sender_id}", operation_id="get_inbound_sender", responses=problem_responses(*READING))
def get(own: Own) -> SenderView:
    """One of yours."""
    return _view(own)


@router.post("/{sender_id}/rotate-secret", operation_id="rotate_inbound_secret", responses=problem_responses(*READING))
def rotate(request: Request, own: Own) -> NewSenderSecret:
    """A new secret. Signatures of the one before it are taken until that ends; rotate twice to end it now."""
    parts = parts_of(request)
    secret = parts.inbound_senders.rotate_secret(own, parts.webhook_overlap)
    _log.info("inbound_secret_rotated", sender=own.id)
    return NewSenderSecret(secret=secret, previous_ends_at=datetime.now(UTC) + parts.webhook_overlap)


@router.delete(
    "/{sender_id}", operation_id="delete_inbound_sender", status_code=204, responses=problem_responses(*READING)
)
def delete(request: Request, own: Own) -> None:
    """End it: from the next request on nothing that it sends is taken."""
    parts_of(request).inbound_senders.delete(own.id)
    _log.info("inbound_sender_deleted", sender=own.id)


def _view(sender: InboundSender) -> SenderView:
    return SenderView(**sender.model_dump(exclude={"person"}), address=f"/v1/inbound/{sender.id}")
