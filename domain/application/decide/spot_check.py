"""Spot checks: ordered, answered, closed, in whatever phase of the use (R22 §29)."""

from typing import assert_never

from domain import sampling
from domain.application import clocks
from domain.application.commands.spot_check import AnswerSpotCheck, CloseSpotCheck, OrderSpotCheck, SpotCheckCommand
from domain.application.decide.usage import and_close
from domain.application.events import Event, SpotCheckAnswered, SpotCheckClosed, SpotCheckOrdered
from domain.application.reasons import ApplicationReason
from domain.application.spot_check import CheckAnswered, Checker, CheckOrdered, NoCheck, Sample, Verdict
from domain.application.state import Deleting, Reporting, State
from domain.deadlines import Deadline
from domain.kernel import Context, Reason, Refused
from domain.people import Actor
from domain.phases import in_phase


def decide(command: SpotCheckCommand, state: State, context: Context) -> list[Event]:
    case = in_phase(state, Reporting)
    match command:
        case OrderSpotCheck():
            return [_ordered(command, case, context)]
        case AnswerSpotCheck():
            return [_answered(command, case, context)]
        case CloseSpotCheck():
            closed = _closed(command, case, context)
            return and_close(case, closed) if isinstance(case, Deleting) else [closed]
        case _:
            assert_never(command)


def _ordered(command: OrderSpotCheck, case: Reporting, context: Context) -> SpotCheckOrdered:
    if not isinstance(case.dossier.check, NoCheck):
        raise Refused(ApplicationReason.CHECK_UNDER_WAY, f"{case.dossier.check.id} is not closed")
    if isinstance(command.ground, Sample):
        _check_sample(command.ground, context)
    due, reminders = clocks.spot_check(context)
    check = CheckOrdered(
        id=f"{context.case_id}:{context.version + 1}:spot_check",
        checker=_office(context.actor),
        due=due,
        reminders=reminders,
    )
    return SpotCheckOrdered(ground=command.ground, check=check)


def _office(actor: Actor) -> Checker:
    return Checker(role=actor.role, organisation=actor.organisation)


def _check_sample(sample: Sample, context: Context) -> None:
    """As far as one case can: it was drawn, and those drawn are as many and ranked as the draw says."""
    drawn = min(sample.size, sample.population_size) == len(sample.drawn)
    if not drawn or sampling.draw(sample.drawn, sample.size, sample.seed) != sample.drawn:
        raise Refused(ApplicationReason.NO_SUCH_SAMPLE, f"seed {sample.seed} does not give that sample")
    if context.case_id not in sample.drawn:
        raise Refused(ApplicationReason.NOT_DRAWN, f"{context.case_id} was not drawn")


def _answered(command: AnswerSpotCheck, case: Reporting, context: Context) -> SpotCheckAnswered:
    check = case.dossier.check
    if not isinstance(check, CheckOrdered):
        raise Refused(ApplicationReason.NO_CHECK_TO_ANSWER, "no spot check waits for an answer")
    if missing := command.answer.missing():
        raise Refused(ApplicationReason.ANSWER_INCOMPLETE, f"nothing is said of {', '.join(missing)}")
    late = context.rulebook.working_days_late(check.due.due, context.now) if isinstance(check.due, Deadline) else 0
    return SpotCheckAnswered(check=check.id, answer=command.answer, working_days_late=late)


def _closed(command: CloseSpotCheck, case: Reporting, context: Context) -> SpotCheckClosed:
    check = case.dossier.check
    if isinstance(check, NoCheck):
        raise Refused(ApplicationReason.NO_CHECK_TO_CLOSE, "no spot check is under way")
    if _office(context.actor) != check.checker:
        raise Refused(Reason.OTHER_ORGANISATION, f"the spot check is the {check.checker.role}'s")
    answered, found = isinstance(check, CheckAnswered), command.verdict is Verdict.FINDINGS
    if not answered and not found:
        raise Refused(ApplicationReason.NOT_ANSWERED, "a check without an answer can't end well")
    if found != bool(command.findings):
        raise Refused(ApplicationReason.FINDINGS_UNCLEAR, "findings are told in words, and only findings are")
    return SpotCheckClosed(check=check.id, verdict=command.verdict, findings=command.findings, answered=answered)
