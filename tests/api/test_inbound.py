"""Acting by webhook: what a signed command does, that it does it once, and one table of those that are refused."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from standardwebhooks import Webhook

from domain.people import Role
from embedded.processes import CHECKOUT
from store.people import Assignment
from tests.api.provider import SETTINGS, provided
from tests.api.served import Person, Served, served
from tests.parts import Database

HERE = "/v1/inbound-senders"
ROLE = Assignment(role=Role.APPLICANT, organisation="o-ann")


@dataclass(frozen=True)
class Message:
    """A command on its way from a system: to whom, what, and how it is signed."""

    sender: str
    secret: str
    named: dict[str, Any]
    id: str = "msg_1"
    signed_at: datetime | None = None  # None: now

    def sent(self, url: str, body: bytes | None = None, **headers: str) -> httpx.Response:
        """Send it, changed after the signing if `body` or headers are given (_ is -)."""
        at = self.signed_at or datetime.now(UTC)
        text = json.dumps(self.named)
        signed = {
            "webhook-id": self.id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(self.secret).sign(self.id, at, text),
        }
        signed.update({name.replace("_", "-"): value for name, value in headers.items()})
        return httpx.post(f"{url}/v1/inbound/{self.sender}", content=body or text.encode(), headers=signed, timeout=30)


def toy(command: str, case: str = "", if_match: int | None = None, **body: Any) -> dict[str, Any]:
    return {"process": "toy", "case": case, "command": command, "body": body, "if_match": if_match}


def made(person: Person) -> Message:
    """A new sender of the person, opening a toy."""
    answer = person.ask(HERE, {"description": "our document system"})
    assert answer.status_code == 201, answer.text
    return Message(answer.json()["id"], answer.json()["secret"], toy("open_toy"))


def told(answer: httpx.Response) -> dict[str, Any]:
    """What a refusal says, less what differs each time."""
    return {name: value for name, value in answer.json().items() if name != "request_id"}


def reason(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["reason"]


# -- what is done ------------------------------------------------------------------------------


def test_a_signed_command_is_settled_as_if_its_person_had_asked(api: Served, ann: Person) -> None:
    """Opening answers 201 with the address; the log names person, role, organisation and the sender."""
    message = made(ann)
    opened = message.sent(api.url)
    assert (opened.status_code, opened.headers["ETag"]) == (201, '"1"')
    here = opened.headers["Location"]
    assert ann.get(here).status_code == 200
    remarked = replace(message, id="msg_2", named=toy("remark_toy", opened.json()["id"], 1, words="well"))
    answer = remarked.sent(api.url)
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    actor = api.parts.log.events(opened.json()["id"])[-1].actor
    assert (actor.id, actor.role, actor.organisation) == ("p-ann", Role.APPLICANT, "o-ann")
    assert actor.credential == message.sender


def test_the_same_id_again_does_nothing_again(api: Served, ann: Person) -> None:
    """The same command gets the same answer, signed anew too; another is refused; another sender has its own ids."""
    message = made(ann)
    first = message.sent(api.url)
    assert message.sent(api.url).json() == first.json()
    later = replace(message, signed_at=datetime.now(UTC) + timedelta(seconds=60))
    assert later.sent(api.url).json() == first.json()
    assert reason(replace(message, named=toy("open_toy", dues=["2027-01-01T00:00:00Z"])).sent(api.url)) == (
        422,
        "key_reused",
    )
    assert api.parts.log.position() == 1
    assert made(ann).sent(api.url).json()["id"] != first.json()["id"]


def test_what_the_law_refuses_is_refused_here_too(api: Served, ann: Person) -> None:
    """The phase, the version, the input, and names of nothing: as over the API; those of authority are on record."""
    message = made(ann)
    here = message.sent(api.url).json()["id"]
    rows = [
        (toy("remark_toy", here, 9, words="a"), (412, "stale_version")),
        (toy("remark_toy", here), (422, "invalid_input")),
        (toy("remark_toy", "toy-none", words="a"), (404, "unknown_case")),
        (toy("remark_toy", "a\0b", words="a"), (422, "invalid_input")),
        (toy("remark_toy", here, words="\0"), (422, "invalid_input")),
        (toy("open_toy", here), (404, "not_found")),
        (toy("report_deadline_passed", here, name="d1", due="2025-09-10T16:00:00Z"), (404, "not_found")),
        ({"process": "toy"}, (422, "invalid_input")),
        ({**toy("open_toy"), "actor": "p-bob"}, (422, "invalid_input")),
    ]
    for number, (named, expected) in enumerate(rows):
        assert reason(replace(message, id=f"row_{number}", named=named).sent(api.url)) == expected, named
    assert api.parts.log.position() == 1
    records = [(one.reason, one.person, one.credential) for one in api.parts.attempts.page(2**62, 10)]
    assert records == [("unknown_case", "p-ann", message.sender)]


def test_a_body_has_the_bound_of_a_command(api: Served, ann: Person) -> None:
    """More is not even read; an id that no key can be made of is refused once the signature is right."""
    message = made(ann)
    long = replace(message, named=toy("remark_toy", "toy-1", words="a" * 300_000))
    assert reason(long.sent(api.url)) == (413, "too_large")
    assert reason(replace(message, id="m" * 121).sent(api.url)) == (400, "malformed")


# -- who is refused ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A request that nobody is known by. `why` is in the record, which alone knows it."""

    name: str
    ask: Callable[[Message, str], httpx.Response]
    why: str


OTHER = "whsec_" + "QUFB" * 8
ROWS = [
    Row("an unknown sender", lambda m, url: replace(m, sender="in-none").sent(url), "unknown sender"),
    Row("a sender's id of any length", lambda m, url: replace(m, sender="i" * 500).sent(url), "unknown sender"),
    Row("another secret", lambda m, url: replace(m, secret=OTHER).sent(url), "No matching signature"),
    Row("a changed body", lambda m, url: m.sent(url, b"{}"), "No matching signature"),
    Row("a body that is no text", lambda m, url: m.sent(url, b"\xff"), "can't be read"),
    Row("another id", lambda m, url: m.sent(url, webhook_id="msg_2"), "No matching signature"),
    Row("a changed time", lambda m, url: m.sent(url, webhook_timestamp=_now(9)), "No matching signature"),
    Row("no time", lambda m, url: m.sent(url, webhook_timestamp=""), "Missing required headers"),
    Row("no number for a time", lambda m, url: m.sent(url, webhook_timestamp="nan"), "Invalid Signature Headers"),
    Row("no signature", lambda m, url: m.sent(url, webhook_signature=""), "Missing required headers"),
    Row("half a signature", lambda m, url: m.sent(url, webhook_signature="v1"), "can't be read"),
    Row("a signature of another kind", lambda m, url: m.sent(url, webhook_signature="v1a,AAAA"), "No matching"),
    Row("too old", lambda m, url: replace(m, signed_at=_off(-301)).sent(url), "too old"),
    Row("too new", lambda m, url: replace(m, signed_at=_off(310)).sent(url), "too new"),
]


def _off(seconds: int) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


def _now(seconds: int) -> str:
    return str(int(_off(seconds).timestamp()))


def test_each_is_refused_alike_and_recorded(api: Served, ann: Person) -> None:
    """The same 401 whatever is wrong, even for a message that was taken before; the record says why, and where from."""
    message = made(ann)
    assert message.sent(api.url).status_code == 201
    answers: list[dict[str, Any]] = []
    for row in ROWS:
        answer = row.ask(message, api.url)
        assert reason(answer) == (401, "bad_signature"), row.name
        assert answer.headers["WWW-Authenticate"] == "Standard-Webhooks"
        answers.append(told(answer))
        [record] = api.parts.attempts.page(2**62, 1)
        assert record.request_id == answer.json()["request_id"], row.name
        assert (record.reason, record.person, record.address) == ("bad_signature", "", "127.0.0.1"), row.name
        assert row.why in record.why, (row.name, record.why)
    assert all(one == answers[0] for one in answers)
    assert api.parts.log.position() == 1


def test_a_sender_ends_with_its_key_its_role_or_itself(api: Served, ann: Person) -> None:
    """Each looked at at that instant, also for an answer that was given before; the record names the person."""
    message, deleted, lasting = made(ann), made(ann), made(ann)
    assert [one.sent(api.url).status_code for one in (message, deleted)] == [201, 201]
    assert ann.delete(f"{HERE}/{deleted.sender}").status_code == 204
    assert reason(deleted.sent(api.url)) == (401, "bad_signature")
    key = api.store.people.new_key("p-ann")
    api.store.people.end("p-ann", ROLE)
    assert reason(message.sent(api.url)) == (403, "role_not_held")
    [record] = api.parts.attempts.page(2**62, 1)
    assert (record.person, record.role, record.credential) == ("p-ann", "applicant", message.sender)
    api.store.people.grant("p-ann", ROLE)
    assert message.sent(api.url).status_code == 201
    api.store.people.revoke_key("_".join(ann.key.split("_")[:2]))
    for one in (message, lasting):
        assert reason(one.sent(api.url)) == (401, "bad_signature")
    [record] = api.parts.attempts.page(2**62, 1)
    assert record.person == "p-ann" and "key" in record.why
    shown = Person(api.url, key).get(f"{HERE}/{message.sender}").json()
    assert (shown["key_lives"], shown["role_held"]) == (False, True)
    assert api.parts.log.position() == 2


def test_a_role_past_its_date_is_refused(database: Database, tmp_path: Path) -> None:
    """By the clock of the cases; the signature's time is real time."""
    start = datetime.fromisoformat("2025-09-03T10:12:00+08:00")
    with served(database.app_url, tmp_path, clock=start) as api:
        ann = api.person("p-ann", Role.AUDITOR, "o-ann")
        api.store.people.grant("p-ann", ROLE, start + timedelta(days=2))
        answer = ann.ask(HERE, {}, Sluice_Role="applicant")
        message = Message(answer.json()["id"], answer.json()["secret"], toy("open_toy"))
        assert message.sent(api.url).status_code == 201
        api.store.clocks.move(start + timedelta(days=3))
        assert reason(replace(message, id="msg_2").sent(api.url)) == (403, "role_not_held")
        assert reason(message.sent(api.url)) == (403, "role_not_held")


# -- its own affairs ---------------------------------------------------------------------------


def test_the_secret_is_shown_once_sealed_and_rotates(api: Served, ann: Person) -> None:
    """Old and new sign until the overlap ends; rotating twice ends the first at once."""
    message = made(ann)
    here = f"{HERE}/{message.sender}"
    assert message.secret not in ann.get(here).text + ann.get(HERE).text
    with api.parts.database.connection() as connection:
        [row] = connection.execute("SELECT sealed FROM inbound_senders").fetchall()
    assert message.secret.encode() not in row["sealed"]
    second = replace(message, secret=ann.ask(f"{here}/rotate-secret").json()["secret"], id="msg_2")
    assert [one.sent(api.url).status_code for one in (message, second)] == [201, 201]
    third = replace(message, secret=ann.ask(f"{here}/rotate-secret").json()["secret"], id="msg_3")
    assert [one.sent(api.url).status_code for one in (message, second, third)] == [401, 201, 201]
    with api.parts.database.connection() as connection:
        connection.execute("UPDATE inbound_senders SET previous_ends_at = now()")
    assert [one.sent(api.url).status_code for one in (second, third)] == [401, 201]
    api.store.sealing.erase("o-ann")
    assert reason(third.sent(api.url)) == (401, "bad_signature")


def test_a_sender_is_its_persons_alone(api: Served, ann: Person) -> None:
    """A colleague who could rotate its secret could act as someone else."""
    message = made(ann)
    here = f"{HERE}/{message.sender}"
    for other in (api.person("p-amy", Role.APPLICANT, "o-ann"), api.person("p-eve", Role.AUDITOR, "o-eve")):
        answers = [other.get(here), other.delete(here), other.ask(f"{here}/rotate-secret"), other.get(f"{HERE}/in-no")]
        for answer in answers:
            assert reason(answer) == (404, "not_found")
        assert other.get(HERE).json() == {"senders": []}
    assert [one["id"] for one in ann.get(HERE).json()["senders"]] == [message.sender]


def test_there_are_so_many_and_no_more(api: Served, ann: Person) -> None:
    """One that is deleted makes room."""
    ids = [made(ann).sender for _ in range(api.parts.inbound_most)]
    assert reason(ann.ask(HERE, {})) == (409, "too_many_senders")
    ann.delete(f"{HERE}/{ids[0]}")
    assert made(ann).sender not in ids


def test_it_takes_a_key_that_acts_for_oneself(database: Database, tmp_path: Path) -> None:
    """Not a token, whose roles end unseen; not a key that only reads."""
    with (
        provided(tmp_path) as provider,
        served(database.app_url, tmp_path, oidc_issuer=provider.issuer, **SETTINGS) as api,
    ):
        ann = api.person("p-ann", Role.APPLICANT, "o-ann")
        token = Person(api.url, provider.token("clerk-1", ["shouli"], "o-ann"))
        assert reason(token.ask(HERE, {})) == (403, "key_needed")
        reader = Person(api.url, api.store.people.new_key("p-ann", "read"))
        assert reason(reader.ask(HERE, {})) == (403, "scope_needed")
        assert ann.get(HERE).json() == {"senders": []}


def test_the_sender_that_the_page_shows_acts_once(api: Served, ann: Person) -> None:
    """The code of the page: sent again after a lost answer it gives the same one."""
    shown: dict[str, Any] = {}
    text = (CHECKOUT / "docs" / "webhooks.md").read_text(encoding="utf-8")
    exec(text.split("## Act")[1].split("```python")[1].split("```")[0], shown)  # noqa: S102  # our own page
    message = made(ann)
    first, again = (shown["act"](api.url, message.sender, message.secret, "order-7", toy("open_toy")) for _ in range(2))
    assert first == again and first["version"] == 1
    with pytest.raises(PermissionError):
        shown["act"](api.url, message.sender, OTHER, "order-8", toy("open_toy"))
