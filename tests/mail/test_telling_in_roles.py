"""In which role, and in whose name, someone is told: colleagues, substitutes, a provider's people, who claimed it."""

from datetime import UTC, datetime, timedelta

from domain.people import Role
from store.claims import Claims
from tests.mail.mailbox import FakeMailServer
from tests.mail.mailed import AT_ONCE, PUBLISHER, Mailed, told, waiting

NOW = datetime.now(UTC)


def test_whoever_did_it_is_not_told_of_it(mailed: Mailed, server: FakeMailServer) -> None:
    """Their colleague is; who they stood in for is too."""
    by = mailed.person("p-cac", Role.CAC, "o-cac", **AT_ONCE)
    mailed.person("p-peer", Role.CAC, "o-cac", **AT_ONCE)
    mailed.pin("c-1", waiting(holder=Role.CAC), by=by)
    mailed.tell()
    assert told(server) == ["p-peer"]
    stand_in(mailed, "p-cac", "p-peer", Role.CAC, "o-cac")
    mailed.pin("c-1", waiting(holder=Role.CAC, phase="working"), by=by.model_copy(update={"on_behalf_of": "p-peer"}))
    mailed.tell()
    assert told(server) == ["p-peer", "p-peer"]


def test_a_substitute_is_told_while_it_lasts(mailed: Mailed, server: FakeMailServer) -> None:
    """In the name of whom they stand in for; who holds the role themselves is told in their own name."""
    mailed.person("p-li", Role.DATA_PUBLISHER, **AT_ONCE)
    mailed.person("p-sub", Role.DESIGNATED_OFFICER, **AT_ONCE)
    stand_in(mailed, "p-sub", "p-li")
    mailed.pin("c-1", waiting())
    mailed.tell()
    assert sorted(mailed.notices("person", "on_behalf_of", "state")) == [
        ("p-li", "", "sent"),
        ("p-sub", "p-li", "sent"),
    ]
    assert "代他人办理" in server.taken("p-sub@mail.test")[0].text
    mailed.pin("c-2", waiting())
    mailed.follow()
    mailed.rows("UPDATE delegations SET ended_at = now(), ended_by = 'p-li'")
    mailed.round()
    mailed.pin("c-3", waiting())
    mailed.tell()
    assert [case for case, person in mailed.notices("case_id", "person") if person == "p-sub"] == ["c-1", "c-2"]
    assert sorted(told(server)) == ["p-li", "p-li", "p-li", "p-sub"]


def stand_in(
    mailed: Mailed, substitute: str, principal: str, role: Role = Role.DATA_PUBLISHER, of: str = PUBLISHER
) -> None:
    """Let one act for the other in that role, for a day."""
    mailed.rows(
        """INSERT INTO delegations (id, principal, substitute, organisation, role, valid_from, valid_to, ground,
            granted_by, granted_at)
        VALUES ('d-1', %s, %s, %s, %s, now(), now() + interval '1 day', 'leave', 'x', now())""",
        principal,
        substitute,
        of,
        role,
    )


def test_a_providers_people_are_told_in_the_roles_they_were_lately_seen_in(
    mailed: Mailed, server: FakeMailServer
) -> None:
    """Once no token has said so for a month, nothing is sent."""
    for name, days in (("u-new", 1), ("u-old", 40)):
        mailed.rows("INSERT INTO people (id, name, issuer, subject) VALUES (%s, '', 'https://idp', %s)", name, name)
        mailed.reach(name, f"{name}@mail.test", **AT_ONCE)
        mailed.rows("INSERT INTO organisations VALUES (%s, '局', '') ON CONFLICT DO NOTHING", PUBLISHER)
        seen = "INSERT INTO provider_roles VALUES (%s, 'data_publisher', %s, now() - %s * interval '1 day')"
        mailed.rows(seen, name, PUBLISHER, days)
    mailed.pin("c-1", waiting())
    mailed.tell()
    assert told(server) == ["u-new"]


def test_a_claimed_case_is_told_to_who_claimed_it(mailed: Mailed, server: FakeMailServer) -> None:
    """Among those in the role of the claim; once the case waits for another role, that one is told."""
    li = mailed.person("p-li", Role.DATA_PUBLISHER, **AT_ONCE)
    mailed.person("p-wang", Role.DATA_PUBLISHER, **AT_ONCE)
    mailed.person("p-head", Role.PUBLISHER_HEAD, **AT_ONCE)
    mailed.pin("c-1", waiting())
    Claims(mailed.store.database, 72).claim("c-1", li, take_over=False)
    mailed.tell()
    assert told(server) == ["p-li"]
    mailed.pin("c-1", waiting(holder=Role.PUBLISHER_HEAD))
    mailed.tell()
    assert told(server) == ["p-li", "p-head"]
    claimed, late = waiting(phase="working"), NOW - timedelta(days=1)
    mailed.pin("c-1", claimed, due=late)
    Claims(mailed.store.database, 72).release("c-1", li)
    mailed.tell()
    assert sorted(told(server)[2:]) == ["p-li", "p-wang"]
