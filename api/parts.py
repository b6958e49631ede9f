"""What the API is made of; the composition root puts it together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import cast

from fastapi import Request

from activities.outgoing import Guard
from api.browser import Browser
from api.limits import Limits
from api.problems import ProblemTable
from api.tokens import Tokens
from domain.kernel import AnyDecider, Registry
from store.access_log import AccessLog
from store.attempts import Attempts
from store.bell import Bell
from store.case_lists import CaseLists
from store.cases import Cases
from store.claims import Claims
from store.clock import Clocks
from store.database import Database
from store.delegations import Delegations
from store.deliveries import Deliveries
from store.desk import Desk
from store.holders import Holders
from store.inbound_senders import InboundSenders
from store.log import Log
from store.mail_links import MailLinks
from store.mail_people import MailPeople
from store.mail_tokens import MailTokens
from store.material import AgreementTexts, MaterialStore
from store.people import People
from store.rules import Rules
from store.saved_filters import SavedFilters
from store.search import Search
from store.signing_keys import SigningKeys
from store.webhook_messages import WebhookMessages
from store.webhook_reading import WebhookReading
from store.webhooks import Webhooks
from store.worklists import Worklists


@dataclass(frozen=True)
class Parts:
    """One of each. The folders hold the data that deliveries hand out."""

    database: Database
    desk: Desk
    log: Log
    cases: Cases
    registry: Registry
    lists: CaseLists
    worklists: Worklists
    claims: Claims
    saved_filters: SavedFilters
    search: Search
    bell: Bell
    clocks: Clocks
    rules: Rules
    people: People
    holders: Holders
    tokens: Tokens | None  # None without an identity provider
    delegations: Delegations
    longest_delegation: timedelta  # from the day it is given
    access_log: AccessLog
    attempts: Attempts
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
    inbound_senders: InboundSenders
    inbound_most: int  # of one person
    mail_people: MailPeople
    mail_links: MailLinks
    mail_tokens: MailTokens
    browser: Browser
    mail_on: bool  # whether there is a mail server to send by
    deciders: Mapping[str, AnyDecider]  # by name
    problems: ProblemTable
    folders: Mapping[str, Path]  # by mode of delivery
    bulk_limit: int  # commands in one request
    limits: Limits


def parts_of(request: Request) -> Parts:
    """The parts behind this request's application; usable as a dependency."""
    return cast(Parts, request.app.state.parts)
