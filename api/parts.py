"""What the API is made of; the composition root puts it together."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from fastapi import Request

from api.limits import Limits
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


@dataclass(frozen=True)
class Parts:
    """One of each. The folders hold the data that deliveries hand out."""

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
    deciders: Mapping[str, AnyDecider]  # by name
    problems: ProblemTable
    folders: Mapping[str, Path]  # by mode of delivery
    limits: Limits


def parts_of(request: Request) -> Parts:
    """The parts behind this request's application; usable as a dependency."""
    return cast(Parts, request.app.state.parts)
