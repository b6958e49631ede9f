"""The toy's workflow, made as any other process's."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from tests.toy import TOY
from workflows.processes import named_workflow

Toy = named_workflow(TOY, __name__)
