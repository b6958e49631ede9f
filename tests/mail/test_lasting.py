"""Followed and sent by itself: through kills of the worker, beside a server that hangs, from when it is switched on."""

import os
import sys
from pathlib import Path
from signal import SIGTERM

from domain.people import Role
from embedded.child import Child
from embedded.processes import CHECKOUT
from settings import PREFIX, Settings
from store import following
from tests.mail.mailbox import FakeMailServer
from tests.mail.mailed import Mailed, mail_settings, opened, waiting
from tests.parts import Database
from tests.workflows.instance import until
from workflows.mailing import FOLLOWER, serving_mail

AT_ONCE = {"turn": "at_once"}


def started(settings: Settings, folder: Path, name: str) -> Child:
    """A worker that mails by these settings."""
    given = {key: str(getattr(settings, key)) for key in settings.model_fields_set - {"mail_retry_seconds"}}
    own = {f"{PREFIX}{key.upper()}": value for key, value in given.items()}
    ladder = {f"{PREFIX}MAIL_RETRY_SECONDS": str(list(settings.mail_retry_seconds))}
    return Child(
        [sys.executable, "-m", "tests.mail.worker"],
        name=name,
        log=folder / f"{name}.log",
        stop_signal=SIGTERM,
        environment={**os.environ, **own, **ladder},
        folder=CHECKOUT,
    )


def lag(mailed: Mailed) -> int:
    """Events that are still to be followed; -1 when nobody ever has."""
    with mailed.store.database.connection() as connection:
        found = following.lag(connection, FOLLOWER)
    return found.events if found else -1


async def test_a_worker_killed_before_it_knew_sends_the_same_mail_again(
    database: Database, server: FakeMailServer, tmp_path: Path
) -> None:
    """SIGKILL after the server took the mail and before our row says so. The log names people, never addresses."""
    settings = mail_settings(database.app_url, tmp_path, server, smtp_timeout_seconds=60)
    with opened(settings) as mailed:
        mailed.person("p-li", Role.DATA_PUBLISHER, **AT_ONCE)
        mailed.person("p-odd", Role.PUBLISHER_HEAD, **AT_ONCE)
        server.behave(then="hang", rcpt={"p-odd@mail.test": "550 5.1.1 <p-odd@mail.test> unknown"})
        worker = started(settings, tmp_path, "first")
        try:
            await until(lambda: lag(mailed) == 0)
            mailed.pin("c-1", waiting())
            await until(lambda: len(server.given()) == 1)
            mailed.pin("c-2", waiting(holder=Role.PUBLISHER_HEAD))
            # a server that hangs does not hold up the log
            await until(lambda: len(mailed.notices("id")) == 2 and lag(mailed) == 0)
        finally:
            worker.kill()
        server.behave(rcpt={"p-odd@mail.test": "550 5.1.1 <p-odd@mail.test> unknown"})
        worker = started(settings, tmp_path, "second")
        try:
            await until(lambda: {state for (state,) in mailed.notices("state")} == {"sent", "failed"})
            await until(lambda: '"p-odd"' in (tmp_path / "second.log").read_text())
        finally:
            worker.kill()
        first, again = server.given()
        assert (first.to, first.message["Message-ID"]) == (again.to, again.message["Message-ID"])
        assert mailed.notices("person", "state", "attempts") == [("p-li", "sent", 2), ("p-odd", "failed", 1)]
    assert "@mail.test" not in (tmp_path / "second.log").read_text()


async def test_of_two_workers_one_sends_and_the_other_takes_over(
    database: Database, server: FakeMailServer, tmp_path: Path
) -> None:
    """Each mail goes out once, killed in between."""
    settings = mail_settings(database.app_url, tmp_path, server)
    with opened(settings) as mailed:
        mailed.person("p-li", Role.DATA_PUBLISHER, **AT_ONCE)
        workers = [started(settings, tmp_path, name) for name in ("first", "second")]
        try:
            await until(lambda: lag(mailed) == 0)
            mailed.pin("c-1", waiting())
            await until(lambda: [state for (state,) in mailed.notices("state")] == ["sent"])
            workers[0].kill()
            mailed.pin("c-2", waiting())
            await until(lambda: [state for (state,) in mailed.notices("state")] == ["sent", "sent"])
        finally:
            for worker in workers:
                worker.kill()
    assert len(server.given()) == 2


async def test_mail_begins_with_what_happens_once_it_is_switched_on(
    database: Database, server: FakeMailServer, tmp_path: Path
) -> None:
    """Nobody is told of what was before, the first time and again; while it is off nobody follows."""
    with opened(mail_settings(database.app_url, tmp_path, server)) as mailed:
        mailed.person("p-li", Role.DATA_PUBLISHER, **AT_ONCE)
        for n in (1, 3):
            mailed.pin(f"c-{n}", waiting())
            async with serving_mail(mailed.parts):
                await until(lambda: lag(mailed) == 0)
                mailed.pin(f"c-{n + 1}", waiting())
                await until(lambda n=n: (f"c-{n + 1}", "sent") in mailed.notices("case_id", "state"))  # type: ignore[misc]  # bound now
            with opened(mailed.settings.model_copy(update={"smtp_host": ""})) as silent:
                async with serving_mail(silent.parts):
                    assert lag(mailed) == -1
        assert mailed.notices("case_id") == [("c-2",), ("c-4",)]


async def test_a_case_that_could_not_be_followed_is_seen_to_later(mailed: Mailed, server: FakeMailServer) -> None:
    """It is parked, the others go on, and when it can be followed its people are told."""
    mailed.person("p-li", Role.DATA_PUBLISHER, **AT_ONCE)
    mailed.pin("c-1", waiting())
    with mailed.store.database.connection() as connection:
        following.position(connection, FOLLOWER, from_end=True)
        following.save(connection, FOLLOWER, 1, {"c-1": (1, "unknown")})
    async with serving_mail(mailed.parts):
        await until(lambda: mailed.notices("case_id", "state") == [("c-1", "sent")])
        await until(lambda: mailed.rows("SELECT FROM parked") == [])
    assert len(server.given()) == 1
