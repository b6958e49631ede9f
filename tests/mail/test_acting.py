"""The whole way: an address is confirmed by its mail, a mail comes, its link is opened, and the case moves on."""

import re
from pathlib import Path

import httpx

from tests.api.browsing import Tab
from tests.api.mailed import mailed_over
from tests.api.submitting import submitted
from tests.mail.mailbox import FakeMailServer, Given
from tests.mail.mailed import SENDER, Mailed, mail_settings
from tests.parts import Database

ADDRESS = "li@mail.test"


def link_in(mail: Given, api: str) -> str:
    """The first link of a mail, as its reader would click it."""
    found = re.search(rf"{re.escape(api)}(/mail/(?!stop/)\S+)", mail.text)
    assert found, mail.text
    return found[1]


def test_from_the_mail_to_the_act(database: Database, server: FakeMailServer, tmp_path: Path) -> None:
    """And by the mail program's own button no more mail comes."""
    with submitted(database, tmp_path, smtp_host="127.0.0.1", smtp_port=server.port, mail_from=SENDER) as world:
        here, url = mailed_over(world), world.api.url
        telling = Mailed(world.api.store, mail_settings(database.app_url, tmp_path, server, public_url=url))
        chosen = here.li.change("/v1/mail", {"address": ADDRESS, "choices": {"turn": "at_once"}})
        assert chosen.status_code == 200, chosen.text
        telling.round()
        confirming = Tab(url)
        confirming.open(link_in(server.taken(ADDRESS)[-1], url))
        assert confirming.send(confirming.form()).status_code == 200
        telling.tell()
        mail = server.taken(ADDRESS)[-1]
        assert here.case not in mail.everything
        tab = here.tab(here.li, link_in(mail, url))
        assert tab.send(tab.form(), command="accept_materials").status_code == 200
        assert here.phase() == "under_review"
        stop = mail.message["List-Unsubscribe"].strip("<>")
        assert httpx.post(stop, data={"List-Unsubscribe": "One-Click"}, timeout=30).status_code == 200
        before = len(server.given())
        telling.tell()
        assert len(server.given()) == before and here.li.get("/v1/mail").json()["stopped_at"]
