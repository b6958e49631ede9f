"""Types and filters of what is told, and when it is tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.processes import PROCESSES
from domain.webhooks import Ladder, event_type, event_types, matches

PUBLISHED = Ladder(waits=(5, 300, 1800, 7200, 18000, 36000, 36000), patience=5 * 86_400, outage=3600)
T0 = datetime(2026, 11, 22, tzinfo=UTC)


def test_every_event_of_every_process_has_a_type() -> None:
    """Named after the process and the event's kind."""
    types = event_types(PROCESSES)
    assert len(types) == sum(len(process.events) for process in PROCESSES)
    assert event_type("application", "materials_accepted") in types


@pytest.mark.parametrize(
    ("filters", "fits"),
    [
        (("sluice.application.application_submitted",), True),
        (("sluice.*",), True),
        (("sluice.application.*",), True),
        (("sluice.application.application_sub*",), True),
        (("sluice.demand.*", "sluice.application.*"), True),
        (("sluice.application",), False),
        (("sluice.application.application_sub",), False),
        (("sluice.demand.*",), False),
        ((), False),
    ],
)
def test_a_filter_is_a_type_or_the_beginning_of_one(filters: tuple[str, ...], fits: bool) -> None:
    """Without the star it has to be the whole name."""
    assert matches(filters, "sluice.application.application_submitted") is fits


def test_eight_attempts_are_made_and_no_more() -> None:
    """After the eighth failure there is no further wait; together they last more than a day."""
    waits = [PUBLISHED.after(failures) for failures in range(1, 9)]
    assert waits == [5, 300, 1800, 7200, 18000, 36000, 36000, None]
    assert sum(wait for wait in waits if wait) > 86_400


def test_patience_ends_after_five_days() -> None:
    """Not a second before."""
    assert not PUBLISHED.gives_up(T0, T0 + timedelta(days=5, seconds=-1))
    assert PUBLISHED.gives_up(T0, T0 + timedelta(days=5))


def test_an_outage_has_lasted_an_hour() -> None:
    """Not a second less."""
    assert not PUBLISHED.was_out(T0, T0 + timedelta(seconds=3599))
    assert PUBLISHED.was_out(T0, T0 + timedelta(hours=1))
