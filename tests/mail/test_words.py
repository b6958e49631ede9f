"""What a mail says: without configuration nothing of a case; in Chinese and English; nothing that could be a header."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.people import Role
from tests.mail.mailbox import FakeMailServer, Given
from tests.mail.mailed import PUBLISHER, TITLE, Mailed, mail_settings, opened, waiting
from tests.parts import Database

AT_ONCE = {"turn": "at_once", "late": "at_once", "own": "at_once"}
CASE = "c-4711-secret"


@pytest.fixture
def open_mailed(database: Database, server: FakeMailServer, tmp_path: Path) -> Generator[Mailed]:
    """An instance whose mails say what the case is."""
    with opened(mail_settings(database.app_url, tmp_path, server, mail_content="title")) as made:
        yield made


def told_of_all(mailed: Mailed, server: FakeMailServer, language: str) -> list[Given]:
    """Mails of every topic of a case."""
    mailed.person("p-li", Role.DATA_PUBLISHER, language=language, **AT_ONCE)
    mailed.person("p-ann", Role.APPLICANT, "o-ann", language=language, **AT_ONCE)
    past = datetime.now(UTC) - timedelta(days=1)
    mailed.pin(CASE, waiting(applicants=("o-ann",)), due=past)
    mailed.tell()
    mailed.pin(CASE, waiting(applicants=("o-ann",)))
    mailed.tell()
    mailed.pin(CASE, waiting(applicants=("o-ann",)), due=past)
    mailed.rows("UPDATE mail_people SET next_digest = sluice_now()")
    mailed.tell()
    given = server.given()
    assert {topic for (topic,) in mailed.notices("topic")} == {"turn", "late", "own", "due"}
    assert {state for (state,) in mailed.notices("state")} == {"sent"}
    return given


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_mail_says_nothing_of_a_case_but_that_there_is_one(
    mailed: Mailed, server: FakeMailServer, language: str
) -> None:
    """No title, process, phase, organisation, role, person or case id in any header or part, however it is encoded."""
    secrets = (
        TITLE,
        CASE,
        "board",
        "waiting",
        PUBLISHER,
        "o-ann",
        "上海市气象局",
        "data_publisher",
        "pinned",
        "deadline_",
    )
    for given in told_of_all(mailed, server, language):
        said = given.everything
        assert [secret for secret in secrets if secret in said] == []
        assert "https://data.test/mail/" in given.text


@pytest.mark.parametrize(("language", "words"), [("zh", "轮到您办理"), ("en", "A case waits for you")])
def test_where_it_is_configured_a_mail_says_which_case_it_is(
    open_mailed: Mailed, server: FakeMailServer, language: str, words: str
) -> None:
    """Process, title, phase, what happened and when it is due; still neither its id nor who."""
    told_of_all(open_mailed, server, language)
    first = server.taken("p-li@mail.test")[0]
    assert words in first.text
    assert f"board · {TITLE} · waiting · case_pinned" in first.text
    assert CASE not in first.everything and PUBLISHER not in first.everything


@pytest.mark.parametrize(
    ("language", "subjects"),
    [
        ("zh", ["您有 1 条新提醒", "待办摘要：1 项逾期，0 项即将到期"]),
        ("en", ["1 notice for you", "Digest: 1 overdue, 0 due soon"]),
    ],
)
def test_subjects_are_in_the_persons_language(
    mailed: Mailed, server: FakeMailServer, language: str, subjects: list[str]
) -> None:
    """A digest counts."""
    found = {str(given.message["Subject"]) for given in told_of_all(mailed, server, language)}
    assert found == set(subjects)


def test_a_long_way_to_stop_stays_one_that_programs_read(mailed: Mailed, server: FakeMailServer) -> None:
    """A provider's person has a long id; the library would encode what is longer than a line."""
    mailed.person(f"u-{'a' * 90}", Role.DATA_PUBLISHER, address="long@mail.test", **AT_ONCE)
    mailed.pin(CASE, waiting())
    mailed.tell()
    [given] = server.given()
    assert f"\r\nList-Unsubscribe: <https://data.test/mail/stop/u-{'a' * 90}." in given.raw


def test_every_mail_is_one_that_programs_understand(mailed: Mailed, server: FakeMailServer) -> None:
    """Text and HTML with the same links, a Message-ID of our host, and a way to stop by one click (RFC 8058, 3834)."""
    given = told_of_all(mailed, server, "zh")
    for one in given:
        message = one.message
        assert message.get_content_type() == "multipart/alternative"
        html = message.get_body(("html",))
        assert html
        for line in one.text.splitlines():
            if "https://" in line:
                assert line.strip() in str(html.get_content())
        assert str(message["Message-ID"]).endswith("@data.test>")
        assert str(message["Auto-Submitted"]) == "auto-generated"
        assert str(message["List-Unsubscribe-Post"]) == "List-Unsubscribe=One-Click"
        assert "\r\nList-Unsubscribe: <https://data.test/mail/stop/p-" in one.raw
        assert one.sender == "sluice@data.test"
        assert max(map(len, one.raw.splitlines())) <= 998
    assert len({str(one.message["Message-ID"]) for one in given}) == len(given)


def test_no_address_makes_a_header_and_no_title_a_line(open_mailed: Mailed, server: FakeMailServer) -> None:
    """Even one that got past every check: it gets nothing, and the others theirs."""
    mailed = open_mailed
    mailed.person("p-a", Role.DATA_PUBLISHER, address="a@mail.test", **AT_ONCE)
    mailed.person("p-b", Role.DATA_PUBLISHER, address="b@mail.test", **AT_ONCE)
    mailed.rows("UPDATE mail_people SET address = E'a@mail.test\\r\\nBcc: all@mail.test' WHERE person = 'p-a'")
    mailed.pin("c-1", waiting(title="天气\r\n\r\n<b>Bcc: all@mail.test</b>"))
    mailed.tell()
    assert [given.to for given in server.given()] == [["b@mail.test"]]
    assert mailed.notices("person", "state") == [("p-a", "waiting"), ("p-b", "sent")]
    [given] = server.given()
    assert "天气 <b>Bcc" in given.text
    html = given.message.get_body(("html",))
    assert html and "天气 &lt;b&gt;Bcc" in str(html.get_content())
    assert "Bcc" not in given.message
