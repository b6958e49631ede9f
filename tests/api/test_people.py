"""Keys, roles and their dates: what holds at the instant of a request."""

import pytest

from domain.people import Role
from store.people import Assignment, Organisation, PeopleError
from tests.api.served import Person, Served

OPERATOR = Assignment(role=Role.PLATFORM_OPERATOR, organisation="o-ann")


def test_a_revoked_key_opens_nothing_from_the_next_request_on(api: Served, ann: Person) -> None:
    """No cache stands between a revocation and its effect."""
    assert ann.get("/v1/worklist").status_code == 200
    prefix = "_".join(ann.key.split("_")[:2])
    assert api.store.people.revoke_key(prefix)
    assert ann.get("/v1/worklist").status_code == 401


def test_a_revoked_key_gives_no_command_though_it_was_just_used(api: Served, ann: Person) -> None:
    """The remembered actor is checked by the read that decides; even what was answered is not said again."""
    opened = ann.ask("/v1/toys", {"dues": []}, Idempotency_Key="first")
    assert opened.status_code == 201
    position = api.store.log.position()
    assert api.store.people.revoke_key("_".join(ann.key.split("_")[:2]))
    assert ann.ask("/v1/toys", {"dues": []}, Idempotency_Key="second").status_code == 401
    assert ann.ask("/v1/toys", {"dues": []}, Idempotency_Key="first").status_code == 401
    assert api.store.log.position() == position


def test_a_command_is_given_in_the_role_held_now(api: Served, ann: Person) -> None:
    """A role that ended since the last command is not used again; the one that took its place is recorded."""
    toy = ann.ask("/v1/toys", {"dues": []}).json()["id"]
    held = Assignment(role=Role.APPLICANT, organisation="o-ann")
    api.store.people.end("p-ann", held)
    assert ann.ask(f"/v1/toys/{toy}/remark-toy", {"words": "one"}).json()["reason"] == "no_role"
    api.store.people.grant("p-ann", held)
    assert ann.ask(f"/v1/toys/{toy}/remark-toy", {"words": "two"}).status_code == 200
    api.store.people.end("p-ann", held)
    api.store.people.grant("p-ann", OPERATOR)
    assert ann.ask(f"/v1/toys/{toy}/remark-toy", {"words": "three"}).json()["reason"] == "forbidden"
    assert [event.actor.role for event in api.store.log.events(toy)] == [Role.APPLICANT] * 2


def test_several_roles_need_a_choice(api: Served, ann: Person) -> None:
    """The header chooses; without it nobody guesses; a role that isn't held is refused."""
    api.store.people.grant("p-ann", OPERATOR)
    asked = ann.get("/v1/worklist")
    assert asked.json()["reason"] == "role_needed"
    assert asked.json()["roles"] == ["applicant@o-ann", "platform_operator@o-ann"]
    assert ann.get("/v1/worklist", Sluice_Role="applicant").status_code == 200
    assert ann.get("/v1/worklist", Sluice_Role="applicant@o-ann").status_code == 200
    assert ann.get("/v1/worklist", Sluice_Role="auditor").json()["reason"] == "role_not_held"


def test_those_who_supervise_see_which_publisher_has_no_named_officer(api: Served, ann: Person) -> None:
    """Who reviews for a publisher makes it one; its officer and its head count from now on, until their roles end."""
    auditor = api.person("p-aud", Role.AUDITOR, "o-aud")
    api.person("p-zhao", Role.DATA_PUBLISHER, "o-weather")
    shown = {"id": "o-weather", "name_zh": "o-weather公司", "officer": False, "head": False}
    assert auditor.get("/v1/publishers").json() == {"publishers": [shown]}
    officer = Assignment(role=Role.DESIGNATED_OFFICER, organisation="o-weather")
    now = api.store.clocks.now()
    assert not api.store.registry.held(officer.role, officer.organisation, now)
    api.store.people.grant("p-zhao", officer)
    assert auditor.get("/v1/publishers").json() == {"publishers": [{**shown, "officer": True}]}
    assert api.store.registry.held(officer.role, officer.organisation, api.store.clocks.now())
    assert not api.store.registry.held(officer.role, officer.organisation, now)
    api.store.people.end("p-zhao", officer)
    assert auditor.get("/v1/publishers").json() == {"publishers": [shown]}
    assert ann.get("/v1/publishers").json()["reason"] == "forbidden"


def test_an_ended_role_is_gone_at_once(api: Served, ann: Person) -> None:
    """The person stays, with no role."""
    held = Assignment(role=Role.APPLICANT, organisation="o-ann")
    assert api.store.people.end("p-ann", held) == 1
    assert ann.get("/v1/worklist").json()["reason"] == "no_role"


def test_only_hashes_of_keys_are_kept(api: Served, ann: Person) -> None:
    """The key is in no row."""
    with api.parts.database.connection() as connection:
        rows = connection.execute("SELECT * FROM api_keys").fetchall()
    assert ann.key not in str(rows) and ann.key.split("_", 2)[2] not in str(rows)


def test_an_erased_person_is_an_id_alone(api: Served, ann: Person) -> None:
    """Name and contact are emptied; keys and log go on."""
    assert api.store.people.erase("p-ann")
    (one,) = [one for one in api.store.people.listed() if one.id == "p-ann"]
    assert (one.name, one.roles) == ("", ("applicant @ o-ann",))
    assert ann.get("/v1/worklist").status_code == 200


def test_what_cannot_be_recorded_is_refused(api: Served, ann: Person) -> None:
    """A known person, an unknown organisation or person, an id with a slash."""
    people = api.store.people
    here = Assignment(role=Role.APPLICANT, organisation="o-ann")
    nowhere = Assignment(role=Role.APPLICANT, organisation="o-none")
    with pytest.raises(PeopleError, match="recorded already"):
        people.add("p-ann", "", "", here)
    with pytest.raises(PeopleError, match="no person"):
        people.add("p-new", "", "", nowhere)
    with pytest.raises(PeopleError, match="no person"):
        people.new_key("p-none")
    with pytest.raises(PeopleError, match="is no id"):
        people.add("p/new", "", "", here)
    with pytest.raises(PeopleError, match="is no id"):
        people.add_organisations([Organisation(id="市教委", name_zh="市教委")])
    with pytest.raises(PeopleError, match="acts as the clock"):
        people.grant("p-ann", Assignment(role=Role.CLOCK, organisation="o-ann"))
    assert ann.get("/v1/worklist").status_code == 200
