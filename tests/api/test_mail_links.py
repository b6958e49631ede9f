"""Who a mail's link does not open for: one table. Each is refused, told nothing of the case, and recorded."""

import re
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.request_log import unsecret
from api.sealed_cookies import SealedCookies
from domain.people import Role
from store.people import Assignment
from tests.api.browsing import Tab
from tests.api.mailed import APPLICANT, OPERATOR, Mailed, mailed_over, tells
from tests.api.served import Person
from tests.api.submitting import START, submitted
from tests.parts import Database

OLD = timedelta(days=8)  # one more than a link acts
MASTER = bytes.fromhex("5a" * 32)
UNSIGNED = (401, "unauthenticated")


@dataclass(frozen=True)
class Row:
    """What is done, ending with an answer that refuses. `why` and `person` are for the record alone."""

    name: str
    done: Callable[[Mailed], httpx.Response]
    told: tuple[int, str]  # status, and the reason on record
    why: str
    person: str = ""
    alone: bool = False  # it changes what the other rows go by


def read(person: str, **odd: Any) -> Callable[[Mailed], httpx.Response]:
    """Someone signs in at the page of a link to li."""
    return lambda m: m.tab(named(m, person), m.link(**odd)).page


def press(
    before: Callable[[Mailed], None] | None = None, headers: Mapping[str, str] | None = None, **fields: str
) -> Callable[[Mailed], httpx.Response]:
    """Li has the page open; something happens; then li confirms, with these fields changed in the form."""

    def done(mailed: Mailed) -> httpx.Response:
        tab = mailed.tab(mailed.li, mailed.link())
        form = tab.form()
        if before:
            before(mailed)
        return tab.send(form, headers, **({"command": "accept_materials"} | fields))

    return done


def without_cookie(mailed: Mailed, cookie: str = "") -> httpx.Response:
    """The form of li's page, sent by a browser that has no cookie, or one of its own making."""
    tab = mailed.tab(mailed.li, mailed.link())
    cookies = {"sluice": cookie} if cookie else {}
    fields = tab.form().fields | {"command": "accept_materials"}
    address = str(tab.page.url)
    return httpx.post(address, data=fields, headers={"Origin": mailed.api.url}, cookies=cookies, timeout=30)


def another_form(mailed: Mailed, of: Person, link: str) -> httpx.Response:
    """Li's page, with the mark of another form in it."""
    mark = mailed.tab(of, link).form().fields["mark"]
    return press(mark=mark)(mailed)


def by_deputy(mailed: Mailed) -> httpx.Response:
    """A substitute opens the link that they got as such, after the delegation was ended."""
    deputy = mailed.api.person("p-deputy", OPERATOR.role, OPERATOR.organisation)
    mailed.delegate("p-deputy")
    tab = mailed.tab(deputy, mailed.link("p-deputy", behalf="p-li"))
    form = tab.form()
    mailed.api.store.clocks.move(START + timedelta(days=5))
    return tab.send(form, command="accept_materials")


def forced(mailed: Mailed, tab: Tab) -> httpx.Response:
    """Confirm what the page does not offer, with a right mark."""
    notice = tab.path.rpartition("/")[2].partition(".")[0]
    mark = mailed.api.parts.browser.cookies.mark(tab.client.cookies["sluice"], f"notice {notice}")
    fields = {"mark": mark, "command": "accept_materials"}
    return tab.client.post(str(tab.page.url), data=fields, headers={"Origin": mailed.api.url})


def with_reading_key(mailed: Mailed) -> httpx.Response:
    """What is offered to nobody who only reads, sent all the same."""
    reader = Person(mailed.api.url, mailed.api.store.people.new_key("p-li", "read"))
    return forced(mailed, mailed.tab(reader, mailed.link()))


def own_application(mailed: Mailed) -> httpx.Response:
    """The one who applied is the operator's clerk too, and was told as such."""
    mailed.api.store.people.grant("p-wang", OPERATOR)
    return forced(mailed, mailed.tab(mailed.world.wang, mailed.link("p-wang")))


def revoke(mailed: Mailed) -> None:
    mailed.api.store.people.revoke_key("_".join(mailed.li.key.split("_")[:2]))


def end_role(mailed: Mailed) -> None:
    mailed.api.store.people.end("p-li", OPERATOR)


def grow_old(mailed: Mailed) -> None:
    with mailed.api.store.database.connection() as connection:
        connection.execute("UPDATE mail_notices SET settled_at = now() - %s", (OLD,))


def named(mailed: Mailed, person: str) -> Person:
    """Li, the applicant, or a colleague of li's in the same role."""
    known = {"p-li": mailed.li, "p-wang": mailed.world.wang}
    return known.get(person) or mailed.api.person(person, OPERATOR.role, OPERATOR.organisation)


def stranger(mailed: Mailed) -> httpx.Response:
    """A notice of before, when they were a party."""
    eve = mailed.api.person("p-eve", Role.APPLICANT, "o-eve")
    held = Assignment(role=Role.APPLICANT, organisation="o-eve")
    return mailed.tab(eve, mailed.link("p-eve", held)).page


def mixed(mailed: Mailed) -> httpx.Response:
    one, other = mailed.link(), mailed.link()
    return Tab(mailed.api.url).open(f"{one.rpartition('.')[0]}.{other.rpartition('.')[2]}")


def stopping(mailed: Mailed) -> str:
    """The token that stops a person's mail, used as one of a notice."""
    return mailed.stop_link(mailed.notice()).replace("/stop/", "/")


ROWS = [
    Row("no cookie", without_cookie, UNSIGNED, "no cookie"),
    Row("a made-up cookie", lambda m: without_cookie(m, "made-up"), UNSIGNED, "a cookie"),
    Row(
        "a cookie whose time is over",
        lambda m: without_cookie(m, SealedCookies(MASTER).seal("sluice", {"secret": m.li.key}, 0)),
        UNSIGNED,
        "a cookie",
    ),
    Row(
        "a cookie made for something else",
        lambda m: without_cookie(m, SealedCookies(MASTER).seal("sluice_start", {"secret": m.li.key}, 60)),
        UNSIGNED,
        "a cookie",
    ),
    Row("a colleague in the same role", read("p-zhao"), (403, "link_not_yours"), "another person's", "p-zhao"),
    Row("who applied", read("p-wang"), (403, "link_not_yours"), "another person's", "p-wang"),
    Row("the key is revoked meanwhile", press(revoke), UNSIGNED, "key revoked", "p-li", alone=True),
    Row("the role ends meanwhile", press(end_role), (403, "no_role"), "", "p-li", alone=True),
    Row("told in a role not held", read("p-li", held=APPLICANT), (403, "role_not_held"), "", "p-li"),
    Row("a delegation that ended", by_deputy, (403, "not_delegated"), "", "p-deputy", alone=True),
    Row("not theirs to see any more", stranger, (404, "unknown_case"), "not theirs", "p-eve"),
    Row("expired", read("p-li", age=OLD), (410, "link_expired"), "notice", "p-li"),
    Row("expired with the page open", press(grow_old), (410, "link_expired"), "notice", "p-li", alone=True),
    Row("forgotten", lambda m: Tab(m.api.url).open(m.link_of("123456789")), (410, "link_expired"), "forgotten"),
    Row("a forged mark", lambda m: Tab(m.api.url).open(m.link()[:-3] + "AAA"), (404, "no_such_link"), ""),
    Row("a mark for another notice", mixed, (404, "no_such_link"), ""),
    Row("a stopping token", lambda m: Tab(m.api.url).open(stopping(m)), (404, "no_such_link"), ""),
    Row("no such token at all", lambda m: Tab(m.api.url).open("/mail/1"), (404, "no_such_link"), ""),
    Row("a forged stopping token", lambda m: Tab(m.api.url).open("/mail/stop/p-li.AAAA"), (404, "no_such_link"), ""),
    Row("no form mark", press(mark=""), (403, "not_our_form"), "the form's mark", "p-li"),
    Row(
        "the mark of another link's form",
        lambda m: another_form(m, m.li, m.link()),
        (403, "not_our_form"),
        "the form's mark",
        "p-li",
    ),
    Row(
        "the mark of another's form",
        lambda m: another_form(m, m.world.wang, m.link("p-wang", APPLICANT)),
        (403, "not_our_form"),
        "the form's mark",
        "p-li",
    ),
    Row("sent by another site", press(headers={"Origin": "https://x.test"}), (403, "not_our_form"), "origin", "p-li"),
    Row("sent from a frame", press(headers={"Origin": "null"}), (403, "not_our_form"), "origin null", "p-li"),
    Row("sent from nowhere", press(headers={"Origin": ""}), (403, "not_our_form"), "origin None", "p-li"),
    Row("cross-site", press(headers={"Sec-Fetch-Site": "cross-site"}), (403, "not_our_form"), "cross-site", "p-li"),
    Row("a key that only reads", with_reading_key, (403, "scope_needed"), "", "p-li"),
    Row("a command that the role may not give", press(command="withdraw_application"), (403, "forbidden"), "", "p-li"),
    Row("one's own application", own_application, (403, "four_eyes"), "", "p-wang"),
]


@pytest.fixture
def mailed(database: Database, tmp_path: Path) -> Generator[Mailed]:
    with submitted(database, tmp_path) as world:
        yield mailed_over(world)


def test_each_is_refused_told_nothing_and_recorded(mailed: Mailed) -> None:
    """The page has nothing of the case; the record names who, why and which notice, and never the link's secret."""
    for row in ROWS:
        if not row.alone:
            check(mailed, row)


@pytest.mark.parametrize("row", [row for row in ROWS if row.alone], ids=lambda row: row.name)
def test_what_ends_meanwhile_bites_at_once(mailed: Mailed, row: Row) -> None:
    """The page was open, and what it offered was right then."""
    check(mailed, row)


def check(mailed: Mailed, row: Row) -> None:
    answer = row.done(mailed)
    assert answer.status_code == row.told[0] and not tells(answer, mailed), (row.name, answer.text)
    assert answer.headers["Content-Type"].startswith("text/html"), row.name
    assert (mailed.version, mailed.phase()) == (mailed.submitted, "submitted"), row.name
    record = mailed.refused(answer)
    assert (record["reason"], record["person"]) == (row.told[1], row.person), (row.name, record)
    assert row.why in record["why"] and re.fullmatch(r"/mail/.*\.…", record["path"]), (row.name, record)


def test_a_command_that_no_link_may_give_is_not_given(mailed: Mailed) -> None:
    """One that has to say more, and one that there is not."""
    for command in ("refuse_acceptance", "made_up", ""):
        assert press(command=command)(mailed).status_code == 404
    assert mailed.phase() == "submitted"


def test_the_log_does_not_hold_what_a_link_ends_with() -> None:
    """The id before it stays, for whoever looks into something."""
    shown = {
        "/mail/12.aB-_": "/mail/12.…",
        "/mail/stop/p-li.zhang.aB-_": "/mail/stop/p-li.zhang.…",
        "/mail/whatever": "/mail/.…",
        "/v1/me.x": "/v1/me.x",
    }
    assert {path: unsecret(path) for path in shown} == shown
