"""An application that waits for its check, and mail about it: notices as the postman leaves them, and their links."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any, LiteralString

import httpx

from domain.people import Actor, Role
from store.delegations import asked_for
from store.people import Assignment
from tests.api.browsing import Tab
from tests.api.served import Person, Served
from tests.api.submitting import ITEM, START, World

OPERATOR = Assignment(role=Role.PLATFORM_OPERATOR, organisation="sh-dashuju")
APPLICANT = Assignment(role=Role.APPLICANT, organisation="o-shenjiang")
_NUMBERS = count()
_NOTICE = """
INSERT INTO mail_notices (person, topic, about, role, organisation, on_behalf_of, process, case_id, version,
    state, made_at, settled_at)
VALUES (%(person)s, %(topic)s, %(about)s, %(role)s, %(organisation)s, %(behalf)s, 'application', %(case)s, %(version)s,
    'sent', now() - %(age)s, now() - %(age)s)
RETURNING id"""


_HASH: LiteralString = "SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM "
_ALL: tuple[LiteralString, ...] = (
    _HASH + "stored_events t",
    _HASH + "cases t",
    _HASH + "commands t",
    _HASH + "mail_people t",
    _HASH + "mail_notices t",
)


@dataclass
class Mailed:
    """An application that waits for its check, and the people who get mail about it."""

    world: World
    li: Person  # the operator's clerk
    auditor: Person
    submitted: int  # the version in which it waits

    @property
    def api(self) -> Served:
        return self.world.api

    @property
    def case(self) -> str:
        return self.world.here.rpartition("/")[2]

    @property
    def version(self) -> int:
        row = self.api.parts.cases.get(self.case)
        assert row
        return row.version

    def phase(self) -> str:
        row = self.api.parts.cases.get(self.case)
        assert row
        return row.summary.phase

    def notice(self, person: str = "p-li", held: Assignment = OPERATOR, behalf: str = "", **odd: Any) -> str:
        """The id of a notice of the case as it is now."""
        made = next(_NUMBERS)
        given = {"topic": "turn", "about": f"test/{made}", "version": self.version, "age": timedelta(0)} | odd
        values = {"person": person, "behalf": behalf, "case": self.case, **held.model_dump(), **given}
        with self.api.store.database.connection() as connection:
            (row,) = connection.execute(_NOTICE, values).fetchall()
        return str(row["id"])

    def link(self, person: str = "p-li", held: Assignment = OPERATOR, behalf: str = "", **odd: Any) -> str:
        """The link to such a notice."""
        return self.link_of(self.notice(person, held, behalf, **odd))

    def link_of(self, notice: str) -> str:
        return f"/mail/{self.api.parts.mail_tokens.token('notice', notice)}"

    def tab(self, person: Person, link: str, **headers: str) -> Tab:
        """The person's browser, signed in, at the link's page."""
        tab = Tab(self.api.url, **headers)
        tab.open(link)
        tab.sign_in(person.key)
        return tab

    def events(self) -> Sequence[Any]:
        return self.api.parts.log.events(self.case)

    def refused(self, answer: httpx.Response) -> dict[str, Any]:
        """What the record of refused attempts says of that answer."""
        records = self.auditor.get("/v1/refused-attempts?limit=20").json()["attempts"]
        (record,) = [one for one in records if one["request_id"] == answer.headers["Sluice-Request-Id"]]
        return dict(record)

    def delegate(self, substitute: str) -> None:
        """Let them stand in for li, for five days."""
        wanted = asked_for(
            OPERATOR,
            principal="p-li",
            substitute=substitute,
            valid_from=START,
            valid_to=START + timedelta(days=5),
            ground="leave",
            granted_by="test",
            granted_at=START,
        )
        self.api.parts.delegations.grant(substitute, wanted)

    def ask_for_address(self, address: str = "li@example.org") -> str:
        """Let li ask for it, and return the link of the mail that would go there."""
        self.api.parts.mail_people.ask(Actor(id="p-li", **OPERATOR.model_dump()), address)
        with self.api.store.database.connection() as connection:
            query = "SELECT max(id) AS id FROM mail_notices WHERE topic = 'confirm'"
            (row,) = connection.execute(query).fetchall()
        return self.link_of(str(row["id"]))

    def stop_link(self, person: str) -> str:
        return f"/mail/stop/{self.api.parts.mail_tokens.token('stop', person)}"

    def everything(self) -> list[Any]:
        """All that a link could change, as one hash for each table."""
        with self.api.store.database.connection() as connection:
            return [connection.execute(query).fetchall() for query in _ALL]


def mailed_over(world: World) -> Mailed:
    li = world.api.person("p-li", OPERATOR.role, OPERATOR.organisation)
    auditor = world.api.person("p-auditor", Role.AUDITOR, "o-audit")
    return Mailed(world, li, auditor, auditor.get(world.here).json()["version"])


def tells(page: httpx.Response, mailed: Mailed) -> bool:
    """Whether anything of the case stands there."""
    return any(
        word in page.text for word in (mailed.case, ITEM.title, "有条件开放数据申请", "Application for", "待受理")
    )
