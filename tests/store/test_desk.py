"""The desk: callers who give up, and callers who wait."""

from concurrent.futures import CancelledError
from dataclasses import replace
from threading import Event

import pytest

from domain.kernel import Context
from store.codec import Codec
from tests.parts import Database
from tests.store.desk_on import a_desk, asked, opened
from tests.toy import TOY, Command, RemarkToy, State
from tests.toy import Event as Happened


def test_a_caller_who_gives_up_stops_nobody_else(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cancelled while it waits: not begun. Cancelled while it is decided: recorded all the same."""
    deciding, go_on = Event(), Event()

    def slow(command: Command, state: State, context: Context) -> list[Happened]:
        if context.case_id == "slow":
            deciding.set()
            go_on.wait(10)
        return TOY.decide(command, state, context)

    with a_desk(database.app_url) as desk:
        desk.handle(opened("given up"))
        monkeypatch.setitem(desk.handler.codecs, "toy", Codec(replace(TOY, decide=slow)))
        begun = desk.submit(opened("slow"))
        assert deciding.wait(10)
        waits = desk.submit(asked("given up", RemarkToy(words="never mind")))
        assert waits.cancel()
        assert not begun.cancel()
        go_on.set()
        assert begun.result(10).outcome.version == 1
        assert desk.submit(opened("next")).result(10).outcome.version == 1
        with pytest.raises(CancelledError):
            waits.result(10)
        assert [event.kind for event in desk.handler.log.events("given up")] == ["toy_opened"]
