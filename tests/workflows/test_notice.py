"""A notice over a thousand open cases of many processes: the right ones are re-dated, and their timers follow."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from temporalio.client import Client

from composition import Store, open_store
from domain.days import SHANGHAI
from domain.kernel import DeadlineRedated
from domain.people import Actor, Role
from domain.processes import PROCESSES, by_name
from domain.value import kind_of_class
from embedded.temporal import EmbeddedTemporal
from settings import Settings
from store import following, items
from store.calendars import adopt_pending
from store.cases import CaseRow
from store.readiness import TELLING
from store.request import Handled, Request
from tests.domain.shanghai import NOTICE_2027, at
from tests.parts import Database
from tests.store.test_calendars import ITEM, as_toml
from tests.workflows.instance import eventually, until, what_told
from worker import parts_over
from workflows.serving import connect, serve

WANG = Actor(id="wang", role=Role.APPLICANT, organisation="shenjiang")
REVIEWER = Actor(id="li", role=Role.DATA_PUBLISHER, organisation=ITEM.publisher)
BUREAU = Actor(id="bureau", role=Role.COMPETENT_DEPARTMENT, organisation="sh-shujuju")
EACH = 125  # cases of each story
WISHES = {"item_id": ITEM.item_id, "scenario": "用途", "delivery": "download"}
OBJECTION = {"item_id": ITEM.item_id, "record": "1", "reason": "负值"}
CLAIM = {"item_id": ITEM.item_id, "harm": "privacy", "text": "可识别个人"}
DEMAND = {"title": "小时值", "need": "按小时的降水实况", "category": "economy"}
GRADED = {"guide_version": "2023", "levels": ["2级"], "open_type": "unconditional"}
ORDER = {"change": "archive", "item_id": ITEM.item_id, "reason": "停用", "classification": GRADED}
HONEST = {"declarations": {"state_secrets": False, "original": True, "machine_readable": True, "reusable": True}}
ALLEGED = {"party": "shenjiang", "item_id": ITEM.item_id, "violation_kind": 4, "facts": "转售"}
Step = tuple[Actor, str, Mapping[str, object]]


def stories(number: int) -> dict[str, tuple[str, list[Step]]]:
    """What the cases of that number are asked, by whom: process and steps, by the story's name."""
    row = {"year": 2027, "row": number, "title": "数据", "publisher": ITEM.publisher, "due_date": "2027-02-26"}
    draft = (WANG, "draft_application", WISHES)
    return {
        "draft": ("application", [draft]),
        "submitted": ("application", [draft, (WANG, "submit_application", {"materials": [], "rules_accepted": True})]),
        "objection": ("objection", [(WANG, "raise_objection", OBJECTION)]),
        "claim": ("rights_claim", [(WANG, "file_rights_claim", CLAIM), (REVIEWER, "ask_evidence", {"question": "?"})]),
        "demand": ("demand", [(WANG, "submit_demand", DEMAND)]),
        "order": ("list_change", [(REVIEWER, "draft_list_change", ORDER), (REVIEWER, "submit_list_change", HONEST)]),
        "violation": ("violation", [(BUREAU, "allege_violation", ALLEGED)]),
        "row": ("plan_item", [(BUREAU, "import_plan_item", row | {"instrument": "沪数"})]),
    }


# by story and deadline: the day after its last one, before the notice and with it (Saturday 30 January works)
MOVED = {
    ("submitted", "application.completeness"): ("02-05", "02-04"),
    ("objection", "objection.mark"): ("01-30", "01-30"),  # the day stays, and is final now
    ("objection", "objection.transfer"): ("02-02", "01-31"),
    ("claim", "rights_claim.evidence"): ("02-16", "02-18"),
    ("claim", "rights_claim.evidence.reminder"): ("02-10", "02-16"),
    ("demand", "demand.triage.reminder"): ("02-16", "02-18"),
    ("order", "list_change.review"): ("02-16", "02-18"),
    ("order", "list_change.review.reminder"): ("02-10", "02-16"),
    ("row", "plan_item.due.reminder"): ("02-25", "02-25"),  # the plan's own day, which it warns of, counts no days
}


@pytest.fixture
def settings(database: Database, tmp_path: Path) -> Settings:
    """Of an instance on a clock that stands before the Spring Festival of 2027, whose notice is not out."""
    return Settings(
        database_url=database.app_url,
        task_queue=f"notice-{uuid4().hex[:8]}",
        clock=at("2027-01-28 09:00"),
        data_folder=tmp_path,
        master_key="5a" * 32,
    )


@pytest.mark.timeout(120)
async def test_a_notice_redates_the_right_ones_of_a_thousand_cases_and_their_timers_follow(
    settings: Settings, temporal: EmbeddedTemporal
) -> None:
    """Each by one event that keeps the old deadline; all others stay as they are, in the log and in Temporal."""
    with open_store(settings, PROCESSES) as store:
        items.register(store.desk, ITEM, "department")
        cases = live(store)
        assert len(cases) == 1000
        async with serving(store, settings, temporal.address) as client:
            rows, timers = look(store, cases), await told(client, cases, store)
            store.rules.import_calendar(as_toml(NOTICE_2027), "2027.toml", "department")
            await asyncio.to_thread(adopt_pending, store.desk)
            after = look(store, cases)
            assert Counter(redatings(store, cases)) == {
                (story, name, old, new): EACH for (story, name), (old, new) in MOVED.items()
            }
            redated = {story for story, _ in MOVED}
            moved = {story for (story, _), (old, new) in MOVED.items() if old != new}
            assert all((after[case] != rows[case]) == (story in redated) for case, story in cases.items())
            followed = await told(client, cases, store)
            assert all((followed[case] != timers[case]) == (story in moved) for case, story in cases.items())


def live(store: Store) -> dict[str, str]:
    """Every story, EACH times; returns its name by the case's id."""
    found: dict[str, str] = {}
    for number in range(1, EACH + 1):
        asked: list[Future[Handled]] = []
        for story, (process, steps) in stories(number).items():
            case = f"plan-2027-{number}" if story == "row" else f"{story}-{number}"
            found[case] = story
            for actor, kind, body in steps:
                (model,) = (one for one in by_name(process).commands if kind_of_class(one) == kind)
                asked.append(store.desk.submit(Request(process, case, uuid4().hex, model.model_validate(body), actor)))
        assert [one.result().outcome.reason for one in asked] == [""] * len(asked)
    return found


@asynccontextmanager
async def serving(store: Store, settings: Settings, address: str) -> AsyncGenerator[Client]:
    """The product's own worker over the open store, in this process."""
    client, stopping = await connect(address), asyncio.Event()
    served = asyncio.create_task(serve(client, parts_over(store, settings), stopping))
    try:
        yield client
    finally:
        stopping.set()
        await served


def look(store: Store, cases: Iterable[str]) -> dict[str, CaseRow]:
    """The cases as they are."""
    return {row.case_id: row for row in store.cases.many(list(cases))}


def redatings(store: Store, cases: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """Story, deadline, old and new day of each that was recorded; each names both calendars."""
    for case, story in cases.items():
        for event in store.log.events(case):
            if isinstance(event.body, DeadlineRedated):
                old, new = event.body.old, event.body.new
                assert (old.name, event.actor.role) == (new.name, Role.CLOCK)
                assert (old.receipt.provisional, new.receipt.provisional) == (True, False)
                assert old.receipt.calendar_version != new.receipt.calendar_version == event.calendar_version
                yield story, old.name, _day(old.due), _day(new.due)


def _day(due: datetime) -> str:
    return due.astimezone(SHANGHAI).strftime("%m-%d")


async def told(client: Client, cases: Mapping[str, str], store: Store) -> dict[str, list[tuple[str, datetime]]]:
    """The timers of every workflow, once each was told its case's newest plan: those of that plan."""

    async def of(row: CaseRow) -> None:
        async def newest() -> bool:
            news = await what_told(client.get_workflow_handle(row.case_id))
            found[row.case_id] = [(timer.name, timer.due) for timer in news.timers]
            return news.version == row.plan_version

        async with few:
            await eventually(newest, within=60)
        assert found[row.case_id] == [(deadline.name, deadline.due) for deadline in row.plan.deadlines]

    found: dict[str, list[tuple[str, datetime]]] = {}
    few = asyncio.Semaphore(32)
    await until(lambda: not behind(store), within=60)
    await asyncio.gather(*map(of, look(store, cases).values()))
    return found


def behind(store: Store) -> int:
    """How many events the follower has not told yet."""
    with store.database.connection() as connection:
        lag = following.lag(connection, TELLING)
    return lag.events if lag else 1
