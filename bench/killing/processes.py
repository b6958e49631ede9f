"""What is killed: the real processes, and beside them the tests' toy, whose deadlines are as short as asked.

A real application's deadlines are days away, and real time is what is tested here.
"""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from activities.duties import DutyContext
from domain.kernel import AnyDecider
from domain.processes import PROCESSES
from domain.value import Value
from tests.toy import TOY, RecordWork
from tests.workflows.toy_workflow import Toy
from workflows.host import Host
from workflows.processes import WORKFLOWS

DECIDERS: tuple[AnyDecider, ...] = (TOY, *PROCESSES)
HOSTS: tuple[type[Host], ...] = (Toy, *WORKFLOWS)
WORK = "work"  # the name of the toy's duty


def work(folder: Path) -> Callable[[DutyContext], Value]:
    """The toy's duty with an effect that outlives its worker: a file, made once a duty id."""
    folder.mkdir(parents=True, exist_ok=True)

    def effect(context: DutyContext) -> Value:
        made = folder / sha256(context.duty.id.encode()).hexdigest()
        if not made.exists():
            unfinished = made.with_name(f"{made.name}.{uuid4().hex}")
            unfinished.write_text(context.duty.id)
            unfinished.replace(made)  # whole or not at all, wherever the worker is killed
        return RecordWork(duty_id=context.duty.id, result=made.name)

    return effect


def worked(folder: Path) -> set[str]:
    """The ids of the toy's duties whose effect is there."""
    return {path.read_text() for path in folder.iterdir() if not path.suffix} if folder.exists() else set()
