"""Subscriptions to events, for the organisation that made them: what a case's parties are told by webhook."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Request

from api.auth import Caller
from api.cases import LISTING, READING
from api.openapi import problem_responses
from api.parts import Parts, parts_of
from api.problems import Problem
from api.webhook_views import NewSecret, TypeList, WebhookChange, WebhookList, WebhookMade, WebhookView, WebhookWanted
from api.webhook_views import made as shown_once
from api.webhook_views import view as shown
from domain.value import kind_of_class
from domain.webhooks import event_type, event_types, matches
from store.webhooks import TooMany, Webhook

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"])
_log = structlog.get_logger()


def own_webhook(request: Request, webhook_id: str, actor: Caller) -> Webhook:
    """The subscription, if the caller's organisation made it in the caller's role. Raises `not_found` alike."""
    found = parts_of(request).webhooks.get(webhook_id)
    if found is None or (found.organisation, found.role) != (actor.organisation, actor.role):
        raise Problem("not_found")
    return found


Own = Annotated[Webhook, Depends(own_webhook)]


@router.get("/types", operation_id="list_event_types", responses=problem_responses(*LISTING))
def types(request: Request, _: Caller) -> TypeList:
    """Every type of event that can be subscribed to, with its words in Chinese and English."""
    found = {
        event_type(decider.name, kind): {
            "zh": decider.labels.zh.get(kind, kind),
            "en": decider.labels.en.get(kind, kind),
        }
        for decider in parts_of(request).deciders.values()
        for kind in (kind_of_class(event) for event in decider.events)
    }
    return TypeList(types=dict(sorted(found.items())))


@router.post(
    "", operation_id="create_webhook", status_code=201, responses=problem_responses(400, 401, 403, 409, 422, 503)
)
def create(request: Request, wanted: WebhookWanted, actor: Caller) -> WebhookMade:
    """Subscribe your organisation to what you may see in your role. The answer holds the secret, this once."""
    parts = parts_of(request)
    _check(parts, wanted.url, wanted.types)
    try:
        webhook, secret = parts.webhooks.create(
            actor, wanted.url, wanted.types, wanted.description, parts.webhooks_most
        )
    except TooMany:
        raise Problem("too_many_webhooks") from None
    _log.info("webhook_created", webhook=webhook.id)
    return shown_once(webhook, secret)


@router.get("", operation_id="list_webhooks", responses=problem_responses(*LISTING))
def page(request: Request, actor: Caller) -> WebhookList:
    """Your organisation's subscriptions in your role."""
    return WebhookList(webhooks=tuple(map(shown, parts_of(request).webhooks.of(actor))))


@router.get("/{webhook_id}", operation_id="get_webhook", responses=problem_responses(*READING))
def get(own: Own) -> WebhookView:
    """One subscription; `notice` says why it is disabled."""
    return shown(own)


@router.patch("/{webhook_id}", operation_id="change_webhook", responses=problem_responses(*READING, 422))
def change(request: Request, own: Own, wanted: WebhookChange) -> WebhookView:
    """Change what is given. What waits goes to the new address; new filters are for new events."""
    parts = parts_of(request)
    _check(parts, wanted.url, wanted.types or ())
    parts.webhooks.change(own.id, wanted.url, wanted.types, wanted.description)
    return _again(parts, own)


@router.delete("/{webhook_id}", operation_id="delete_webhook", status_code=204, responses=problem_responses(*READING))
def delete(request: Request, own: Own) -> None:
    """End it. Nothing more is sent, not even what waits."""
    parts_of(request).webhooks.delete(own.id)
    _log.info("webhook_deleted", webhook=own.id)


@router.post("/{webhook_id}/rotate-secret", operation_id="rotate_webhook_secret", responses=problem_responses(*READING))
def rotate(request: Request, own: Own) -> NewSecret:
    """A new secret. Messages carry a signature of either until the previous one ends."""
    parts = parts_of(request)
    secret = parts.webhooks.rotate_secret(own, parts.webhook_overlap)
    _log.info("webhook_secret_rotated", webhook=own.id)
    return NewSecret(secret=secret, previous_ends_at=datetime.now(UTC) + parts.webhook_overlap)


@router.post("/{webhook_id}/disable", operation_id="disable_webhook", responses=problem_responses(*READING))
def disable(request: Request, own: Own) -> WebhookView:
    """Send nothing for now. What happens meanwhile waits."""
    parts = parts_of(request)
    parts.webhooks.disable(own.id, "asked")
    return _again(parts, own)


@router.post("/{webhook_id}/enable", operation_id="enable_webhook", responses=problem_responses(*READING))
def enable(request: Request, own: Own) -> WebhookView:
    """Send again: what waits comes at once, in order. What had failed for good comes by `send-again`."""
    parts = parts_of(request)
    parts.webhooks.enable(own.id)
    parts.webhook_messages.hurry(own.id)
    return _again(parts, own)


def _again(parts: Parts, own: Webhook) -> WebhookView:
    found = parts.webhooks.get(own.id)
    if found is None:
        raise Problem("not_found")
    return shown(found)


def _check(parts: Parts, url: str | None, filters: Iterable[str]) -> None:
    """Raises `webhook_url_refused` and `no_such_event_type`, with what is wrong."""
    if url is not None and (objection := parts.webhook_guard.objection(url)):
        raise Problem("webhook_url_refused", objection)
    known = event_types(parts.deciders.values())
    for one in filters:
        if not any(matches((one,), type_) for type_ in known):
            raise Problem("no_such_event_type", f"{one} fits none")
