"""One named workflow per process, so that Temporal's own pages say what each case is.

A workflow's name is storage: running histories carry it.
"""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.told import Told
from workflows.host import Host


@workflow.defn
class ConditionalOpenApplication(Host):
    """An application for conditionally open data (R22 §18–§22)."""

    @workflow.run
    async def run(self, told: Told) -> str:
        """Live the case from what was told at its start."""
        return await self.live()


WORKFLOWS: tuple[type[Host], ...] = (ConditionalOpenApplication,)
