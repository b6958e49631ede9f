"""A lane: one subscription's messages of one case, delivered one after the other.

It lives while something waits. What to deliver, when, and when to stop trying is the store's to say.
"""

from contextlib import suppress
from datetime import timedelta

from temporalio import workflow
from temporalio.common import Priority, RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.webhooks import Courier
    from store.webhook_messages import Lane

# An attempt itself never fails: this is about PostgreSQL being away, or the worker being gone.
_STEP = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30))
_BEYOND = timedelta(seconds=5)  # what a step may take beyond the subscriber's own time


@workflow.defn(name="WebhookLane")
class WebhookLane:
    """Sleeps between attempts; whoever adds to the lane, or wants it sooner, lets it look again."""

    @workflow.init
    def __init__(self, lane: Lane, seconds: float) -> None:
        self._looks = 0
        self._priority = Priority(fairness_key=lane.webhook[:64])

    @workflow.signal
    async def look(self) -> None:
        """Something may have changed in the lane."""
        self._looks += 1

    @workflow.run
    async def run(self, lane: Lane, seconds: float) -> None:
        """Deliver until nothing waits. `seconds` is what an attempt may take."""
        while True:
            looks = self._looks
            step = await workflow.execute_activity_method(
                Courier.deliver_next,
                args=[lane, workflow.now()],
                start_to_close_timeout=timedelta(seconds=seconds) + _BEYOND,
                retry_policy=_STEP,
                priority=self._priority,
            )
            if self._looks != looks:
                continue
            if step.wait is None:
                return
            if workflow.info().is_continue_as_new_suggested():
                await workflow.wait_condition(workflow.all_handlers_finished)
                workflow.continue_as_new(args=[lane, seconds])
            await self._sleep(looks, step.wait)

    async def _sleep(self, looks: int, seconds: float) -> None:
        """Until the time has come, or someone wants another look."""
        with suppress(TimeoutError):
            await workflow.wait_condition(lambda: self._looks != looks, timeout=seconds)
