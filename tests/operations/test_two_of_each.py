"""The production shape without containers: two APIs and two workers on ports of their own, over one of the rest."""

from functools import partial

import httpx

from store.readiness import TELLING
from tests.operations.demands import merged, told
from tests.operations.processes import Processes, Running, ready
from tests.waiting import until


def test_one_of_each_is_killed_and_the_work_goes_on(here: Processes) -> None:
    """The API that is left answers, the worker that is left takes over the log and does what is owed."""
    apis = [here.server(), here.server()]
    workers = [here.worker(), here.worker()]
    for worker in workers:
        until(partial(whole, worker))
    before = merged(here, apis[0].url)
    until(lambda: told(here, apis[1].url, *before))

    leading = [one for one in workers if leads(one)]
    assert len(leading) == 1
    (other,) = (one for one in workers if one is not leading[0])
    apis[0].child.kill()
    leading[0].child.kill()

    assert httpx.get(f"{apis[1].url}/ready").status_code == 200
    after = merged(here, apis[1].url)
    until(lambda: told(here, apis[1].url, *after))
    until(lambda: leads(other))

    again = here.server()
    assert told(here, again.url, *before)
    until(partial(whole, again))


def whole(running: Running) -> bool:
    """Whether the process says of every part that it is there."""
    return set(ready(running).values()) == {"ok"}


def leads(worker: Running) -> bool:
    """Whether this worker has said that it tells the cases what happened; the webhooks or the mail another may lead."""
    lines = worker.child.log.read_text(encoding="utf-8").splitlines()
    return any("follower_leads" in line and f'"{TELLING}"' in line for line in lines)
