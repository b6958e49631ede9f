"""One named workflow per process, so that Temporal's own pages say what each case is.

They are made from the deciders. A workflow's name is storage: running histories carry it.
"""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.told import Told
    from domain.kernel import AnyDecider
    from domain.processes import PROCESSES
from workflows.host import Host


def named_workflow(process: AnyDecider, module: str) -> type[Host]:
    """The host under the process's name, for `module` to keep under that name: the sandbox looks there."""

    class Named(Host):
        async def run(self, told: Told) -> str:
            """Live the case from what was told at its start."""
            return await self.live()

    name = process.workflow
    Named.__name__ = Named.__qualname__ = name
    Named.run.__qualname__ = f"{name}.run"
    Named.__module__ = Named.run.__module__ = module
    workflow.run(Named.run)
    return workflow.defn(name=name)(Named)


WORKFLOWS = tuple(named_workflow(process, __name__) for process in PROCESSES)
globals().update({made.__name__: made for made in WORKFLOWS})
