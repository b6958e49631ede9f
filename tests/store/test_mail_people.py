"""Where people are reached: an address counts once it is confirmed, and a person's own word is never overridden."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from composition import Store, open_store
from domain.mail import DEFAULTS, Digest, Language, Topic, When
from domain.people import Actor, Role
from settings import Settings
from store.mail_people import MailPeople, TooManyAsked, asked_at_of
from store.people import Assignment, Organisation, PeopleError
from tests.domain.shanghai import at
from tests.parts import Database
from tests.toy import TOY

ANN = Actor(id="p-ann", role=Role.APPLICANT, organisation="o-ann")
FRIDAY = at("2025-09-26 09:00")  # the Sunday after it is worked


@dataclass
class Kept:
    """An instance on a rehearsal clock, and its notices."""

    store: Store

    @property
    def people(self) -> MailPeople:
        return self.store.mail_people

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        with self.store.database.connection() as connection:
            return connection.execute(query.encode(), values).fetchall()

    def notices(self, state: str = "waiting") -> list[str]:
        query = "SELECT about FROM mail_notices WHERE state = %s ORDER BY id"
        return [row["about"] for row in self.rows(query, state)]

    def asked(self, address: str) -> datetime:
        """Ask for an address; when that was, by the notice about it."""
        self.people.ask(ANN, address)
        return asked_at_of(self.notices()[-1])


@pytest.fixture
def kept(database: Database, tmp_path: Path) -> Generator[Kept]:
    settings = Settings(
        database_url=database.app_url, clock=FRIDAY, data_folder=tmp_path, master_key="5a" * 32, mail_asked_per_hour=3
    )
    with open_store(settings, (TOY,)) as store:
        store.people.add_organisations([Organisation(id="o-ann", name_zh="安公司")])
        store.people.add("p-ann", "安", "", Assignment(role=Role.APPLICANT, organisation="o-ann"))
        yield Kept(store)


def test_a_person_who_never_chose_has_the_defaults_and_no_address(kept: Kept) -> None:
    """Nobody is written to before they said where."""
    found = kept.people.of("p-ann")
    assert (found.choices, found.digest, found.language, found.address) == (DEFAULTS, Digest.DAILY, Language.ZH, "")
    assert kept.people.told("p-ann") is None


def test_an_address_is_used_once_it_is_confirmed(kept: Kept) -> None:
    """Until then the one before; the notice goes to the one asked for, in the role of asking."""
    first = kept.asked("ann@example.org")
    (notice,) = kept.rows("SELECT * FROM mail_notices")
    assert (notice["topic"], notice["role"], notice["organisation"]) == ("confirm", "applicant", "o-ann")
    assert notice["not_before"] is not None and kept.people.told("p-ann") is None
    assert kept.people.confirm("p-ann", first)
    second = kept.asked("ann@other.example")
    told = kept.people.told("p-ann")
    assert told and (told.address, told.asked_address) == ("ann@example.org", "ann@other.example")
    assert told.next_digest == at("2025-09-28 08:00")
    assert kept.people.confirm("p-ann", second)
    assert kept.people.of("p-ann").address == "ann@other.example"


def test_an_old_confirmation_confirms_no_newer_address(kept: Kept) -> None:
    """Nor is its mail sent any more; and one confirmation counts once."""
    first = kept.asked("ann@example.org")
    second = kept.asked("ann@other.example")
    assert len(kept.notices("moot")) == len(kept.notices()) == 1
    assert not kept.people.confirm("p-ann", first) and kept.people.of("p-ann").address == ""
    assert kept.people.confirm("p-ann", second) and not kept.people.confirm("p-ann", second)


def test_the_address_one_has_needs_no_mail(kept: Kept) -> None:
    """Asking for it again only takes another asking back."""
    kept.people.confirm("p-ann", kept.asked("ann@example.org"))
    kept.asked("ann@other.example")
    kept.people.ask(ANN, "ann@example.org")
    found = kept.people.of("p-ann")
    assert (found.address, found.asked_address, kept.notices()) == ("ann@example.org", "", [])


def test_no_mailbox_is_flooded_by_one_who_asks(kept: Kept) -> None:
    """Confirming and test mails are counted together, and a refused asking changes nothing."""
    kept.asked("a@example.org")
    kept.asked("b@example.org")
    kept.people.ask_for_test(ANN)
    with pytest.raises(TooManyAsked):
        kept.people.ask(ANN, "c@example.org")
    with pytest.raises(TooManyAsked):
        kept.people.ask_for_test(ANN)
    assert kept.people.of("p-ann").asked_address == "b@example.org" and len(kept.notices()) == 2  # b's, and the test


def test_choices_change_one_by_one_and_the_digest_is_dated_anew(kept: Kept) -> None:
    """What was not named stays; weekly waits for the week's first working day, never for no day."""
    kept.people.change("p-ann", choices={Topic.TURN: When.NEVER})
    kept.people.change("p-ann", language=Language.EN, digest=Digest.WEEKLY, choices={Topic.DUE: When.NEVER})
    found = kept.people.of("p-ann")
    assert found.choices == {**DEFAULTS, Topic.TURN: When.NEVER, Topic.DUE: When.NEVER}
    assert (found.language, found.next_digest) == (Language.EN, at("2025-09-29 08:00"))
    kept.people.change("p-ann", digest=Digest.NEVER)
    assert kept.people.of("p-ann").next_digest is None
    assert kept.people.of("p-ann").language is Language.EN


def test_a_clock_that_jumps_leads_to_one_digest(kept: Kept) -> None:
    """The next one is dated from the present instant, not from the last."""
    kept.people.set_address("p-ann", "ann@example.org")
    kept.store.clocks.move(at("2025-10-20 12:00"))
    kept.people.digest_over("p-ann")
    assert kept.people.of("p-ann").next_digest == at("2025-10-21 08:00")


def test_one_who_stopped_is_told_nothing_until_they_want_it_again(kept: Kept) -> None:
    """Not by an operator's or a provider's word; confirming an address is wanting it."""
    kept.people.set_address("p-ann", "ann@example.org")
    kept.people.stop("p-ann")
    since = kept.people.of("p-ann").stopped_at
    kept.people.set_address("p-ann", "ann@other.example")
    kept.people.stop("p-ann")
    assert kept.people.told("p-ann") is None and kept.people.of("p-ann").stopped_at == since
    kept.people.resume("p-ann")
    assert kept.people.told("p-ann")
    kept.people.stop("p-ann")
    kept.people.confirm("p-ann", kept.asked("ann@third.example"))
    assert kept.people.told("p-ann")


def test_a_vouched_address_is_taken_only_from_one_who_has_said_nothing(kept: Kept) -> None:
    """Neither another address, nor one that waits, nor a removal is overridden."""
    kept.people.vouch("p-ann", "idp@example.org")
    kept.people.vouch("p-ann", "idp@other.example")
    assert kept.people.of("p-ann").address == "idp@example.org"
    kept.people.remove_address("p-ann")
    kept.people.vouch("p-ann", "idp@example.org")
    assert kept.people.of("p-ann").address == "" and kept.people.told("p-ann") is None


def test_a_refused_address_is_not_used(kept: Kept) -> None:
    """An address that was only asked for is forgotten, and takes the one in use down with it in no way."""
    kept.people.set_address("p-ann", "ann@example.org")
    kept.asked("typo@example.org")
    kept.people.refused("p-ann", "typo@example.org", "550 no such user")
    told = kept.people.told("p-ann")
    assert told and (told.asked_address, told.refused_why) == ("", "550 no such user")
    kept.people.refused("p-ann", "another@example.org", "not theirs")
    kept.people.refused("p-ann", "ann@example.org", "550 " + "x" * 600)
    refused = kept.people.of("p-ann")
    assert not refused.reached and len(refused.refused_why) == 500
    kept.people.confirm("p-ann", kept.asked("ann@example.org"))  # the same again, once it is mended
    assert kept.people.told("p-ann")


def test_an_unknown_person_has_no_settings_to_change(kept: Kept) -> None:
    with pytest.raises(PeopleError):
        kept.people.set_address("p-nobody", "x@example.org")
