"""The rules of a yearly assessment. A passed limit escalates and decides nothing."""

from typing import assert_never

from domain.assessment import clocks
from domain.assessment.commands import (
    Command,
    DepartmentCommand,
    LinkOrder,
    NoteAssessment,
    OpenAssessment,
    PublisherCommand,
    ReturnAssessment,
    SubmitAssessment,
)
from domain.assessment.events import (
    AssessmentNoted,
    AssessmentOpened,
    AssessmentReturned,
    AssessmentSubmitted,
    Event,
    OrderLinked,
)
from domain.assessment.papers import FollowUp, ItemFinding, Report, Standing
from domain.assessment.plan import plan
from domain.assessment.reasons import AssessmentReason
from domain.assessment.state import Assessing, Examining, Opened, Reported, Returned, State
from domain.deadlines import NoLimit
from domain.kernel import Context, Refused
from domain.phases import Unopened, in_phase
from domain.standing import answer

_WITHDRAWN = "withdrawn"  # the one phase of an item in which it is not open


def decide(command: Command, state: State, context: Context) -> list[Event]:
    """The events that `command` leads to; none if it is no news. Raises `Refused` with the reason.

    Who may ask in which phase has been checked (`domain.deciding.ask`), and every deadline due by now recorded.
    """
    if isinstance(command, OpenAssessment):
        in_phase(state, Unopened)
        limit, reminders = clocks.yearly(context, command.year)
        papers = command.model_dump(exclude={"kind"})
        return [AssessmentOpened(case_id=context.case_id, limit=limit, reminders=reminders, **papers)]
    if isinstance(command, PublisherCommand):
        return _publishers(command, state, context)
    if isinstance(command, DepartmentCommand):
        return [_departments(command, in_phase(state, Examining), context)]
    return [*answer(command, in_phase(state, Opened).dossier, plan(state), context)]


def _publishers(command: PublisherCommand, state: State, context: Context) -> list[Event]:
    match command:
        case SubmitAssessment():
            return [_submitted(command, in_phase(state, Assessing, Returned), context)]
        case LinkOrder():
            return _linked(command, in_phase(state, Reported), context)
        case _:
            assert_never(command)


def _departments(command: DepartmentCommand, state: Examining, context: Context) -> Event:
    match command:
        case ReturnAssessment():
            if state.dossier.returned_for:
                raise Refused(AssessmentReason.ALREADY_RETURNED, "a report is sent back once")
            limit, reminders = clocks.returned(context)
            return AssessmentReturned(reason=command.reason, limit=limit, reminders=reminders)
        case NoteAssessment():
            return AssessmentNoted(remark=command.remark)
        case _:
            assert_never(command)


def _submitted(command: SubmitAssessment, state: Opened, context: Context) -> AssessmentSubmitted:
    publisher = state.dossier.publisher
    if context.registry.material(command.report) != publisher:
        raise Refused(AssessmentReason.UNKNOWN_MATERIAL, f"{command.report} was not uploaded by the publisher")
    _fit(command, publisher, context)
    standing, late = _standing(state, context)
    report = Report(
        material=command.report,
        items=command.items,
        unopened=command.unopened,
        left_out=_left_out(command.items, publisher, context),
        standing=standing,
        days_late=late,
    )
    return AssessmentSubmitted(report=report)


def _fit(command: SubmitAssessment, publisher: str, context: Context) -> None:
    """Refuse a report that assesses nothing, says two things of one, or assesses what is another's."""
    about = [*(finding.about for finding in command.items), *(finding.about for finding in command.unopened)]
    if not about:
        raise Refused(AssessmentReason.NOTHING_ASSESSED, "neither an item nor unopened data is assessed")
    if twice := {one for one in about if about.count(one) > 1}:
        raise Refused(AssessmentReason.FOUND_TWICE, ", ".join(sorted(twice)))
    for finding in command.items:
        item = context.registry.item(finding.item_id)
        if item is None:
            raise Refused(AssessmentReason.UNKNOWN_ITEM, f"no item {finding.item_id} is published")
        if item.publisher != publisher:
            raise Refused(AssessmentReason.ANOTHERS_ITEM, f"{item.item_id} is of {item.publisher}")


def _left_out(items: tuple[ItemFinding, ...], publisher: str, context: Context) -> tuple[str, ...]:
    """The publisher's open items without a finding. It is for the department to judge whether that matters."""
    assessed = {finding.item_id for finding in items}
    listed = context.registry.find("open_list_item", publisher=publisher)
    return tuple(one.case_id for one in listed if one.phase != _WITHDRAWN and one.case_id not in assessed)


def _standing(state: Opened, context: Context) -> tuple[Standing, int]:
    """How the first report stood to the year's end, for ever: a return is no second chance, and takes none away."""
    if isinstance(state, Reported):
        return state.report.standing, state.report.days_late
    limit = in_phase(state, Assessing).limit
    if isinstance(limit, NoLimit):
        return "untimed", 0
    late = clocks.days_late(limit.due, context.now)
    return ("late" if late else "on_time"), late


def _linked(command: LinkOrder, state: Reported, context: Context) -> list[Event]:
    """Linked again, it is no news."""
    found = {finding.about: finding for finding in state.report.findings}.get(command.finding)
    if found is None:
        raise Refused(AssessmentReason.UNKNOWN_FINDING, f"the report says nothing of {command.finding}")
    if not found.calls_for_an_order:
        raise Refused(AssessmentReason.NOTHING_TO_FOLLOW_UP, f"{command.finding} stays as it is")
    _require_order(command, isinstance(found, ItemFinding), state.dossier.publisher, context)
    follow_up = FollowUp(finding=command.finding, order=command.order)
    return [] if follow_up in state.dossier.follow_ups else [OrderLinked(follow_up=follow_up)]


def _require_order(command: LinkOrder, about_item: bool, publisher: str, context: Context) -> None:
    """Refuse what is no list change and no plan row of the publisher's, or one about another item."""
    subject = command.finding if about_item else ""
    for process in ("list_change", "plan_item"):
        theirs = context.registry.find(process, subject=subject, publisher=publisher)
        if command.order in [sketch.case_id for sketch in theirs]:
            return
    raise Refused(AssessmentReason.NO_SUCH_ORDER, f"{command.order} is no order of the publisher's about that")
