"""Subscribing through the API: who may, what is refused, what is shown, and the whole way to a receiver."""

import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from standardwebhooks import Webhook as Verifier

from domain.people import Role
from embedded.temporal import EmbeddedTemporal
from tests.api.served import Person, Served, served
from tests.api.working import working
from tests.parts import Database
from tests.webhooks.receiving import FakeReceiver

HERE = "/v1/webhooks"
GOOD = {"url": "https://oa.example.org/hooks", "types": ["sluice.toy.*"]}


def made(person: Person, **changed: object) -> dict[str, object]:
    """A subscription that the person made, as answered."""
    answer = person.ask(HERE, {**GOOD, **changed})
    assert answer.status_code == 201, answer.text
    found: dict[str, object] = answer.json()
    return found


def wait_for(happened: Callable[[], bool], seconds: float = 30) -> None:
    """Look until it happened."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def test_the_secret_is_shown_once_and_kept_sealed(api: Served, ann: Person) -> None:
    """Not when it is read again, nor in any row."""
    webhook = made(ann)
    secret = str(webhook["secret"])
    assert secret.startswith("whsec_")
    assert "secret" not in ann.get(f"{HERE}/{webhook['id']}").json()
    assert secret not in ann.get(HERE).text
    with api.parts.database.connection() as connection:
        rows = connection.execute("SELECT sealed FROM webhook_secrets").fetchall()
    assert len(rows) == 1
    assert secret.encode() not in rows[0]["sealed"]
    assert api.parts.webhooks.secrets(str(webhook["id"])) == [secret]


def test_a_subscription_exists_for_those_who_made_it_alone(api: Served, ann: Person) -> None:
    """Another organisation, and another role of one's own, hear the same as of an unknown one, whatever they ask."""
    webhook = made(ann)
    others = [
        api.person("p-bob", Role.APPLICANT, "o-bob"),
        api.person("p-eve", Role.AUDITOR, "o-ann"),  # her role sees other cases
    ]
    here = f"{HERE}/{webhook['id']}"
    for other in others:
        unknown = other.get(f"{HERE}/wh-none")
        answers = [other.get(here), other.change(here, {}), other.delete(here)]
        answers += [other.get(f"{here}/{what}") for what in ("messages", "attempts")]
        answers += [other.ask(f"{here}/{what}") for what in ("rotate-secret", "test", "enable", "disable")]
        answers.append(other.ask(f"{here}/send-again", {"since_position": 0}))
        for answer in [unknown, *answers]:
            assert (answer.status_code, answer.json()["reason"]) == (404, "not_found")
        assert other.get(HERE).json() == {"webhooks": []}
    colleague = api.person("p-amy", Role.APPLICANT, "o-ann")
    assert colleague.get(here).status_code == 200


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:8080/", "public"),
        ("https://localhost/hook", "public"),
        ("https://10.1.2.3/hook", "public"),
        ("https://169.254.169.254/latest/meta-data", "public"),
        ("https://[::1]/hook", "public"),
        ("https://[::ffff:10.0.0.1]/hook", "public"),
        ("ftp://example.org/hook", "https"),
        ("https://user:word@example.org/hook", "without a user"),
        ("https:///hook", "name a host"),
        ("https://example.org:99999/", "can't be read"),
    ],
)
def test_an_address_that_is_not_public_is_refused(ann: Person, url: str, said: str) -> None:
    """When it is made and when it is changed, before anything is sent."""
    webhook = made(ann)
    for answer in (ann.ask(HERE, {**GOOD, "url": url}), ann.change(f"{HERE}/{webhook['id']}", {"url": url})):
        assert answer.status_code == 422
        assert answer.json()["reason"] == "webhook_url_refused"
        assert said in answer.json()["detail"]
    assert ann.get(f"{HERE}/{webhook['id']}").json()["url"] == GOOD["url"]


def test_a_filter_that_fits_nothing_is_refused(ann: Person) -> None:
    """So that a misspelt one is noticed; what there is can be looked up."""
    answer = ann.ask(HERE, {**GOOD, "types": ["sluice.toy.toy_opned"]})
    assert answer.json()["reason"] == "no_such_event_type"
    assert "sluice.toy.toy_opened" in ann.get(f"{HERE}/types").json()["types"]
    assert ann.ask(HERE, {**GOOD, "types": ["anything"]}).json()["reason"] == "invalid_input"
    assert ann.ask(HERE, {**GOOD, "types": []}).json()["reason"] == "invalid_input"


def test_there_are_so_many_and_no_more(api: Served, ann: Person) -> None:
    """One that is deleted makes room."""
    ids = [made(ann)["id"] for _ in range(api.parts.webhooks_most)]
    assert ann.ask(HERE, GOOD).json()["reason"] == "too_many_webhooks"
    assert ann.delete(f"{HERE}/{ids[0]}").status_code == 204
    assert ann.get(f"{HERE}/{ids[0]}").status_code == 404
    assert made(ann)["enabled"] is True
    assert api.parts.webhooks.secrets(str(ids[0])) == []


def test_what_is_not_given_stays(ann: Person) -> None:
    """A change of the filters keeps the address."""
    here = f"{HERE}/{made(ann, description='ours')['id']}"
    changed = ann.change(here, {"types": ["sluice.toy.toy_opened"]}).json()
    assert (changed["url"], changed["types"], changed["description"]) == (
        GOOD["url"],
        ["sluice.toy.toy_opened"],
        "ours",
    )


def test_a_disabled_one_says_why_and_sends_nothing(ann: Person) -> None:
    """In both languages; asking it to send is refused until it is enabled."""
    here = f"{HERE}/{made(ann)['id']}"
    shown = ann.ask(f"{here}/disable").json()
    assert shown["enabled"] is False and set(shown["notice"]) == {"zh", "en"}
    assert ann.ask(f"{here}/test").json()["reason"] == "webhook_disabled"
    assert ann.ask(f"{here}/send-again", {"since_position": 0}).json()["reason"] == "webhook_disabled"
    assert ann.ask(f"{here}/enable").json()["notice"] == {}
    assert ann.ask(f"{here}/test").status_code == 202


def test_sending_again_names_one_thing(ann: Person) -> None:
    """An event or a position, one of them, and one that is there."""
    here = f"{HERE}/{made(ann)['id']}/send-again"
    assert ann.ask(here, {}).json()["reason"] == "invalid_input"
    assert ann.ask(here, {"event_id": "x", "since_position": 1}).json()["reason"] == "invalid_input"
    assert ann.ask(here, {"event_id": "x"}).json()["reason"] == "not_found"
    assert ann.ask(here, {"since_position": 0}).json() == {"messages": 0, "event_id": ""}


def test_sending_again_from_before_what_is_kept_says_from_where_on_all_is_there(
    api: Served, ann: Person, database: Database
) -> None:
    """And where to read the rest; an event that is not kept any more is not found."""
    webhook = str(made(ann)["id"])
    event = ann.ask(f"{HERE}/{webhook}/test").json()["event_id"]
    with psycopg.connect(database.superuser_url, autocommit=True) as connection:
        connection.execute(
            "UPDATE webhook_messages SET position = 7, state = 'delivered', settled_at = now() - interval '91 days'"
        )
    assert api.parts.webhook_messages.forget(90) == 1
    again = f"{HERE}/{webhook}/send-again"
    refused = ann.ask(again, {"since_position": 7})
    assert (refused.status_code, refused.json()["reason"]) == (409, "messages_forgotten")
    assert refused.json()["forgotten_until"] == 7
    assert "/v1/stream" in refused.text
    assert ann.ask(again, {"since_position": 8}).json()["messages"] == 0
    assert ann.ask(again, {"event_id": event}).status_code == 404


def test_from_subscribing_to_sending_again(database: Database, tmp_path: Path, temporal: EmbeddedTemporal) -> None:
    """A test event, a case's events, a rotated secret, pages of attempts and messages, and once more, over HTTP."""
    receiver = FakeReceiver(tmp_path / "receiver")
    receiver.start()
    allowed = [receiver.address]
    with (
        served(database.app_url, tmp_path, webhook_allowed=allowed) as api,
        working(api.store, temporal.address, allowed),
    ):
        ann = api.person("ann", Role.APPLICANT, "ann")
        webhook = made(ann, url=receiver.url)
        here = f"{HERE}/{webhook['id']}"
        tried = ann.ask(f"{here}/test").json()
        wait_for(lambda: len(receiver.received()) == 1)
        assert receiver.received()[0].event["id"] == tried["event_id"]
        toy = ann.ask("/v1/toys", {"dues": []}).json()["id"]
        wait_for(lambda: receiver.taken(toy) == [1])
        new = ann.ask(f"{here}/rotate-secret").json()
        ann.ask(f"/v1/toys/{toy}/remark-toy", {"words": "well"})
        wait_for(lambda: len(ann.get(f"{here}/messages?state=delivered").json()["messages"]) == 3)
        last = receiver.received()[-1]
        for secret in (new["secret"], str(webhook["secret"])):
            Verifier(secret).verify(last.body, last.headers)
        attempts = ann.get(f"{here}/attempts?limit=2").json()
        assert [one["status"] for one in attempts["attempts"]] == [200, 200]
        rest = ann.get(f"{here}/attempts?limit=2&cursor={attempts['next_cursor']}").json()
        assert [one["event_id"] for one in rest["attempts"]] == [tried["event_id"]]
        messages = ann.get(f"{here}/messages?limit=2").json()
        more = ann.get(f"{here}/messages?limit=2&cursor={messages['next_cursor']}").json()["messages"]
        assert [one["type"] for one in [*messages["messages"], *more]] == [
            "sluice.webhook.test",
            "sluice.toy.toy_opened",
            "sluice.toy.toy_remarked",
        ]
        again = ann.ask(f"{here}/send-again", {"since_position": more[0]["position"]}).json()
        assert again["messages"] == 1
        wait_for(lambda: len(receiver.received()) == 4)
    receiver.kill()
    assert receiver.received()[-1].headers["webhook-id"] == more[0]["event_id"]
