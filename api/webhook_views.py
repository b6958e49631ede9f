"""What a subscriber sends about its webhooks, and sees of them."""

from typing import Annotated, Any

from pydantic import AwareDatetime, Field, StringConstraints

from domain.examples import example
from domain.people import Role
from domain.texts import Id, OptionalText
from domain.value import Value
from store.webhook_reading import AttemptShown, MessageShown
from store.webhooks import Webhook, Why

Url = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=1000, pattern=r"^[\x21-\x7e]*$"),
    Field(description="where to send; https, and public in production"),
]
Filter = Annotated[str, StringConstraints(pattern=r"^sluice\.[a-z_.]{0,150}\*?$")]
Filters = Annotated[
    tuple[Filter, ...],
    Field(min_length=1, max_length=50, description="types, or beginnings of types that end in `*`"),
]
NOTICES: dict[Why, dict[str, str]] = {
    "": {},
    "asked": {"zh": "已按要求停用;其间的事件等待启用后发送", "en": "disabled as asked; what happens meanwhile waits"},
    "failing": {
        "zh": "长时间投递失败,已停用;修复后请启用,其间的事件会依次补发",
        "en": "disabled after failing for too long; enable it once it is mended, and what waits is sent in order",
    },
    "erased": {"zh": "密钥已随单位密钥销毁,无法签名", "en": "its secrets were erased with the organisation's key"},
}


class WebhookWanted(Value):
    """A subscription to make."""

    model_config = example(
        url="https://oa.example.org/hooks/sluice", types=["sluice.application.*"], description="our document system"
    )
    url: Url
    types: Filters
    description: OptionalText = ""


class WebhookChange(Value):
    """What to change; the rest stays."""

    model_config = example(types=["sluice.application.*", "sluice.demand.demand_submitted"])
    url: Url | None = None
    types: Filters | None = None
    description: OptionalText | None = None


class SendAgain(Value):
    """One event by its id, or all that were recorded for this subscription from a position of the log on."""

    model_config = example(event_id="5a3c9a3e-6f0c-5a0e-9f43-0c6f5c1d2b7a")
    event_id: Id | None = None
    since_position: Annotated[int, Field(ge=0, lt=2**63)] | None = None


class WebhookView(Value):
    """A subscription, without its secrets."""

    id: str
    organisation: str
    role: Role = Field(description="it is told of what this role of the organisation may see")
    url: str
    types: tuple[str, ...]
    description: str
    after_position: int = Field(description="of the log; events after it are told")
    created_at: AwareDatetime
    enabled: bool
    failing_since: AwareDatetime | None = Field(description="no attempt has succeeded since")
    disabled_at: AwareDatetime | None
    notice: dict[str, str] = Field(description="why it is disabled, in Chinese (zh) and English (en)")


class WebhookMade(WebhookView):
    """A new subscription. The secret is shown this once."""

    secret: str = Field(description="for verifying signatures, by Standard Webhooks")


class WebhookList(Value):
    """Your organisation's subscriptions in your role."""

    webhooks: tuple[WebhookView, ...]


class TypeList(Value):
    """Every event type there is, with its words."""

    types: dict[str, dict[str, str]]


class NewSecret(Value):
    """A new secret, shown this once."""

    secret: str
    previous_ends_at: AwareDatetime = Field(description="until then both sign")


class Queued(Value):
    """What will be sent."""

    messages: int
    event_id: str = ""


class MessagePage(Value):
    """What there is to tell, in the order of the log."""

    messages: tuple[MessageShown, ...]
    next_cursor: str


class AttemptPage(Value):
    """Attempts, newest first."""

    attempts: tuple[AttemptShown, ...]
    next_cursor: str


def view(webhook: Webhook) -> WebhookView:
    """The subscription as its organisation sees it."""
    return WebhookView(**_shown(webhook))


def _shown(webhook: Webhook) -> dict[str, Any]:
    return {
        **webhook.model_dump(exclude={"created_by", "disabled_why"}),
        "enabled": webhook.disabled_at is None,
        "notice": NOTICES[webhook.disabled_why],
    }


def made(webhook: Webhook, secret: str) -> WebhookMade:
    """The same, with the secret."""
    return WebhookMade(**_shown(webhook), secret=secret)
