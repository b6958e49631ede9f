"""One instance on the rehearsal clock, with the real open list, for a worked case: all asked over HTTP."""

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any

import httpx
import pytest

from composition import opened_desk
from demo.cast import Casting
from demo.client import APPLICATIONS, Answer, Clock, Json, Moved, Person, Problem, connect
from demo.open_list import import_open_list
from domain.days import SHANGHAI
from domain.items import ChangeType, ItemContent, PublishedItem
from domain.open_list_item.inbox import PublishVersion
from domain.people import CLOCK, Role
from domain.processes import PROCESSES
from settings import Settings
from store.database import Database
from store.request import Request
from tests.domain.shanghai import at

MATERIALS = ("qualification", "security_system", "scenario_statement")  # what demo/items2025.toml asks for
REPORT = {
    "scenario_clients_model": "按申请场景使用；客户 42 家；按单收费",
    "calls_fields_algorithms": "调用 12.6 万次；全部字段；路径规划",
    "benefits": "延误下降 18%",
    "security": "专线访问，密钥托管，日志留存六个月",
}


@dataclass
class Rehearsal:
    """The running instance, its people and its clock. `database` is for what no one may ask over HTTP."""

    settings: Settings
    http: httpx.Client
    database: Database
    casting: Casting
    operator: Person
    department: Person
    office: Person
    auditor: Person
    _uploads: "count[int]" = field(init=False, default_factory=count)

    def person(self, name: str, role: Role, organisation: str, title: str = "") -> Person:
        """Someone in an organisation, which is made when it is new."""
        if title:
            self.casting.organisation(organisation, title)
        return self.casting.person(name, title or name, role, organisation)

    def applicant(self, organisation: str, title: str) -> Person:
        return self.person(f"{organisation}-clerk", Role.APPLICANT, organisation, title)

    def publisher(self, organisation: str, title: str) -> Person:
        return self.person(f"{organisation}-reviewer", Role.DATA_PUBLISHER, organisation, title)

    def move(self, local: str, *, or_later: bool = False) -> Moved:
        """Move the clock to Shanghai's date and time, as in "2025-09-03 10:12"; `or_later` lets it stand after that."""
        clock = Clock(self.auditor)
        return clock.move(max(at(local), clock.now()) if or_later else at(local))

    def settle(self) -> None:
        """Wait until every owed duty is done."""
        Clock(self.auditor).settle()

    def papers(self, person: Person, *requirements: str) -> list[dict[str, str]]:
        """Upload a file of its own for each requirement."""
        found: list[dict[str, str]] = []
        for requirement in requirements:
            content = f"%PDF-1.7 {requirement} {next(self._uploads)}".encode()
            found.append({"requirement": requirement, "material": person.upload(content, "paper.pdf")})
        return found

    def item(self, item_id: str) -> PublishedItem:
        """The item's newest version, as decisions see it."""
        with opened_desk(self.database, PROCESSES) as desk:
            row = desk.handler.cases.get(item_id)
        assert row is not None
        return PublishedItem.model_validate(row.state.published)

    def publish(self, content: ItemContent, order: str) -> None:
        """A new version of the item, as the list change `order` would have it published."""
        command = PublishVersion(item=content, order=order, change=ChangeType.MODIFY)
        with opened_desk(self.database, PROCESSES) as desk:
            outcome = desk.handle(
                Request("open_list_item", content.item_id, f"{order}/publish", command, CLOCK)
            ).outcome
        assert not outcome.reason, outcome.detail

    def submit(self, case: str, person: Person, materials: Sequence[Mapping[str, str]]) -> Answer:
        body = {"materials": list(materials), "rules_accepted": True}
        return person.command(case, "submit_application", body)

    def state(self, case: str, as_of: str = "", *, process: str = APPLICATIONS) -> Json:
        """The case as the auditor sees it."""
        return self.auditor.case(case, as_of, process=process)

    def limit(self, case: str, name: str, *, process: str = APPLICATIONS) -> date:
        """The last day of the standing deadline of that name, which ends at 24:00 in Shanghai."""
        (due,) = [one["due"] for one in self.state(case, process=process)["deadlines"] if one["name"] == name]
        return last_day(datetime.fromisoformat(due))

    def refused(
        self, ask: Callable[[], object], reason: str, status: int, case: str = "", *, process: str = APPLICATIONS
    ) -> Problem:
        """`ask` must get that problem, in the form of RFC 9457, and change neither the log nor the case."""
        before = self.logged(), self.state(case, process=process) if case else None
        with pytest.raises(Problem) as caught:
            ask()
        problem = caught.value
        assert (problem.reason, problem.status) == (reason, status), problem.body
        assert problem.type == f"/v1/problems/{reason}"
        assert all(problem.body[name] for name in ("title", "title_en", "detail", "next", "next_en", "request_id"))
        assert (self.logged(), self.state(case, process=process) if case else None) == before
        return problem

    def logged(self) -> int:
        """How many events the log holds. Its positions have gaps after a crash of PostgreSQL."""
        return int(self._rows("SELECT count(*) AS found FROM stored_events")[0]["found"])

    def notices(self) -> int:
        """How many calendar notices were imported."""
        return int(self._rows("SELECT count(*) AS found FROM calendar_notices")[0]["found"])

    def attempts(self, case: str, *, process: str = APPLICATIONS) -> list[tuple[str, str]]:
        """The refused commands of a case as the auditor is shown them: kind and reason, in order."""
        shown = self.auditor.get(f"/v1/{process}/{case}/refusals")["refusals"]
        assert all(one["actor"]["id"] and one["detail"] and one["recorded_at"] for one in shown)
        return [(one["kind"], one["reason"]) for one in shown]

    def _rows(self, query: Any, *values: str) -> list[dict[str, Any]]:
        with self.database.connection() as connection:
            return connection.execute(query, values).fetchall()


def last_day(due: datetime) -> date:
    """The day at whose end, 24:00 in Shanghai, a deadline falls due."""
    local = due.astimezone(SHANGHAI)
    assert (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0)
    return date.fromordinal(local.toordinal() - 1)


@contextmanager
def rehearsing(
    settings: Settings, *, only: Collection[int] = (), no_item: Collection[int] = ()
) -> Generator[Rehearsal]:
    """The people of the instance that runs as these settings say, and the plan of 2025, imported.

    Of the plan `only` those rows, all if empty; the items of `no_item` are not put on the list.
    """
    with (
        connect(f"http://{settings.api_host}:{settings.api_port}") as http,
        _opened(settings.database_url) as database,
    ):
        casting = Casting(database, http)
        offices = (
            ("operator", Role.PLATFORM_OPERATOR, "sh-bigdata", "上海市大数据中心"),
            ("department", Role.COMPETENT_DEPARTMENT, "sh-shujuju", "上海市数据局"),
            ("office", Role.GENERAL_OFFICE, "sh-bangongting", "上海市人民政府办公厅"),
            ("auditor", Role.AUDITOR, "sh-audit", "上海市审计局"),
        )
        people: dict[str, Person] = {}
        for name, role, organisation, title in offices:
            casting.organisation(organisation, title)
            people[name] = casting.person(name, name, role, organisation)
        import_open_list(database, "department", only=only, no_item=no_item)
        here = Rehearsal(settings, http, database, casting, **people)
        here.settle()  # what the import set going is done before anyone looks at the log
        yield here


@contextmanager
def _opened(url: str) -> Generator[Database]:
    database = Database(url, size=2)
    try:
        yield database
    finally:
        database.close()
