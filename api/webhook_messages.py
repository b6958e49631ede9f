"""What a subscription was sent, how each attempt went, and sending it again."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import uuid4

from fastapi import APIRouter, Query, Request

from api.cases import READING, Cursor, Limit
from api.openapi import problem_responses
from api.parts import parts_of
from api.problems import Problem
from api.reading import read_cursor, write_cursor
from api.webhook_views import AttemptPage, MessagePage, Queued, SendAgain
from api.webhooks import Own
from store.traces import correlation
from store.webhook_matching import trial_message
from store.webhook_messages import Forgotten

router = APIRouter(prefix="/v1/webhooks/{webhook_id}", tags=["webhooks"])
_EventId = Annotated[str, Query(max_length=200, description="only this event's attempts")]
_State = Annotated[Literal["", "waiting", "delivered", "failed"], Query(description="only these; all when empty")]
_NEWEST = 2**63 - 1


@router.post("/test", operation_id="test_webhook", status_code=202, responses=problem_responses(*READING, 409))
def test(request: Request, own: Own) -> Queued:
    """Send an event about nothing, of type `sluice.webhook.test`, as any other is sent; `attempts` says how it went."""
    if own.disabled_at is not None:
        raise Problem("webhook_disabled")
    parts = parts_of(request)
    event_id = str(uuid4())
    correlated = correlation(request.state.request_id)
    parts.webhook_messages.add([trial_message(own, event_id, parts.log.position(), datetime.now(UTC), correlated)])
    return Queued(messages=1, event_id=event_id)


@router.post(
    "/send-again", operation_id="send_webhook_again", status_code=202, responses=problem_responses(*READING, 409, 422)
)
def send_again(request: Request, own: Own, wanted: SendAgain) -> Queued:
    """Send one event once more, or all from a position of the log on; in order per case, under the same ids.

    Messages are kept for a time. From a position before that nothing is sent: `messages_forgotten` says from where on
    all is there. What came before, `GET /v1/stream` tells after any position.
    """
    if own.disabled_at is not None:
        raise Problem("webhook_disabled")
    if (wanted.event_id is None) == (wanted.since_position is None):
        raise Problem("invalid_input", "name either event_id or since_position")
    messages = parts_of(request).webhook_messages
    if wanted.event_id is not None:
        if not messages.send_again(own.id, event_id=wanted.event_id):
            raise Problem("not_found", "this subscription has no such event, or it was settled too long ago")
        return Queued(messages=1, event_id=wanted.event_id)
    try:
        return Queued(messages=messages.send_again(own.id, since=wanted.since_position or 0))
    except Forgotten as forgotten:
        raise Problem("messages_forgotten", str(forgotten), forgotten_until=forgotten.until) from None


@router.get("/messages", operation_id="list_webhook_messages", responses=problem_responses(*READING))
def messages(request: Request, own: Own, state: _State = "", cursor: Cursor = "", limit: Limit = 50) -> MessagePage:
    """What there was to tell, in the order of the log: what waits, was delivered, or failed for good."""
    place = read_cursor(cursor, 2)
    after = (_number(place[0]), place[1]) if place else (-1, "")
    found = parts_of(request).webhook_reading.messages(own.id, state, after, limit + 1)
    last = found[:limit][-1:]
    more = write_cursor(str(last[0].position), last[0].event_id) if len(found) > limit else ""
    return MessagePage(messages=tuple(found[:limit]), next_cursor=more)


@router.get("/attempts", operation_id="list_webhook_attempts", responses=problem_responses(*READING))
def attempts(
    request: Request, own: Own, event_id: _EventId = "", cursor: Cursor = "", limit: Limit = 50
) -> AttemptPage:
    """Every attempt, newest first: its status, how long it took, the beginning of the answer."""
    place = read_cursor(cursor, 1)
    before = _number(place[0]) if place else _NEWEST
    found = parts_of(request).webhook_reading.attempts(own.id, event_id, before, limit + 1)
    more = write_cursor(str(found[limit - 1].id)) if len(found) > limit else ""
    return AttemptPage(attempts=tuple(found[:limit]), next_cursor=more)


def _number(text: str) -> int:
    """The number in a cursor. Raises `malformed_cursor`."""
    if not (text.isascii() and text.isdigit()) or int(text) > _NEWEST:
        raise Problem("malformed_cursor")
    return int(text)
