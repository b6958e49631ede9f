"""Blocked attempts are on record, for those who supervise."""

from domain.people import Role
from tests.api.served import Person, Served


def test_a_supervisor_sees_who_was_refused_what_and_why_page_by_page(api: Served, ann: Person) -> None:
    """In the order of the attempts, with the version the case stood at; accepted commands are not among them."""
    here = ann.ask("/v1/toys").headers["Location"]
    for words in ("a", "b", "c"):
        assert ann.ask(f"{here}/remark-toy", {"words": words}, If_Match='"9"').status_code == 412
    assert ann.ask(f"{here}/remark-toy", {"words": "d"}).status_code == 200
    auditor = api.person("p-aud", Role.AUDITOR, "o-aud")
    first = auditor.get(f"{here}/refusals?limit=2").json()
    rest = auditor.get(f"{here}/refusals?limit=2&cursor={first['next_cursor']}").json()
    found = [*first["refusals"], *rest["refusals"]]
    assert (len(first["refusals"]), len(found), rest["next_cursor"]) == (2, 3, "")
    assert {(one["kind"], one["reason"], one["actor"]["id"], one["version"]) for one in found} == {
        ("remark_toy", "stale_version", "p-ann", 1)
    }
    assert len({one["command_id"] for one in found}) == 3


def test_refusals_are_not_for_the_parties(api: Served, ann: Person) -> None:
    """They name others who tried; and a stranger is told of no case."""
    here = ann.ask("/v1/toys").headers["Location"]
    assert ann.get(f"{here}/refusals").json()["reason"] == "forbidden"
    stranger = api.person("p-eve", Role.APPLICANT, "o-eve")
    assert stranger.get(f"{here}/refusals").json()["reason"] == "unknown_case"
    auditor = api.person("p-aud", Role.AUDITOR, "o-aud")
    assert auditor.get(f"{here}/refusals?cursor=x").json()["reason"] == "malformed_cursor"
