"""What was found out about a process by asking it, and what was not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from domain.deadlines import Deadline
from domain.kernel import AnyDecider, Plan
from domain.people import Role
from domain.value import kind_of_class

Names = dict[str, dict[str, None]]  # lists by name, each entry once and in the order it was met


@dataclass(frozen=True)
class Step:
    """In `phase`, a command or a deadline (by its name) led to `to`."""

    phase: str
    cause: str
    to: str


@dataclass
class Findings:
    """Every collection in the order in which its entries were met first."""

    decider: AnyDecider
    steps: dict[Step, None] = field(default_factory=dict[Step, None])
    accepted: dict[tuple[str, Role, str], None] = field(default_factory=dict[tuple[str, Role, str], None])
    deadlines: dict[str, Deadline] = field(default_factory=dict[str, Deadline])
    causes: Names = field(default_factory=Names)  # event → commands and deadlines
    running: Names = field(default_factory=Names)  # phase → deadlines
    owed: Names = field(default_factory=Names)  # phase → duties
    settles: Names = field(default_factory=Names)  # duty → the commands that report it done
    refusals: Names = field(default_factory=Names)  # reason → commands
    closed: dict[str, None] = field(default_factory=dict[str, None])  # phases

    def note_phase(self, phase: str, plan: Plan) -> None:
        """A state in `phase` was met, with that plan."""
        add(self.running, phase, (deadline.name for deadline in plan.deadlines))
        add(self.owed, phase, (duty.name for duty in plan.duties))
        for duty in plan.duties:
            add(self.settles, duty.name, ())
        for deadline in plan.deadlines:
            self.deadlines.setdefault(deadline.name, deadline)
        if plan.closed:
            self.closed[phase] = None

    def unreached(self) -> Iterator[str]:
        """The phases, commands and events that were never met, and the words that are missing."""
        decider, words = self.decider, self.decider.labels
        phases = [state.model_fields["phase"].default for state in decider.states]
        commands, events = ([kind_of_class(one) for one in many] for many in (decider.commands, decider.events))
        done = {kind for _, _, kind in self.accepted}
        for what, names, met in (
            ("phase", phases, self.running),
            ("command", commands, done),
            ("event", events, self.causes),
        ):
            if missing := [name for name in names if name not in met]:
                yield f"no {what} {', '.join(missing)} was reached"
        named = (decider.name, *phases, *commands, *events, *self.deadlines, *self.settles, *decider.reasons)
        if wordless := [name for name in named if name not in words.zh or name not in words.en]:
            yield f"no word for {', '.join(wordless)} in labels"


def add(to: Names, key: str, names: Iterable[str]) -> None:
    to.setdefault(key, {}).update(dict.fromkeys(names))
