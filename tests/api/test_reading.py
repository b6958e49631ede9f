"""Cases as they are and were, their events and deadlines, lists and worklists; and who may see them."""

from datetime import UTC, datetime, timedelta

from domain.people import Role
from tests.api.served import Person, Served

FAR = (datetime.now(UTC) + timedelta(days=30)).isoformat()
FURTHER = (datetime.now(UTC) + timedelta(days=60)).isoformat()


def test_a_case_is_shown_now_and_as_it_was(ann: Person) -> None:
    """By version and by instant; the ETag is the version shown."""
    here = ann.ask("/v1/toys", {"dues": [FAR]}).headers["Location"]
    between = datetime.now(UTC).isoformat()
    ann.ask(f"{here}/order-work", {"duty": "work"})
    now = ann.get(here)
    assert (now.json()["version"], now.headers["ETag"]) == (2, '"2"')
    assert now.json()["duties"] == ["work"]
    assert now.json()["next_due"]["name"] == "d1"
    for then in ("1", between, between.replace("+", "%2B")):
        earlier = ann.get(f"{here}?as_of={then}")
        assert (earlier.json()["version"], earlier.json()["duties"]) == (1, [])


def test_events_come_with_their_envelopes_page_by_page(ann: Person) -> None:
    """Oldest first, none twice, none left out."""
    here = ann.ask("/v1/toys").headers["Location"]
    for _ in range(4):
        ann.ask(f"{here}/remark-toy", {"words": "x"})
    cursor, versions = "", list[int]()
    for _ in range(3):
        page = ann.get(f"{here}/events?limit=2&cursor={cursor}").json()
        versions += [event["version"] for event in page["events"]]
        cursor = page["next_cursor"]
    assert versions == [1, 2, 3, 4, 5] and cursor == ""
    event = ann.get(f"{here}/events").json()["events"][0]
    assert event["actor"]["id"] == "p-ann" and event["actor"]["credential"].startswith("slc_")
    assert {"occurred_at", "recorded_at", "policy_version", "calendar_version", "body"} <= set(event)


def test_every_deadline_is_shown_with_its_receipt_and_end(ann: Person) -> None:
    """One that was replaced before its day is met; one whose instant came is passed."""
    soon = (datetime.now(UTC) + timedelta(milliseconds=150)).isoformat()
    here = ann.ask("/v1/toys", {"dues": [soon, FAR]}).headers["Location"]
    while datetime.now(UTC).isoformat() < soon:
        ann.get("/health")
    ann.ask(f"{here}/postpone-toy", {"due": FURTHER})
    found = ann.get(f"{here}/deadlines").json()["deadlines"]
    shown = {one["deadline"]["name"]: one["status"] for one in found}
    assert shown == {"d1": "passed", "d2": "met", "later": "pending"}
    assert found[0]["deadline"]["receipt"]["rule"] == "toy.due"
    assert found[0]["ended_at"] == found[0]["deadline"]["due"]


def test_a_stranger_sees_no_such_case(api: Served, ann: Person) -> None:
    """The same 404 as for a case that doesn't exist; the auditor sees it."""
    opened = ann.ask("/v1/toys")
    here = opened.headers["Location"]
    stranger = api.person("p-eve", Role.APPLICANT, "o-eve")
    for path in (here, f"{here}/events", f"{here}/deadlines", f"{here}?as_of=1"):
        hidden, none = stranger.get(path), stranger.get(path.replace(opened.json()["id"], "toy-none"))
        assert hidden.status_code == none.status_code == 404
        assert {**hidden.json(), "request_id": ""} == {**none.json(), "request_id": ""}
    assert stranger.get("/v1/toys").json()["cases"] == []
    assert api.person("p-aud", Role.AUDITOR, "o-aud").get(here).status_code == 200


def test_lists_are_filtered_and_paged(ann: Person) -> None:
    """Newest first; each case on one page only."""
    made = [ann.ask("/v1/toys").json()["id"] for _ in range(5)]
    ann.ask(f"/v1/toys/{made[0]}/close-toy")
    cursor, seen = "", list[str]()
    while True:
        page = ann.get(f"/v1/toys?limit=2&cursor={cursor}").json()
        seen += [case["id"] for case in page["cases"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert seen == made[::-1]
    shut = ann.get("/v1/toys?phase=shut").json()["cases"]
    assert [case["id"] for case in shut] == made[:1]
    assert len(ann.get("/v1/toys?closed=false").json()["cases"]) == 4
    assert ann.get("/v1/toys?overdue=true").json()["cases"] == []


def test_health_needs_no_key(ann: Person) -> None:
    """Alive and ready, and how far the worker is behind, without a worker too."""
    assert ann.client.get(f"{ann.url}/health").json() == {"status": "alive"}
    assert ann.client.get(f"{ann.url}/ready").json()["status"] == "ready"
    assert ann.client.get(f"{ann.url}/v1/clock").json()["rehearsal"] is False
