"""A host that asks the machine for the time: what the sandbox of the replay tests is there to catch."""

from datetime import UTC, datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.told import Told


@workflow.defn(name="Toy")
class Impure:
    """Reads a clock that a replay would read differently."""

    @workflow.run
    async def run(self, told: Told) -> str:
        """Answer with the machine's time."""
        return f"{told.case_id} {datetime.now(UTC)}"
