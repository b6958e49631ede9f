"""Commands over HTTP: one operation each, safe to repeat, with versions that are checked."""

from domain.people import Role
from tests.api.served import Person, Served


def test_a_command_opens_a_case_and_another_changes_it(ann: Person) -> None:
    """201 with a Location, then 200 with the next version as its ETag."""
    opened = ann.ask("/v1/toys", {"dues": []})
    assert opened.status_code == 201, opened.text
    assert opened.headers["Location"] == f"/v1/toys/{opened.json()['id']}"
    assert opened.headers["ETag"] == '"1"'
    changed = ann.ask(f"{opened.headers['Location']}/remark-toy", {"words": "好"})
    assert changed.status_code == 200
    assert changed.json()["events"] == ["toy_remarked"]
    assert changed.headers["ETag"] == '"2"'


def test_asking_again_under_a_key_gives_the_same_answer(api: Served, ann: Person) -> None:
    """The case is opened once, and the log holds it once."""
    first = ann.ask("/v1/toys", {"dues": []}, Idempotency_Key="same")
    second = ann.ask("/v1/toys", {"dues": []}, Idempotency_Key="same")
    assert (second.status_code, second.json()) == (first.status_code, first.json())
    assert api.parts.log.position() == 1


def test_a_refusal_is_repeated_too(ann: Person) -> None:
    """What was refused under a key stays refused under it, though it would be allowed by now."""
    here = ann.ask("/v1/toys").headers["Location"]
    stale = ann.ask(f"{here}/remark-toy", {"words": "x"}, Idempotency_Key="k", If_Match='"9"')
    assert stale.status_code == 412
    for _ in range(8):
        ann.ask(f"{here}/remark-toy", {"words": "x"})
    again = ann.ask(f"{here}/remark-toy", {"words": "x"}, Idempotency_Key="k", If_Match='"9"')
    assert (again.status_code, again.json()["reason"]) == (412, "stale_version")


def test_a_key_is_one_request_only(ann: Person) -> None:
    """Another body under the same key is refused."""
    here = ann.ask("/v1/toys").headers["Location"]
    ann.ask(f"{here}/remark-toy", {"words": "a"}, Idempotency_Key="k")
    other = ann.ask(f"{here}/remark-toy", {"words": "b"}, Idempotency_Key="k")
    assert (other.status_code, other.json()["reason"]) == (422, "key_reused")


def test_two_people_may_use_the_same_key(api: Served, ann: Person) -> None:
    """A key is one's own."""
    bob = api.person("p-bob", Role.APPLICANT, "o-bob")
    mine = ann.ask("/v1/toys", Idempotency_Key="1").json()["id"]
    theirs = bob.ask("/v1/toys", Idempotency_Key="1").json()["id"]
    assert mine != theirs


def test_if_match_lets_the_right_version_through(ann: Person) -> None:
    """The ETag of an answer is what If-Match takes."""
    opened = ann.ask("/v1/toys")
    here = opened.headers["Location"]
    changed = ann.ask(f"{here}/remark-toy", {"words": "x"}, If_Match=opened.headers["ETag"])
    assert changed.status_code == 200


def test_the_clocks_commands_are_not_offered(ann: Person) -> None:
    """A person can't report deadlines or duties."""
    here = ann.ask("/v1/toys").headers["Location"]
    assert ann.ask(f"{here}/report-deadline-passed", {}).status_code in (404, 405)
    assert ann.ask(f"{here}/record-work", {}).status_code in (404, 405)
