"""Acting by webhook: a command that a person's own system signs (Standard Webhooks), settled as any other."""

import asyncio
import re
from collections.abc import Mapping
from concurrent.futures import Executor
from typing import Annotated

import structlog
from fastapi import APIRouter, Header, Request, Response
from pydantic import ValidationError
from standardwebhooks import Webhook, WebhookVerificationError

from api.auth import Presented
from api.commands import asked_of, invalid, response_of, settled
from api.named import NamedCommand, Offered
from api.openapi import PROBLEMS, Accepted, problem_responses
from api.parts import Parts
from api.problems import Problem
from api.reading import MAX_BODY, read_body
from store.access_log import Who
from store.inbound_senders import InboundSender, Signing

_ID = re.compile(r"[\x21-\x7e]{1,120}")  # with the sender's id it makes an idempotency key
_WEBHOOK_ID = "webhook-id"
_TIMESTAMP = "webhook-timestamp"
_SIGNATURE = "webhook-signature"
_DONE = {"model": Accepted, "description": "recorded"}
_BODY = {"application/json": {"schema": NamedCommand.model_json_schema()}}
_Id = Annotated[str, Header(alias=_WEBHOOK_ID, description="the same id with the same command: the same answer")]
_Timestamp = Annotated[str, Header(alias=_TIMESTAMP, description="when it was signed, in seconds; at most 5 min off")]
_Signature = Annotated[str, Header(alias=_SIGNATURE, description="`v1,…`, several with a space between them")]


def inbound_routes(parts: Parts, lookups: Executor) -> APIRouter:
    """The one operation. `lookups` are the threads that look senders up."""
    router = APIRouter(prefix="/v1/inbound", tags=["inbound senders"])
    offered = Offered(parts.deciders.values())

    @router.post(
        "/{sender_id}",
        operation_id="act_by_webhook",
        response_model=Accepted,
        responses={201: _DONE, **problem_responses(*PROBLEMS)},
        openapi_extra={"requestBody": {"required": True, "content": _BODY}},
    )
    async def act(
        request: Request, sender_id: str, message: _Id = "", signed_at: _Timestamp = "", signature: _Signature = ""
    ) -> Response:
        """Give a command as the person who made the sender. Nothing of it is read before its signature is checked."""
        body = await read_body(request, MAX_BODY)
        headers = {_WEBHOOK_ID: message, _TIMESTAMP: signed_at, _SIGNATURE: signature}
        loop = asyncio.get_running_loop()
        signing = await loop.run_in_executor(lookups, _signed_by, parts, sender_id, body, headers)
        _note(request, signing.sender)
        _check_standing(signing.sender)
        if not _ID.fullmatch(message):
            raise Problem("malformed", "webhook-id is 1 to 120 visible ASCII characters")
        named = _named(body)
        operation, command = offered.read(named)
        asked = asked_of(
            operation,
            command,
            signing.sender.actor,
            case_id=named.case,
            idempotency=f"{sender_id}/{message}",
            expected=named.if_match,
            correlation=request.state.request_id,
            key=signing.key,  # key and role are looked at again by the read that decides
        )
        return response_of(operation, await settled(parts, operation, asked))

    return router


def _signed_by(parts: Parts, sender_id: str, body: bytes, headers: Mapping[str, str]) -> Signing:
    """The sender, if one of its secrets signed this just now. Raises `bad_signature`, alike whatever is wrong."""
    signing = parts.inbound_senders.signing(sender_id) if len(sender_id) <= 100 else None
    if signing is None:
        raise _refused("unknown sender")
    why = "no secret"
    for secret in signing.secrets:
        try:
            Webhook(secret).verify(body, dict(headers), json_parse=False)
        except (WebhookVerificationError, ValueError) as wrong:
            why = str(wrong) if isinstance(wrong, WebhookVerificationError) else "can't be read"
        else:
            return signing
    raise _refused(f"signature: {why}")


def _refused(why: str) -> Problem:
    return Problem("bad_signature", why=why, headers={"WWW-Authenticate": "Standard-Webhooks"})


def _note(request: Request, sender: InboundSender) -> None:
    """Say in the log, and in the record of refused attempts, who asks."""
    actor = sender.actor
    request.state.presented = Presented("", actor.role, "", Who.of(actor))
    structlog.contextvars.bind_contextvars(sender=sender.id)


def _check_standing(sender: InboundSender) -> None:
    if not sender.key_lives:
        raise _refused("the key that the sender was made with ended")
    if not sender.role_held:
        raise Problem("role_not_held", "the person that this sender acts for doesn't hold its role now")


def _named(body: bytes) -> NamedCommand:
    if b"\\u0000" in body:  # nothing can hold it
        raise Problem("invalid_input", "a text holds the character NUL")
    try:
        return NamedCommand.model_validate_json(body)
    except ValidationError as error:
        raise invalid(error) from None
