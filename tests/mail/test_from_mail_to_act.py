"""From a mail to the act: the link that was mailed opens for its person, acts once, and is spent."""

import re
from pathlib import Path
from threading import Event

from domain.mail import Topic, When
from mail_parts import mail_over
from store.following import Line
from tests.api.browsing import Tab
from tests.api.mailed import mailed_over
from tests.api.submitting import START, submitted
from tests.mail.mailbox import FakeMailServer
from tests.mail.mailed import mail_settings
from tests.parts import Database


def link_in(text: str) -> str:
    """The first link of a mail, as far as it is ours to open here."""
    found = re.search(r"https://data\.test(/mail/\S+)", text)
    assert found
    return found[1]


def test_a_clerk_accepts_an_application_from_the_mail(
    database: Database, server: FakeMailServer, tmp_path: Path
) -> None:
    """Told that it waits, by a link; signed in, they confirm; the applicant is told; the link acts no more."""
    with submitted(database, tmp_path) as world:
        here = mailed_over(world)
        store = here.api.store
        for person, topic in (("p-li", Topic.TURN), ("p-wang", Topic.OWN)):
            store.mail_people.set_address(person, f"{person}@mail.test")
            store.mail_people.change(person, choices={topic: When.AT_ONCE})
        mail = mail_over(store, mail_settings(database.app_url, tmp_path, server, clock=START))

        def tell() -> None:
            history = store.log.events(here.case)
            mail.matching.follow([Line(one.position, one.case_id, one.version, b"") for one in history])
            assert mail.postman
            mail.postman.round(Event())

        tell()
        [told] = server.taken("p-li@mail.test")
        tab = Tab(here.api.url)
        tab.open(link_in(told.text))
        tab.sign_in(here.li.key)
        tab.send(tab.form(), command="accept_materials")
        assert here.phase() == "under_review"
        assert tab.open(link_in(told.text)).status_code == 200
        assert not any(form.choices for form in tab.forms)
        tell()
        assert len(server.taken("p-li@mail.test")) == 1
        assert len(server.taken("p-wang@mail.test")) == 1  # of what they did not do themselves
