"""The measured process's workflow: the product's own host."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.told import Told
from workflows.host import Host


@workflow.defn
class Measured(Host):
    """A measured case's life."""

    @workflow.run
    async def run(self, told: Told) -> str:
        """Live the case from what was told at its start."""
        return await self.live()
