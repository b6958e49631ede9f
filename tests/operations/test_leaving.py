"""Ending a server: open streams end at once and whole, and go on at another server where they stopped."""

import json
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from domain.people import Role
from tests.operations.conftest import Pair
from tests.operations.demands import ASKED


def position(told: Iterator[str]) -> str:
    """The position of the next event of a stream."""
    return next(line for line in told if line.startswith("id:")).removeprefix("id:").strip()


def changed(told: Iterator[str]) -> str:
    """The case of the next change."""
    assert "event: change" in told  # which reads on to it
    data = next(line for line in told if line.startswith("data:"))
    return str(json.loads(data.removeprefix("data:"))["case_id"])


@pytest.mark.parametrize("several", [1, 2])
def test_a_server_that_is_told_to_end_ends_its_streams_at_once_and_they_go_on_elsewhere(
    pair: Pair, several: int
) -> None:
    """Also where the server is several processes. The answers end as answers do, not broken off; nothing is missed."""
    here, second = pair.here, pair.api
    first = here.server(SLUICE_API_PROCESSES=str(several))
    here.ask(second.url, Role.AUDITOR, "/v1/demands", ASKED)  # refused: the auditor is made
    headers = {"Authorization": f"Bearer {here.keys[Role.AUDITOR]}"}
    with ExitStack() as open_streams:
        streams = [
            open_streams.enter_context(httpx.stream("GET", f"{first.url}/v1/stream", headers=headers, timeout=20))
            for _ in range(4)
        ]
        told = [stream.iter_lines() for stream in streams]
        last, *_ = (position(one) for one in told)
        assert first.child.stop() in (0, -15)
        rest = [list(one) for one in told]  # raises where an answer was broken off
    assert not any(line.startswith("event: change") for lines in rest for line in lines)
    assert "Cancel" not in first.child.log_tail(200)

    made = here.ask(second.url, Role.APPLICANT, "/v1/demands", ASKED)
    resumed = {**headers, "Last-Event-ID": last}
    with httpx.stream("GET", f"{second.url}/v1/stream", headers=resumed, timeout=20) as stream:
        assert changed(stream.iter_lines()) == made.json()["id"]
