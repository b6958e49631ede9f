"""Mail servers fail: nobody's mail is lost, none stops another's, and an address is given up only when it is meant."""

from collections.abc import Generator
from pathlib import Path

import pytest

from domain.people import Role
from tests.mail.mailbox import FakeMailServer
from tests.mail.mailed import Mailed, mail_settings, opened, waiting
from tests.mail.smtp_server import PASSWORD, USER
from tests.parts import Database

AT_ONCE = {"turn": "at_once", "late": "at_once", "own": "at_once"}
HOUR = 3600.0


@pytest.fixture
def patient(database: Database, server: FakeMailServer, tmp_path: Path) -> Generator[Mailed]:
    """An instance whose ladder is long: what is tried again is made due by the test."""
    settings = mail_settings(database.app_url, tmp_path, server, mail_retry_seconds=(HOUR,) * 7)
    with opened(settings) as made:
        yield made


def three(mailed: Mailed) -> None:
    """Three people of whom a case waits."""
    for name in ("p-a", "p-b", "p-c"):
        mailed.person(name, Role.DATA_PUBLISHER, **AT_ONCE)
    mailed.pin("c-1", waiting())
    mailed.follow()


def states(mailed: Mailed) -> dict[str, str]:
    """Of the notices, by person."""
    return dict(mailed.notices("person", "state"))


def due_again(mailed: Mailed) -> None:
    """What waits to be tried again is due, and the server is looked for at once."""
    mailed.rows("UPDATE mail_notices SET not_before = now() WHERE state = 'waiting' AND not_before IS NOT NULL")
    mailed.rested()


def good(server: FakeMailServer) -> list[str]:
    return sorted(one.to[0].removesuffix("@mail.test") for one in server.given() if one.good)


def test_while_the_server_is_away_everything_waits_and_then_goes_out_once(
    patient: Mailed, server: FakeMailServer
) -> None:
    """Nothing is counted as tried; readiness says what is wrong; what came meanwhile is in the same mail."""
    server.kill()
    three(patient)
    patient.round()
    assert patient.standing.startswith("away: ConnectionRefusedError")
    patient.pin("c-2", waiting())
    for _ in range(30):  # far more often than the ladder is long
        patient.rested()
        patient.tell()
    assert set(patient.notices("state", "attempts", "message_id")) == {("waiting", 0, "")}
    server.start()
    patient.rested()
    patient.round()
    assert patient.standing == "ok"
    assert good(server) == ["p-a", "p-b", "p-c"]
    assert {state for (state,) in patient.notices("state")} == {"sent"}


def test_the_server_is_asked_ever_less_often_while_it_is_away(patient: Mailed, server: FakeMailServer) -> None:
    """Without a rest in between a round asks nothing."""
    server.kill()
    three(patient)
    patient.round()
    server.start()
    patient.round()
    assert (good(server), patient.standing[:4]) == ([], "away")
    patient.rested()
    patient.round()
    assert good(server) == ["p-a", "p-b", "p-c"]


@pytest.mark.parametrize("said", ["451 4.3.0 later", "550 5.7.1 not you", "421 4.3.2 bye"])
def test_a_server_that_takes_our_sender_not_is_away_for_everyone(
    patient: Mailed, server: FakeMailServer, said: str
) -> None:
    """No recipient is to blame, and no attempt is counted."""
    three(patient)
    server.behave(mail=said)
    patient.round()
    assert patient.standing.startswith("away: ")
    assert set(patient.notices("state", "attempts")) == {("waiting", 0)}
    server.behave()
    due_again(patient)
    patient.round()
    assert good(server) == ["p-a", "p-b", "p-c"]


@pytest.mark.parametrize("said", ["450 4.2.0 greylisted", "452 4.2.2 full", "550 5.7.1 relaying denied", "552 full"])
def test_a_recipient_who_is_not_taken_now_is_tried_again_alone(
    patient: Mailed, server: FakeMailServer, said: str
) -> None:
    """The others go on. A refusal of us, or of a full mailbox, strikes nobody out."""
    three(patient)
    server.behave(rcpt={"p-b@mail.test": said})
    patient.round()
    assert states(patient) == {"p-a": "sent", "p-b": "waiting", "p-c": "sent"}
    [waits] = patient.rows("SELECT * FROM mail_notices WHERE state = 'waiting'")
    assert (waits["attempts"], waits["error"]) == (1, said)
    assert patient.store.mail_people.told("p-b")
    server.behave()
    due_again(patient)
    patient.round()
    assert good(server) == ["p-a", "p-b", "p-c"]


@pytest.mark.parametrize("said", ["550 5.1.1 <p-b@mail.test> unknown", "550 no such user", "553 5.1.3 bad address"])
def test_an_address_that_is_refused_for_good_is_not_tried_again(
    patient: Mailed, server: FakeMailServer, said: str
) -> None:
    """It is marked so with the server's words, less the address; the others go on."""
    three(patient)
    server.behave(rcpt={"p-b@mail.test": said})
    patient.round()
    assert states(patient) == {"p-a": "sent", "p-b": "failed", "p-c": "sent"}
    known = patient.store.mail_people.of("p-b")
    assert known.refused_at and known.refused_why == said.replace("p-b@mail.test", "…")
    patient.pin("c-2", waiting())
    patient.tell()
    assert good(server) == ["p-a", "p-a", "p-c", "p-c"]


def test_a_mail_that_is_never_taken_is_given_up_after_the_last_attempt(mailed: Mailed, server: FakeMailServer) -> None:
    """The address stays in use: the next mail may be taken."""
    mailed.person("p-a", Role.DATA_PUBLISHER, **AT_ONCE)
    mailed.pin("c-1", waiting())
    server.behave(data="554 5.6.0 content")
    mailed.follow()
    for _ in range(6):
        due_again(mailed)
        mailed.round()
    assert mailed.notices("state", "attempts") == [("failed", 4)]
    assert len(server.given()) == 4
    assert len({one.message["Message-ID"] for one in server.given()}) == 1
    server.behave()
    mailed.pin("c-2", waiting())
    mailed.tell()
    assert good(server) == ["p-a"]


def test_a_mail_at_which_alone_the_server_hangs_up_is_given_up_in_the_end(
    patient: Mailed, server: FakeMailServer
) -> None:
    """Not before its time, nor while the server takes nobody's mail: then it is away. The address stays in use."""
    patient.person("p-odd", Role.DATA_PUBLISHER, **AT_ONCE)
    patient.pin("c-1", waiting())
    server.behave(drops=["p-odd@mail.test"])
    patient.follow()
    for days in (0, 9):
        patient.rows("UPDATE mail_notices SET hung_up_at = hung_up_at - %s * interval '1 day'", days)
        due_again(patient)
        patient.round()
        assert patient.notices("state", "attempts") == [("waiting", 0)]
    patient.person("p-a", Role.PUBLISHER_HEAD, **AT_ONCE)
    patient.pin("c-2", waiting(holder=Role.PUBLISHER_HEAD))
    patient.follow()
    for days, state in ((4, "waiting"), (6, "failed")):
        patient.rows("UPDATE mail_notices SET hung_up_at = now() - %s * interval '1 day' WHERE person = 'p-odd'", days)
        due_again(patient)
        patient.round()
        assert states(patient) == {"p-odd": state, "p-a": "sent"}
    assert patient.store.mail_people.told("p-odd")


@pytest.mark.parametrize("then", ["hang", "drop"])
def test_a_mail_whose_fate_is_unknown_is_sent_again_as_the_same_mail(
    patient: Mailed, server: FakeMailServer, then: str
) -> None:
    """The server took it and did not say so: twice is what a mailbox can tell by its Message-ID, and never is not."""
    three(patient)
    server.behave(then=then)
    patient.round()
    assert len(server.given()) == 1
    assert {state for (state,) in patient.notices("state")} == {"waiting"}
    assert patient.standing.startswith("away: ")
    patient.pin("c-2", waiting())
    patient.follow()
    server.behave()
    due_again(patient)
    patient.round()
    due_again(patient)
    patient.round()
    assert {state for (state,) in patient.notices("state")} == {"sent"}
    first, again = [one for one in server.given() if one.to == server.given()[0].to][:2]
    assert first.message["Message-ID"] == again.message["Message-ID"]
    assert again.text == first.text, "what is new is another mail"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_is_spoken_to_encrypted_and_with_a_password(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    """Its certificate must be of an authority that we trust; a wrong password is the server's being away."""
    server = FakeMailServer(tmp_path / "server", security)
    certificate = server.certify()
    server.start()
    login = {"smtp_user": USER, "smtp_password": PASSWORD, "smtp_security": security}
    with opened(mail_settings(database.app_url, tmp_path, server, **login)) as mailed:
        three(mailed)
        mailed.round()
        assert "CERTIFICATE_VERIFY_FAILED" in mailed.standing
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        mailed.rested()
        mailed.round()
        assert {(one.tls, one.user) for one in server.given()} == {(True, USER)}
        assert good(server) == ["p-a", "p-b", "p-c"]
    with opened(mail_settings(database.app_url, tmp_path, server, **{**login, "smtp_password": "wrong"})) as mailed:
        mailed.pin("c-2", waiting())
        mailed.tell()
        assert mailed.standing.startswith("away: 535")
    server.kill()


def test_a_server_without_encryption_is_not_used_where_it_is_wanted(
    database: Database, server: FakeMailServer, tmp_path: Path
) -> None:
    """Neither a mail nor a password goes over the open line."""
    with opened(mail_settings(database.app_url, tmp_path, server, smtp_security="starttls")) as mailed:
        three(mailed)
        mailed.round()
        assert "STARTTLS" in mailed.standing
    assert server.given() == []
