"""What the API is made of; the composition root puts it together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import cast

from fastapi import Request

from activities.outgoing import Guard
from api.problems import ProblemTable
from domain.kernel import AnyDecider
from store.case_lists import CaseLists
from store.cases import Cases
from store.clock import Clocks
from store.database import Database
from store.deliveries import Deliveries
from store.desk import Desk
from store.log import Log
from store.material import AgreementTexts, MaterialStore
from store.people import People
from store.rules import Rules
from store.signing_keys import SigningKeys
from store.webhook_messages import WebhookMessages
from store.webhook_reading import WebhookReading
from store.webhooks import Webhooks


@dataclass(frozen=True)
class Parts:
    """One of each. `max_upload` is in bytes; the folders hold the data that deliveries hand out."""

    database: Database
    desk: Desk
    log: Log
    cases: Cases
    lists: CaseLists
    clocks: Clocks
    rules: Rules
    people: People
    signing_keys: SigningKeys
    material: MaterialStore
    agreements: AgreementTexts
    deliveries: Deliveries
    webhooks: Webhooks
    webhook_messages: WebhookMessages
    webhook_reading: WebhookReading
    webhook_guard: Guard
    webhook_overlap: timedelta  # for which a replaced secret goes on
    webhooks_most: int  # of one organisation in one role
    deciders: Mapping[str, AnyDecider]  # by name
    problems: ProblemTable
    folders: Mapping[str, Path]  # by mode of delivery
    max_upload: int


def parts_of(request: Request) -> Parts:
    """The parts behind this request's application; usable as a dependency."""
    return cast(Parts, request.app.state.parts)
