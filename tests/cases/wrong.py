"""A table of wrong input to the real process: what is wrong, and the problem it must get."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.cast import Casting
from demo.client import Clock, Person, connect
from demo.open_list import import_open_list
from domain.people import Role
from domain.processes import PROCESSES
from tests.api.served import SMALL, Served, served
from tests.cases.rehearsal import MATERIALS
from tests.domain.shanghai import at
from tests.parts import Database

ITEM = "sh-2025-110"
WISHES: dict[str, Any] = {"item_id": ITEM, "scenario": "配送路线避让", "delivery": "api"}
UNCONDITIONAL = "sh-2025-1"
SIGN = {"document": "ab" * 32, "key_id": "k", "signature": "c2ln"}
PLAN = "plan-items"
ROW: dict[str, Any] = {
    "year": 2025,
    "row": 110,
    "title": "未来3小时短时临近预报",
    "publisher": "sh-qixiangju",
    "due_date": "2025-12-31",
    "instrument": "沪数〔2025〕12号",
}


@dataclass(frozen=True)
class Office:
    """The people of the table, a draft and a submitted application of theirs, and the API they ask."""

    api: Served
    wang: Person
    stranger: Person
    insider: Person  # an applicant of the publisher's own organisation
    clerk: Person
    weather: Person
    health: Person  # of another publisher
    department: Person
    office: Person
    draft: str
    submitted: str
    papers: list[dict[str, str]]
    foreign: str  # material of another organisation

    def submit(self, *papers: dict[str, str], accepted: bool = True) -> object:
        return self.wang.command(self.draft, "submit_application", {"materials": papers, "rules_accepted": accepted})

    def paper(self, **changes: str) -> dict[str, str]:
        return {**self.papers[0], **changes}


@contextmanager
def an_office(database: Database, folder: Path) -> Generator[Office]:
    clock = at("2025-09-03 10:00")
    with served(database.app_url, folder, PROCESSES, clock) as api, connect(api.url) as http:
        store = api.store.database
        casting = Casting(store, http)
        casting.organisation("sh-shujuju", "市数据局")
        department = casting.person("department", "department", Role.COMPETENT_DEPARTMENT, "sh-shujuju")
        import_open_list(store, "department")

        def person(name: str, role: Role, organisation: str) -> Person:
            casting.organisation(organisation, organisation)
            return casting.person(name, name, role, organisation)

        wang, stranger = person("wang", Role.APPLICANT, "shenjiang"), person("li", Role.APPLICANT, "qingyuan")
        papers = [{"requirement": one, "material": wang.upload(one.encode(), "p.txt")} for one in MATERIALS]
        draft, submitted = wang.draft(WISHES).id, wang.draft(WISHES).id
        lacking = {"materials": papers[:1], "rules_accepted": True}
        wang.command(submitted, "submit_application", lacking)
        yield Office(
            api=api,
            wang=wang,
            stranger=stranger,
            insider=person("insider", Role.APPLICANT, "sh-qixiangju"),
            clerk=person("clerk", Role.PLATFORM_OPERATOR, "sh-bigdata"),
            weather=person("reviewer", Role.DATA_PUBLISHER, "sh-qixiangju"),
            health=person("doctor", Role.DATA_PUBLISHER, "sh-weijianwei"),
            department=department,
            office=person("office", Role.GENERAL_OFFICE, "sh-bangongting"),
            draft=draft,
            submitted=submitted,
            papers=papers,
            foreign=stranger.upload(b"theirs", "p.txt"),
        )


def _reasons(**reason: str) -> dict[str, list[dict[str, str]]]:
    return {"reasons": [reason]}


Ask = Callable[[Office], object]
# what is wrong → (status, reason, the asking)
WRONG: dict[str, tuple[int, str, Ask]] = {
    # -- drafting and submitting
    "unknown item": (422, "unknown_item", lambda o: o.wang.draft({**WISHES, "item_id": "sh-2025-999"})),
    "item open to all": (422, "not_conditional", lambda o: o.wang.draft({**WISHES, "item_id": UNCONDITIONAL})),
    "unknown delivery": (422, "invalid_input", lambda o: o.wang.draft({**WISHES, "delivery": "pigeon"})),
    "unknown field": (422, "invalid_input", lambda o: o.wang.draft({**WISHES, "urgent": True})),
    "a name for a number": (422, "invalid_input", lambda o: o.wang.draft({**WISHES, "term_months": "twelve"})),
    "too long a term": (422, "invalid_input", lambda o: o.wang.draft({**WISHES, "term_months": 121})),
    "no scenario": (422, "invalid_input", lambda o: o.wang.draft({**WISHES, "scenario": ""})),
    "cycle beyond the term": (
        422,
        "cycle_exceeds_term",
        lambda o: o.wang.draft({**WISHES, "term_months": 3, "report_cycle_months": 6}),
    ),
    "supersedes nothing": (422, "cannot_supersede", lambda o: o.wang.draft({**WISHES, "supersedes": "app-none"})),
    "supersedes an open case": (422, "cannot_supersede", lambda o: o.wang.draft({**WISHES, "supersedes": o.draft})),
    "to one's own organisation": (403, "four_eyes", lambda o: o.insider.draft(WISHES)),
    "drafted by an operator": (403, "forbidden", lambda o: o.clerk.draft(WISHES)),
    "rules not accepted": (422, "invalid_input", lambda o: o.submit(*o.papers, accepted=False)),
    "unlisted requirement": (422, "unknown_requirement", lambda o: o.submit(o.paper(requirement="a_poem"))),
    "requirement twice": (422, "duplicate_requirement", lambda o: o.submit(o.paper(), o.paper())),
    "material never uploaded": (422, "unknown_material", lambda o: o.submit(o.paper(material="ab" * 32))),
    "material of another": (422, "unknown_material", lambda o: o.submit(o.paper(material=o.foreign))),
    "no hash at all": (422, "invalid_input", lambda o: o.submit(o.paper(material="../etc/passwd"))),
    # -- checking and reviewing
    "accepted though incomplete": (
        422,
        "materials_missing",
        lambda o: o.clerk.command(o.submitted, "accept_materials"),
    ),
    "missing though handed in": (
        422,
        "contradicts_manifest",
        lambda o: o.clerk.command(
            o.submitted, "refuse_acceptance", _reasons(requirement="qualification", defect="missing")
        ),
    ),
    "no reason": (422, "invalid_input", lambda o: o.clerk.command(o.submitted, "refuse_acceptance", {"reasons": []})),
    "unknown defect": (
        422,
        "invalid_input",
        lambda o: o.clerk.command(
            o.submitted, "refuse_acceptance", _reasons(requirement="qualification", defect="ugly")
        ),
    ),
    "approved before its review": (
        409,
        "wrong_phase",
        lambda o: o.weather.command(o.submitted, "approve_application", {"conditions_met": True}),
    ),
    "approved with conditions unmet": (
        422,
        "invalid_input",
        lambda o: o.weather.command(o.submitted, "approve_application", {"conditions_met": False}),
    ),
    "accepted by its applicant": (403, "forbidden", lambda o: o.wang.command(o.submitted, "accept_materials")),
    "override of nothing known": (
        422,
        "unknown_subject",
        lambda o: o.office.command(o.submitted, "override_one_time_notice", {"subjects": ["x"], "justification": "y"}),
    ),
    "a report on nothing": (
        409,
        "wrong_phase",
        lambda o: o.wang.command(o.submitted, "submit_usage_report", {"report": {}}),
    ),
    # -- versions and keys
    "stale version": (412, "stale_version", lambda o: o.wang.command(o.draft, "withdraw_application", version=7)),
    "empty key": (400, "idempotency_key_needed", lambda o: o.wang.post("/v1/applications", WISHES)),
    "key too long": (400, "idempotency_key_needed", lambda o: o.wang.draft(WISHES, key="k" * 201)),
    "revoked key": (401, "unauthenticated", lambda o: _revoked(o).get("/v1/worklist")),
    # -- another's case
    "another's case": (404, "unknown_case", lambda o: o.stranger.case(o.submitted)),
    "another's case as it was": (404, "unknown_case", lambda o: o.stranger.case(o.submitted, "1")),
    "another's events": (404, "unknown_case", lambda o: o.stranger.events(o.submitted)),
    "another's deadlines": (404, "unknown_case", lambda o: o.stranger.deadlines(o.submitted)),
    "another's agreement": (
        404,
        "unknown_case",
        lambda o: o.stranger.get(f"/v1/applications/{o.submitted}/agreement"),
    ),
    "another's command": (404, "unknown_case", lambda o: o.stranger.command(o.submitted, "withdraw_application")),
    "another's command out of phase": (
        404,
        "unknown_case",
        lambda o: o.stranger.command(o.draft, "sign_agreement", SIGN),
    ),
    "another's command at a version": (
        404,
        "unknown_case",
        lambda o: o.stranger.command(o.draft, "withdraw_application", version=7),
    ),
    "another publisher's case": (
        404,
        "unknown_case",
        lambda o: o.health.command(o.submitted, "approve_application", {"conditions_met": True}),
    ),
    "nobody's case": (404, "unknown_case", lambda o: o.stranger.command("app-none", "withdraw_application")),
    "another's material": (404, "not_found", lambda o: o.wang.get(f"/v1/material/{o.foreign}")),
    # -- reading
    "malformed as_of": (400, "malformed_as_of", lambda o: o.wang.case(o.draft, "the day before")),
    "as_of without a zone": (400, "malformed_as_of", lambda o: o.wang.case(o.draft, "2025-09-03T10:12:00")),
    "bad cursor": (400, "malformed_cursor", lambda o: o.wang.get("/v1/worklist", cursor="here")),
    "bad filter": (422, "invalid_input", lambda o: o.wang.get("/v1/applications", holder="king")),
    "bad limit": (422, "invalid_input", lambda o: o.wang.get("/v1/applications", limit=0)),
    # -- uploads, clock, open list
    "oversized upload": (413, "too_large", lambda o: o.wang.upload(b"a" * (SMALL + 1), "p.txt")),
    "upload of a program": (415, "unsupported_type", lambda o: o.wang.upload(b"MZ\x90\x00\x03", "p.bin")),
    "upload under a false name": (415, "unsupported_type", lambda o: o.wang.upload(b"words", "p.pdf")),
    "clock to nowhere": (422, "invalid_input", lambda o: o.wang.post("/v1/clock", {"to": "soon"})),
    "clock backwards": (422, "clock_backwards", lambda o: Clock(o.wang).move(at("2025-09-03 09:59"))),
    "unknown item shown": (404, "no_such_item", lambda o: o.wang.get("/v1/items/sh-1-1")),
    "unknown version of an item": (404, "no_such_item", lambda o: o.wang.get(f"/v1/items/{ITEM}", version=9)),
    "confirmed by anyone": (404, "unknown_case", lambda o: _confirm(o.wang, 44, "2025-12-31")),
    "confirmed by another role": (403, "forbidden", lambda o: _confirm(o.clerk, 44, "2025-12-31")),
    "confirmed for no day": (422, "invalid_input", lambda o: _confirm(o.department, 44, "2025-02-30")),
    "confirmed without need": (409, "wrong_phase", lambda o: _confirm(o.department, 110, "2025-12-31")),
    "imported twice": (409, "wrong_phase", lambda o: o.department.command("", "import_plan_item", ROW, process=PLAN)),
}


def _confirm(person: Person, row: int, day: str) -> object:
    return person.command(f"plan-2025-{row}", "confirm_plan_item", {"due_date": day}, process=PLAN)


def _revoked(office: Office) -> Person:
    """Someone whose key has just been revoked."""
    casting = Casting(office.api.store.database, office.wang.http)
    casting.organisation("gone", "已注销单位")
    person = casting.person("gone", "gone", Role.APPLICANT, "gone")
    assert person.get("/v1/worklist")["cases"] == []
    assert office.api.store.people.revoke_key("_".join(person.key.split("_")[:2]))
    return person
