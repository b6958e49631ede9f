"""One case on its way, of any process: its steps over HTTP, each told, each answer checked."""

from collections.abc import Mapping
from typing import Any

from rich.markup import escape

from demo.client import APPLICATIONS, Answer, Json, Person, Problem
from demo.stage import Stage, at, both
from domain.deadline_history import DeadlineRecord


class Following:
    """A case of `process`, a path segment of the API. `tag` marks its lines; `case` names one that is there already."""

    def __init__(self, stage: Stage, tag: str, title: str, process: str = APPLICATIONS, case: str = "") -> None:
        self.stage = stage
        self.tag = tag
        self.title = title
        self.process = process
        self.case = ""
        self.ends = ""  # the phase that its story says it will have come to
        if case:
            self.named(case)

    # -- its steps ----------------------------------------------------------------------------

    def named(self, case: str) -> None:
        """This is the case; what falls due in it bears the mark of the story that named it first."""
        self.case = case
        self.stage.tags.setdefault(case, self.tag)

    def announce(self) -> None:
        """Print the story's title."""
        self.stage.say(self.tag, f"[bold cyan]{escape(self.title)}[/bold cyan]")

    def do(
        self, who: Person, kind: str, body: Mapping[str, Any] | None = None, *, phase: str, note: str = ""
    ) -> Answer:
        """Give a command, the first opens the case, and see that the case is in `phase` after it."""
        answer = who.command(self.case, kind, body, process=self.process)
        if not self.case:
            self.named(answer.id)
        self.stage.expect(f"{self.tag} phase after {kind}", answer.phase, phase)
        self.tell(who, kind, answer.phase, note)
        return answer

    def refused(self, who: Person, kind: str, body: Mapping[str, Any] | None = None, *, reason: str) -> None:
        """Give a command that must be refused for `reason`, and see that it changed nothing."""
        self.stage.clock.settle()  # or a duty of the step before may change the case meanwhile
        before = self.shown()["version"]
        try:
            who.command(self.case, kind, body, process=self.process)
        except Problem as problem:
            self.stage.expect_problem(problem, reason)
        else:
            self.stage.expect(f"{self.tag} {kind}", "done", f"refused: {reason}")
        self.stage.expect(f"{self.tag} version after a refusal", self.shown()["version"], before)
        told = f"✗ {both(kind, self.process)}: {both(reason, self.process)} ({who.name})"
        self.stage.say(self.tag, escape(told), "red")

    def becomes(self, phase: str, note: str = "") -> Json:
        """Wait for what its cases tell one another, see that it is in `phase` now, and say so; returns it as shown."""
        self.stage.clock.settle()
        found = self.shown()
        self.stage.expect(f"{self.tag} phase", found["phase"], phase)
        more = f"  [dim]{escape(note)}[/dim]" if note else ""
        self.stage.say(self.tag, f"[green]✓[/green] [bold]{escape(both(phase, self.process))}[/bold]{more}")
        return found

    def tell(self, who: Person, kind: str, phase: str, note: str = "") -> None:
        """Print a step, and the phase that it led to."""
        more = f"  [dim]{escape(note)}[/dim]" if note else ""
        step, now = both(kind, self.process), both(phase, self.process)
        self.stage.say(self.tag, f"{escape(step)} → [bold]{escape(now)}[/bold] ({who.name}){more}")

    # -- what the instance says of it ---------------------------------------------------------

    def shown(self, as_of: str = "") -> Json:
        """The case as the auditor sees it, now or at an instant."""
        return self.stage.players.auditor.case(self.case, as_of, process=self.process)

    def deadline(self, name: str) -> DeadlineRecord:
        """The newest deadline of that name that the case ever had."""
        records = self.stage.players.auditor.deadlines(self.case, process=self.process).deadlines
        return [one for one in records if one.deadline.name == name][-1]

    def expect_due(self, name: str, last_day: str) -> None:
        """Check that a deadline's last day, inclusive, is `last_day`; its bound is the next day's 00:00."""
        bound = self.deadline(name).deadline.due
        self.stage.expect(f"{self.tag} {name}", (bound - at(f"{last_day} 00:00")).days, 1)

    def event(self, kind: str) -> Json:
        """The body of its newest event of that kind."""
        events = self.stage.players.auditor.events(self.case, process=self.process)
        found: list[Json] = [event["body"] for event in events if event["kind"] == kind]
        return found[-1]
