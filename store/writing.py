"""A decision on its way to the log: its events, the case row they make, and its commands' outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import NAMESPACE_URL, uuid5

from domain.deciding import Decision, occurred_at
from domain.kernel import Context, Plan, ReportDeadlinePassed
from domain.people import CLOCK
from domain.value import Value, kind_of
from domain.visibility import may_see
from store.cases import CaseRow, columns, fold
from store.codec import Codec, Header
from store.log import Append, CommandColumns
from store.request import Handled, Outcome, Request, deadline_command_id


@dataclass(frozen=True)
class Writing:
    """One decision on its way to the log."""

    codec: Codec
    request: Request
    before: CaseRow
    decision: Decision
    context: Context

    def result(self) -> tuple[Handled, Append]:
        steps = self._steps()
        events = [self.codec.stored(*event) for _, written in steps for event in written]
        after = self._after([body for _, written in steps for _, body in written])
        outcome = self._outcome(after)
        commands = tuple(
            self._command(step, outcome if step is self.request else _noted(outcome, written))
            for step, written in steps
        )
        case = columns(self.codec, after) if events else None
        handled = Handled(outcome, after.plan, after.plan_version)
        return handled, Append(tuple(events), case, commands)

    def _steps(self) -> list[tuple[Request, list[tuple[Header, Value]]]]:
        """The deadlines found passed, each the clock's own command, then the command asked."""
        version = self.before.version
        steps: list[tuple[Request, list[tuple[Header, Value]]]] = []
        for passed in self.decision.passed:
            report = self._clocks(passed.command)
            steps.append((report, self._headed(report, version, passed.events)))
            version += len(passed.events)
        steps.append((self.request, self._headed(self.request, version, self.decision.events)))
        return steps

    def _clocks(self, command: ReportDeadlinePassed) -> Request:
        return replace(
            self.request,
            command_id=deadline_command_id(self.request.case_id, command.name, command.due),
            command=command,
            actor=CLOCK,
            expected_version=None,
            causation_id=self.request.command_id,
        )

    def _headed(self, step: Request, version: int, events: Sequence[Value]) -> list[tuple[Header, Value]]:
        occurred = occurred_at(step.command, self.context.now)
        return [
            (
                Header(
                    event_id=str(uuid5(NAMESPACE_URL, f"{step.case_id}/{step.command_id}/{n}")),
                    case_id=step.case_id,
                    version=version + n,
                    process=step.process,
                    kind=kind_of(body),
                    schema_version=self.codec.schema_version(kind_of(body)),
                    occurred_at=occurred,
                    recorded_at=self.context.now,
                    actor=step.actor,
                    command_id=step.command_id,
                    correlation_id=step.correlation_id,
                    causation_id=step.causation_id,
                    policy_version=self.context.rulebook.policy_version,
                    calendar_version=self.context.rulebook.calendar_version,
                ),
                body,
            )
            for n, body in enumerate(events, 1)
        ]

    def _after(self, added: Sequence[Value]) -> CaseRow:
        if not added:
            return self.before
        decider, state = self.codec.decider, self.decision.state
        plan = decider.plan(state)
        return self.before.model_copy(
            update={
                "version": self.before.version + len(added),
                "plan_version": self._plan_version(plan, added),
                "changed_at": self.context.now,
                "summary": decider.summary(state),
                "plan": plan,
                "state": state,
            }
        )

    def _plan_version(self, plan: Plan, added: Sequence[Value]) -> int:
        """The version of the event that last changed the plan: not always the last event."""
        before = self.before
        if len(added) == 1:  # as it mostly is: without folding it again
            return before.plan_version if plan == before.plan and before.version else before.version + 1
        return fold(self.codec.decider, before.state, before.version, before.plan_version, added).plan_version

    def _outcome(self, after: CaseRow) -> Outcome:
        refused = self.decision.refused
        return Outcome(
            case_id=after.case_id,
            version=after.version,
            phase=after.summary.phase,
            events=tuple(map(kind_of, self.decision.events)),
            reason=refused.reason if refused else "",
            detail=refused.detail if refused else "",
            hidden=refused is not None and self._hides(after),
        )

    def _hides(self, after: CaseRow) -> bool:
        """A refused opening hides nothing: there is no case, and whoever asked hears why."""
        return after.version > 0 and not may_see(self.request.actor, after.summary)

    def _command(self, step: Request, outcome: Outcome) -> CommandColumns:
        return CommandColumns(
            command_id=step.command_id,
            case_id=step.case_id,
            kind=kind_of(step.command),
            actor=step.actor.model_dump_json(),
            digest=step.digest(),
            reason=outcome.reason,
            outcome=outcome.model_dump_json(),
            recorded_at=self.context.now,
        )


def _noted(outcome: Outcome, written: Sequence[tuple[Header, Value]]) -> Outcome:
    """The outcome of a deadline's own step, which no refusal of the command beside it undoes."""
    return Outcome(
        case_id=outcome.case_id,
        version=written[-1][0].version,
        phase=outcome.phase,
        events=tuple(header.kind for header, _ in written),
    )
