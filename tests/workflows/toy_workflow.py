"""The toy's workflow: all that Temporal needs to know of a new process."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.told import Told
from workflows.host import Host


@workflow.defn
class Toy(Host):
    """A toy's life."""

    @workflow.run
    async def run(self, told: Told) -> str:
        """Live the case from what was told at its start."""
        return await self.live()
