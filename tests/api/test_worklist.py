"""Worklists over HTTP: views, counts, saved filters, and claims with what they bar and what they don't."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.people import Role
from tests.api.served import Person, Served, served
from tests.parts import Database
from tests.store.board import BOARD

NOW = datetime.now(UTC)
PUBLISHER: dict[str, Any] = {"holder": "data_publisher", "parties": {"data_publisher": ["o-pub"]}}


@pytest.fixture
def api(database: Database, tmp_path: Path) -> Generator[Served]:
    with served(database.app_url, tmp_path, (BOARD,)) as running:
        yield running


@pytest.fixture
def cac(api: Served) -> Person:
    """Who may make any case here, and sees all."""
    return api.person("p-cac", Role.CAC, "o-cac")


@pytest.fixture
def li(api: Served) -> Person:
    return api.person("p-li", Role.DATA_PUBLISHER, "o-pub")


def _pin(cac: Person, days: int | None = None, **shown: Any) -> str:
    """A case whose limit ends in so many days; returns its id."""
    due = None if days is None else (NOW + timedelta(days=days)).isoformat()
    made = cac.ask("/v1/boards", {"shown": {"phase": "waiting", **shown}, "due": due})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def _ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [case["id"] for case in answer.json()["cases"]]


def test_a_worklist_is_paged_soonest_due_first(cac: Person, li: Person) -> None:
    """Those without a limit come last; what waits for others is not there."""
    late, none, first = _pin(cac, 9, **PUBLISHER), _pin(cac, **PUBLISHER), _pin(cac, 1, **PUBLISHER)
    _pin(cac, 1, holder="data_publisher", parties={"data_publisher": ["o-other"]})
    seen, cursor = list[str](), ""
    for _ in range(3):
        page = li.get(f"/v1/worklist?limit=1&cursor={cursor}")
        seen += _ids(page)
        cursor = page.json()["next_cursor"]
    assert (seen, cursor) == ([first, late, none], "")


def test_a_reminder_is_nothing_that_anyone_works_by(cac: Person, li: Person) -> None:
    """It makes no case come earlier, or be due soon, or overdue; it shows as what comes next."""
    later, sooner = _pin(cac, 9, **PUBLISHER), _pin(cac, 5, **PUBLISHER)
    limit, reminders = (NOW + timedelta(days=9)).isoformat(), [(NOW + timedelta(hours=n)).isoformat() for n in (1, -1)]
    for reminder in reminders:
        body = {"shown": {"phase": "waiting", **PUBLISHER}, "due": limit, "reminder": reminder}
        assert cac.ask(f"/v1/boards/{later}/repin-case", body).status_code == 200
        page = li.get("/v1/worklist")
        assert _ids(page) == [sooner, later]
        shown = page.json()["cases"][1]
        assert (shown["next_due"]["name"], shown["due_by"]["name"]) == ("reminder", "limit")
        assert _ids(li.get("/v1/worklist?due=soon")) == _ids(li.get("/v1/worklist?due=overdue")) == []
        assert _ids(cac.get("/v1/boards?overdue=true")) == []


def test_no_case_is_passed_over_while_those_before_it_are_worked_off(cac: Person, li: Person) -> None:
    """A page's place is its last case's, not a count: what is decided or re-dated meanwhile moves no other."""
    cases = [_pin(cac, days, **PUBLISHER) for days in range(1, 7)]
    page = li.get("/v1/worklist?limit=2")
    for case in _ids(page):
        cac.ask(f"/v1/boards/{case}/repin-case", {"shown": {"phase": "waiting", **PUBLISHER}, "closed": True})
    late = {"shown": {"phase": "waiting", **PUBLISHER}, "due": (NOW + timedelta(days=90)).isoformat()}
    cac.ask(f"/v1/boards/{cases[2]}/repin-case", late)
    new = _pin(cac, 3, **PUBLISHER)  # due as soon as one that is still to come
    seen, cursor = list[str](), page.json()["next_cursor"]
    while cursor:
        page = li.get(f"/v1/worklist?limit=2&cursor={cursor}")
        seen, cursor = seen + _ids(page), page.json()["next_cursor"]
    assert sorted(seen) == sorted([*cases[2:], new]) and seen[-1] == cases[2]


def test_views_and_filters_narrow_it(cac: Person, li: Person) -> None:
    """My organisation's, all I may see, overdue, due soon, one phase."""
    mine, soon = _pin(cac, 9, **PUBLISHER), _pin(cac, 2, **PUBLISHER)
    party = _pin(cac, 5, holder="cac", parties={"data_publisher": ["o-pub"]})
    late = _pin(cac, 6, escalated_to=["publisher_head"], applicants=["p-li"])
    hidden = _pin(cac, 4, holder="cac")
    working = _pin(cac, 8, **{**PUBLISHER, "phase": "working"})
    assert _ids(li.get("/v1/worklist")) == [soon, working, mine]
    assert _ids(li.get("/v1/worklist?view=organisation")) == [soon, party, working, mine]
    assert _ids(li.get("/v1/worklist?view=all")) == [soon, party, late, working, mine]
    assert _ids(li.get("/v1/worklist?view=all&due=overdue")) == [late]
    assert _ids(li.get("/v1/worklist?due=soon")) == [soon]
    assert _ids(li.get("/v1/worklist?process=board&phase=working")) == [working]
    assert _ids(li.get("/v1/worklist?phase=nonesuch")) == []
    assert _ids(cac.get("/v1/worklist")) == [hidden, party]
    assert len(_ids(cac.get("/v1/worklist?view=all"))) == 6


def test_an_unknown_view_or_parameter_is_told(li: Person) -> None:
    for wrong in ("view=theirs", "due=later", "claimed=perhaps", "sort=phase", "limit=0"):
        answer = li.get(f"/v1/worklist?{wrong}")
        assert (answer.status_code, answer.json()["reason"]) == (422, "invalid_input")


def test_counts_say_how_many_of_what(cac: Person, li: Person) -> None:
    """By due, by claim and by phase, with the phase's words."""
    first = _pin(cac, 1, **PUBLISHER)
    _pin(cac, 9, **{**PUBLISHER, "phase": "working", "escalated_to": ["data_publisher"]})
    _pin(cac, 9, **PUBLISHER)
    assert li.ask(f"/v1/boards/{first}/claim").status_code == 200
    found = li.get("/v1/worklist/counts").json()
    numbers = {name: found[name]["count"] for name in ("open", "overdue", "soon", "claimed", "unclaimed")}
    assert numbers == {"open": 3, "overdue": 1, "soon": 1, "claimed": 1, "unclaimed": 2}
    assert {one["phase"]: one["count"] for one in found["phases"]} == {"waiting": 2, "working": 1}
    assert all(one["exact"] for one in found["phases"])
    assert li.get("/v1/worklist/counts?view=claimed").json()["open"] == {"count": 1, "exact": True}


def test_a_claim_shows_and_is_released(api: Served, cac: Person, li: Person) -> None:
    """On everyone's list, and on the claimant's own; released, it is gone from both, and its history stays."""
    case, wang = _pin(cac, 1, **PUBLISHER), api.person("p-wang", Role.DATA_PUBLISHER, "o-pub")
    claim = li.ask(f"/v1/boards/{case}/claim")
    assert (claim.status_code, claim.json()["person"]) == (200, "p-li")
    for other in (wang.get("/v1/worklist?claimed=true"), cac.get("/v1/worklist?view=all&claimed=true")):
        assert [(one["id"], one["claim"]["person"]) for one in other.json()["cases"]] == [(case, "p-li")]
    assert _ids(li.get("/v1/worklist?view=claimed")) == _ids(li.get("/v1/worklist")) == [case]
    assert _ids(wang.get("/v1/worklist?claimed=false")) == []
    released, again = (li.ask(f"/v1/boards/{case}/release") for _ in range(2))  # the second time it is gone already
    assert (again.status_code, again.json()) == (released.status_code, released.json())
    assert [one["ended_by"] for one in released.json()["claims"]] == ["p-li"]
    assert wang.get(f"/v1/boards/{case}/claims").json() == released.json()
    assert _ids(li.get("/v1/worklist?view=claimed")) == [] and _ids(wang.get("/v1/worklist?claimed=false")) == [case]


def test_a_claim_bars_nobody_from_acting_but_from_claiming(api: Served, cac: Person, li: Person) -> None:
    """Another has to say that they take it over."""
    case, other = _pin(cac, 1, holder="cac"), api.person("p-other", Role.CAC, "o-cac")
    cac.ask(f"/v1/boards/{case}/claim")
    refused = other.ask(f"/v1/boards/{case}/claim")
    assert (refused.status_code, refused.json()["reason"]) == (409, "claimed_by_another")
    assert refused.json()["claim"]["person"] == "p-cac"
    same = {"shown": {"phase": "waiting", "holder": "cac"}}
    assert other.ask(f"/v1/boards/{case}/repin-case", same).status_code == 200
    assert other.ask(f"/v1/boards/{case}/claim", {"take_over": True}).json()["person"] == "p-other"


def test_a_case_is_claimed_by_those_for_whom_it_waits(api: Served, cac: Person, li: Person) -> None:
    """Whose turn it is, and to whom it was escalated: what stands on one's own list. Not who has asked for it.

    To a stranger there is no such case; a closed one is no one's.
    """
    head, case = api.person("p-head", Role.PUBLISHER_HEAD, "o-pub"), _pin(cac, 1, **PUBLISHER)
    stranger = api.person("p-eve", Role.APPLICANT, "o-eve")
    assert stranger.ask(f"/v1/boards/{case}/claim").json()["reason"] == "unknown_case"
    assert [one.ask(f"/v1/boards/{case}/claim").json()["reason"] for one in (head, cac)] == ["forbidden"] * 2
    parties = {"data_publisher": ["o-pub"], "publisher_head": ["o-pub"]}
    late = _pin(cac, 1, holder="data_publisher", escalated_to=["publisher_head"], parties=parties)
    assert _ids(head.get("/v1/worklist")) == [late]
    assert head.ask(f"/v1/boards/{late}/claim").status_code == 200
    own = _pin(cac, 1, applicants=["o-pub"], **PUBLISHER)
    assert li.ask(f"/v1/boards/{own}/claim").json()["reason"] == "four_eyes"
    cac.ask(f"/v1/boards/{case}/repin-case", {"shown": {"phase": "waiting", **PUBLISHER}, "closed": True})
    assert li.ask(f"/v1/boards/{case}/claim").json()["reason"] == "wrong_phase"


def test_a_claim_ends_when_the_case_waits_for_others(cac: Person, li: Person) -> None:
    """Their lists say that no one sees to it; the claimant has it no more, also once it is their turn again."""
    case = _pin(cac, 1, **PUBLISHER)
    li.ask(f"/v1/boards/{case}/claim")
    same = {"shown": {"phase": "working", **PUBLISHER}}
    assert cac.ask(f"/v1/boards/{case}/repin-case", same).status_code == 200
    assert _ids(li.get("/v1/worklist?view=claimed")) == [case]  # their turn still
    for holder in ("cac", "data_publisher"):
        cac.ask(f"/v1/boards/{case}/repin-case", {"shown": {"phase": "waiting", **PUBLISHER, "holder": holder}})
        assert _ids(li.get("/v1/worklist?view=claimed")) == []
        assert _ids(cac.get("/v1/worklist?view=all&claimed=false")) == [case]
    (claim,) = li.get(f"/v1/boards/{case}/claims").json()["claims"]
    assert claim["ended_at"] and claim["ended_by"] == ""


def test_a_claim_of_a_substitute_names_both(api: Served, cac: Person, li: Person) -> None:
    wang, case = api.person("p-wang", Role.DESIGNATED_OFFICER, "o-pub"), _pin(cac, 1, **PUBLISHER)
    until = (NOW + timedelta(days=1)).isoformat()
    stands_in = {"substitute": "p-wang", "valid_to": until, "ground": "年休假"}
    assert li.ask("/v1/delegations", stands_in).status_code == 201
    claim = wang.ask(f"/v1/boards/{case}/claim", Sluice_On_Behalf_Of="p-li").json()
    assert (claim["person"], claim["on_behalf_of"], claim["organisation"]) == ("p-wang", "p-li", "o-pub")


def test_who_asked_is_not_told_who_inside_has_claimed_it(api: Served, cac: Person, li: Person) -> None:
    """As they are not told who acted: that it is claimed, and in which role; of their own people also who."""
    ann, bob = api.person("p-ann", Role.APPLICANT, "o-ann"), api.person("p-bob", Role.APPLICANT, "o-ann")
    shown = {"parties": {"data_publisher": ["o-pub"], "applicant": ["o-ann"]}, "applicants": ["o-ann"]}
    case = _pin(cac, 1, holder="data_publisher", **shown)
    li.ask(f"/v1/boards/{case}/claim")
    (entry,) = ann.get("/v1/worklist?view=organisation").json()["cases"]
    assert (entry["claim"]["person"], entry["claim"]["role"]) == ("", "data_publisher")
    cac.ask(f"/v1/boards/{case}/repin-case", {"shown": {"phase": "waiting", "holder": "applicant", **shown}})
    bob.ask(f"/v1/boards/{case}/claim")
    assert ann.ask(f"/v1/boards/{case}/claim").json()["claim"]["person"] == "p-bob"
    both = [(one["person"], one["organisation"]) for one in ann.get(f"/v1/boards/{case}/claims").json()["claims"]]
    assert both == [("", "o-pub"), ("p-bob", "o-ann")]
    told = [one["person"] for one in li.get(f"/v1/boards/{case}/claims").json()["claims"]]
    assert told == ["p-li", "p-bob"]


def test_a_filter_is_kept_used_and_forgotten(api: Served, cac: Person, li: Person) -> None:
    """It is one's own; what is given beside it wins."""
    _pin(cac, 9, **PUBLISHER)
    late = _pin(cac, 6, **{**PUBLISHER, "escalated_to": ["data_publisher"]})
    saved = li.client.put(
        f"{li.url}/v1/worklist/filters/逾期", json={"due": "overdue"}, headers={"Authorization": f"Bearer {li.key}"}
    )
    assert saved.status_code == 200, saved.text
    assert list(li.get("/v1/worklist/filters").json()["filters"]) == ["逾期"]
    assert _ids(li.get("/v1/worklist?filter=逾期")) == [late]
    assert _ids(li.get("/v1/worklist?filter=逾期&due=soon")) == []
    assert cac.get("/v1/worklist?filter=逾期").json()["reason"] == "no_such_filter"
    here, key = f"{li.url}/v1/worklist/filters/逾期", {"Authorization": f"Bearer {li.key}"}
    assert [li.client.delete(here, headers=key).status_code for _ in range(2)] == [204, 404]
    assert li.get("/v1/worklist/filters").json() == {"filters": {}}


def test_no_one_keeps_filters_without_end(api: Served, li: Person) -> None:
    """Up to a bound; one that is there can still be changed."""
    keep = api.parts.saved_filters
    assert all(keep.save("p-li", f"f{n}", "{}") for n in range(50))
    assert not keep.save("p-li", "one-more", "{}")
    assert keep.save("p-li", "f0", '{"due": "soon"}')
    headers = {"Authorization": f"Bearer {li.key}"}
    refused = li.client.put(f"{li.url}/v1/worklist/filters/more", json={}, headers=headers)
    assert (refused.status_code, refused.json()["reason"]) == (422, "too_many_filters")


def test_search_finds_what_one_may_see(cac: Person, li: Person) -> None:
    """By title, subject, or a party's name; page by page; a text of signs alone is refused."""
    made = [_pin(cac, title=f"气象观测{n}", subject="sh-2025-1", **PUBLISHER) for n in range(3)]
    hidden = _pin(cac, title="气象预报")
    first = li.get("/v1/search?q=气象&limit=2")
    second = li.get(f"/v1/search?q=气象&limit=2&cursor={first.json()['next_cursor']}")
    assert _ids(first) + _ids(second) == made[::-1] and second.json()["next_cursor"] == ""
    assert _ids(cac.get("/v1/search?q=象预")) == [hidden]
    assert _ids(li.get("/v1/search?q=预报")) == []
    assert _ids(li.get("/v1/search?q=sh-2025")) == _ids(li.get("/v1/search?q=o-pub公司")) == made[::-1]
    assert _ids(li.get(f"/v1/search?q={made[1]}")) == made[1:2]
    refused = li.get("/v1/search?q=--")
    assert (refused.status_code, refused.json()["reason"]) == (422, "invalid_input")
