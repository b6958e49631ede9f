"""`kill -9` of API and worker, with open cases: until every case takes a command again, and its workflow knows."""

import asyncio
from collections.abc import Callable, Sequence
from time import monotonic

from activities.told import Told
from bench import load
from bench.instance import Instance, ended
from bench.measures import Goal, Measure
from bench.sizes import Sizes
from bench.waiting import until, until_told
from embedded.processes import answers
from workflows.serving import connect

_CALLERS = 32
_DRAFT, _SUBMIT, _ACCEPT = 0, 5, 6  # of the application's commands


def run(at: Instance, sizes: Sizes, say: Callable[[str], None]) -> list[Measure]:
    """The product's own processes, with applications that wait for the operator."""
    script = load.calls(at.api_url, at.application, at.cast)
    with ended(at.start_server("server")) as server, ended(at.start_worker("worker")) as worker:
        say(f"recovery: submitting {sizes.killed_cases} applications")
        submit = [script[_DRAFT], script[_SUBMIT]]
        cases = load.open_cases(at.api_url, submit, sizes.killed_cases, _CALLERS)
        until_told(at)
        say("recovery: kill -9 of API and worker")
        server.kill()
        worker.kill()
    return _again(at, cases, script[_ACCEPT], say)


def _again(at: Instance, cases: Sequence[str], accept: load.Call, say: Callable[[str], None]) -> list[Measure]:
    """Start both at once, as a supervisor would, and ask each case."""
    killed = monotonic()
    with ended(at.start_worker("worker")), ended(at.start_server("server", wait=False)):
        say("recovery: until the API is ready")
        ready = until("the API", lambda: answers(f"{at.api_url}/ready")) - killed
        say(f"recovery: until all {len(cases)} cases answer")
        answered = load.continue_cases(at.api_url, [accept], cases, _CALLERS)
        assert sorted(answered) == sorted(cases), "a case did not answer"
        all_answer = monotonic() - killed
        say("recovery: until the workflows know")
        told = until_told(at) - killed
        asyncio.run(_know(at, cases))
        known = monotonic() - killed
    what = f"{len(cases)} open cases"
    return [
        Measure("kill -9 of API and worker", "API ready", "s", (ready,)),
        Measure("kill -9 of API and worker", f"{what} took a command over HTTP", "s", (all_answer,), Goal(5)),
        Measure("kill -9 of API and worker", f"{what}: the follower's lag is 0", "s", (told,)),
        Measure("kill -9 of API and worker", f"{what}: each workflow answers with its newest plan", "s", (known,)),
    ]


async def _know(at: Instance, cases: Sequence[str]) -> None:
    """Ask each workflow what it was told. Raises RuntimeError when one does not know its case's plan."""
    client = await connect(at.stack.settings.temporal_address)
    versions = {row.case_id: row.plan_version for row in at.store.cases.many(cases)}
    limit = asyncio.Semaphore(_CALLERS)

    async def ask(case: str) -> None:
        async with limit:
            told = await client.get_workflow_handle(case).query("told", result_type=Told)
        if told.version != versions[case]:
            raise RuntimeError(f"{case}: its workflow knows version {told.version}, not {versions[case]}")

    await asyncio.gather(*map(ask, cases))
