"""`./sluice people`: a person's key is shown once, a private key goes to its owner's file alone."""

import re
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from typer.testing import CliRunner

from cli_people import app
from store.access_log import AccessLog
from store.database import Database as Opened
from store.holders import Holders
from tests.parts import Database

RUN = CliRunner()


@pytest.fixture(autouse=True)
def settings(database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SLUICE_DATABASE_URL", database.app_url)
    monkeypatch.setenv("SLUICE_DATA_FOLDER", str(tmp_path))


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "240")


def run(*words: str, code: int = 0) -> str:
    result = RUN.invoke(app, list(words))
    assert result.exit_code == code, result.output
    return result.output


def test_a_person_gets_a_key_that_works_until_it_is_revoked(database: Database) -> None:
    """The key is printed once and never listed."""
    assert "organisations" in run("load-organisations")
    role = ("--organisation", "sh-jiaowei", "--role", "data_publisher")
    printed = run("add", "p-zhang", *role, "--name", "张三")
    key = printed.split()[-1]
    people = Opened(database.app_url)
    holder = Holders(people).by_key(key)
    assert holder and holder.assignments[0].role == "data_publisher"
    listed = run("list")
    assert "张三" in listed and key not in listed
    run("revoke-key", holder.credential)
    assert Holders(people).by_key(key) is None
    people.close()
    run("revoke-key", holder.credential, code=1)


def test_a_key_may_only_read_and_have_an_end(database: Database) -> None:
    """Both are listed with it, and the list that shows names is itself a read on record."""
    run("add-organisation", "o-shen", "申江智慧物流有限公司")
    run("add", "p-li", "--organisation", "o-shen", "--role", "applicant")
    reading = run("new-key", "p-li", "--read-only", "--until", "2099-01-01T00:00:00").split()[-1]
    over = run("new-key", "p-li", "--until", "2020-01-01T00:00:00").split()[-1]
    opened = Opened(database.app_url)
    holder = Holders(opened).by_key(reading)
    assert holder and not holder.may_act and Holders(opened).by_key(over) is None
    listed = run("list")
    assert "read until 2099-01-01" in " ".join(listed.split()) and "_".join(over.split("_")[:2]) not in listed
    (read,) = AccessLog(opened).page(100, 10)
    assert (read.what, read.route) == ("names", "sluice people list") and read.person.startswith("shell:")
    opened.close()


def test_substitutes_are_made_listed_and_ended() -> None:
    """By the operator's account, which is on record."""
    run("add-organisation", "o-shen", "申江智慧物流有限公司")
    for person in ("p-li", "p-zhou"):
        run("add", person, "--organisation", "o-shen", "--role", "applicant")
    role = ("--organisation", "o-shen", "--role", "applicant", "--ground", "年休假")
    made = run("delegate", "p-li", "p-zhou", *role, "--until", "2099-01-01T00:00:00").partition(":")[0]
    assert "p-zhou" in run("delegations", "p-li")
    run("end-delegation", made)
    assert "no delegation" in run("end-delegation", made, code=1)
    assert "must end after" in run("delegate", "p-li", "p-zhou", *role, "--until", "2020-01-01T00:00:00", code=1)
    assert "no such person" in run("delegate", "p-li", "p-x", *role, "--until", "2099-01-01T00:00:00", code=1)


def test_an_operator_says_where_mail_reaches_someone(database: Database) -> None:
    """Checked by them, so it is used at once; it is in no list, and what is no address is refused unsaid."""
    run("add-organisation", "o-shen", "申江智慧物流有限公司")
    run("add", "p-li", "--organisation", "o-shen", "--role", "applicant")
    assert run("mail", "p-li", "li@example.org") == "p-li is told by mail\n"
    assert "li@example.org" not in run("list")
    with Opened(database.app_url).connection() as connection:
        (kept,) = connection.execute("SELECT address, next_digest > now() AS dated FROM mail_people").fetchall()
    assert kept == {"address": "li@example.org", "dated": True}
    assert run("mail", "p-li", "") == "p-li is not told by mail\n"
    refused = run("mail", "p-li", "li@example.org\r\nBcc: eve@evil.example", code=1)
    assert "no mail address" in refused and "evil" not in refused
    assert "no person" in run("mail", "p-none", "li@example.org", code=1)


def test_a_publisher_without_a_named_officer_is_shown_until_it_names_one() -> None:
    run("load-organisations")
    run("add", "p-zhang", "--organisation", "sh-jiaowei", "--role", "data_publisher")
    assert "no named officer，也没有负责人 and no head: sh-jiaowei" in run("list")
    run("grant", "p-zhang", "--organisation", "sh-jiaowei", "--role", "designated_officer")
    assert "no named officer" not in run("list")


def test_mistakes_end_with_a_message_and_code_1() -> None:
    """Nothing half done, no traceback."""
    said = run("add", "p-li", "--organisation", "o-none", "--role", "applicant", code=1)
    assert "no organisation" in said
    assert "is no id" in run("add-organisation", "张 三", "公司", code=1)
    run("add", "p-li", "--organisation", "o", "--role", "king", code=2)


def test_the_private_key_is_in_its_file_and_nowhere_else(tmp_path: Path) -> None:
    """Readable by its owner only; the same public key may be registered again."""
    run("add-organisation", "o-shen", "申江智慧物流有限公司")
    file = tmp_path / "shen.pem"
    printed = run("signing-key", "new", "o-shen", str(file))
    assert re.match("ed25519-[0-9a-f]{32}\n", printed)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert isinstance(load_pem_private_key(file.read_bytes(), None), Ed25519PrivateKey)
    assert file.read_text() not in printed
    run("signing-key", "new", "o-shen", str(file), code=2)
    private = tmp_path / "notes.pem"
    private.write_text("hello")
    assert "no public key" in run("signing-key", "register", "o-shen", str(private), code=1)
