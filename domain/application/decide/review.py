"""Completeness check by the operator, review by the publisher (R22 §19)."""

from typing import Literal, assert_never

from domain.application import clocks
from domain.application.commands.review import (
    AcceptMaterials,
    Approval,
    ApproveApplication,
    OverrideOneTimeNotice,
    RefuseAcceptance,
    RefuseApplication,
    ReviewCommand,
)
from domain.application.decide.credit import credit_check
from domain.application.decide.dispatch import dispatched
from domain.application.decide.expert import must_be_assessed
from domain.application.events import (
    AcceptanceRefused,
    ApplicationApproved,
    ApplicationRefused,
    Event,
    MaterialsAccepted,
    OneTimeNoticeOverridden,
    PolicyGapFound,
)
from domain.application.one_time_notice import breaches, old_defects, old_grounds
from domain.application.papers import Defect, Timeliness
from domain.application.reasons import ApplicationReason
from domain.application.state import Checking, Reviewing, State
from domain.deadlines import Limit, NoLimit
from domain.items import OpenType
from domain.kernel import Context, Reason, Refused
from domain.people import Role
from domain.phases import in_phase
from domain.standing import new_duty


def decide(command: ReviewCommand, state: State, context: Context) -> list[Event]:
    match command:
        case AcceptMaterials():
            return _accept(in_phase(state, Checking), context)
        case RefuseAcceptance():
            return _refuse_acceptance(command, in_phase(state, Checking))
        case OverrideOneTimeNotice():
            return _override(command, state)
        case ApproveApplication():
            return [approved(command, command.extra_conditions, in_phase(state, Reviewing), context)]
        case RefuseApplication():
            return _refuse(command, in_phase(state, Reviewing), context)
        case _:
            assert_never(command)


def _accept(state: Checking, context: Context) -> list[Event]:
    dossier = state.dossier
    missing = [line.id for line in dossier.requirements if not dossier.material(line.id)]
    # what an earlier notice failed to name can't be refused any more, so it can't be waited for either
    waived = old_defects(missing, dossier)
    if wanted := [requirement for requirement in missing if requirement not in waived]:
        raise Refused(ApplicationReason.MATERIALS_MISSING, f"nothing was handed in for {', '.join(wanted)}")
    if dossier.further:
        return [dispatched(dossier, waived, context)]
    norm, target, reminders = clocks.review(context)
    return [MaterialsAccepted(norm=norm, target=target, reminders=reminders, waived=waived), *gaps(norm)]


def gaps(*limits: Limit) -> list[Event]:
    """What the competent department is told when a limit has no rule in force (R22 §39)."""
    return [
        PolicyGapFound(limit=limit, tells=(Role.COMPETENT_DEPARTMENT,))
        for limit in limits
        if isinstance(limit, NoLimit) and limit.why == "policy_gap"
    ]


def _refuse_acceptance(command: RefuseAcceptance, state: Checking) -> list[Event]:
    dossier = state.dossier
    listed = {line.id for line in dossier.requirements}
    for reason in command.reasons:
        if reason.requirement not in listed:
            raise Refused(ApplicationReason.UNKNOWN_REQUIREMENT, f"{reason.requirement} is not on the material list")
        if (reason.defect is Defect.MISSING) == bool(dossier.material(reason.requirement)):
            raise Refused(ApplicationReason.CONTRADICTS_MANIFEST, f"{reason.requirement} is not {reason.defect}")
    breach = breaches(old_defects((reason.requirement for reason in command.reasons), dossier), dossier)
    return [*breach, AcceptanceRefused(reasons=command.reasons)]


def _override(command: OverrideOneTimeNotice, state: State) -> list[Event]:
    if not isinstance(state, Checking | Reviewing):
        raise Refused(Reason.WRONG_PHASE, f"the case is in phase {state.phase}")
    dossier = state.dossier
    # what concerns the review of one item among several is asked in its sub-order
    conditions = () if dossier.further else dossier.item.conditions
    known = {line.id for line in dossier.requirements} | {condition.id for condition in conditions}
    if unknown := [subject for subject in command.subjects if subject not in known]:
        raise Refused(ApplicationReason.UNKNOWN_SUBJECT, f"neither requirement nor condition: {', '.join(unknown)}")
    return [OneTimeNoticeOverridden(subjects=command.subjects, justification=command.justification)]


def approved(
    command: Approval, extra_conditions: tuple[str, ...], state: Reviewing, context: Context
) -> ApplicationApproved:
    """The approval, by whichever way; raises `Refused` when the item or the applicants' credit stand against it."""
    item = context.registry.item(state.dossier.item.item_id)
    if item is None or item.open_type is not OpenType.CONDITIONAL:
        raise Refused(ApplicationReason.ITEM_NOT_OPEN, "the item is no longer conditionally open")
    if context.registry.suspended(item.item_id):
        raise Refused(ApplicationReason.ITEM_SUSPENDED, "the item's opening is suspended: refuse, or wait")
    must_be_assessed(state.dossier)
    window, reminders = clocks.signing(context)
    return ApplicationApproved(
        extra_conditions=extra_conditions,
        risk_note=command.risk_note,
        timeliness=_timeliness(state, context),
        window=window,
        reminders=reminders,
        duty=new_duty(context, "draft_agreement"),
        credit_check=credit_check(command, state.dossier, context),
    )


def _refuse(command: RefuseApplication, state: Reviewing, context: Context) -> list[Event]:
    dossier = state.dossier
    published = {condition.id for condition in dossier.item.conditions}
    if foreign := [reason.condition for reason in command.reasons if reason.condition not in published]:
        detail = f"not published with version {dossier.item.version}: {', '.join(foreign)}"
        raise Refused(ApplicationReason.UNPUBLISHED_CONDITION, detail)
    breach = breaches(old_grounds(command.reasons, dossier), dossier)
    return [*breach, ApplicationRefused(reasons=command.reasons, timeliness=_timeliness(state, context))]


def _timeliness(state: Reviewing, context: Context) -> Timeliness:
    """A late decision is valid; it says how late it is."""
    within_norm, late = _kept(state.norm, context)
    within_target, over = _kept(state.target, context)
    return Timeliness(
        within_norm=within_norm or "no_norm",
        working_days_late=late,
        within_target=within_target or "no_target",
        working_days_over_target=over,
    )


def _kept(limit: Limit, context: Context) -> tuple[Literal["yes", "no"] | None, int]:
    """Whether `limit` is kept now, `None` if there is none, and by how many working days it is not."""
    if isinstance(limit, NoLimit):
        return None, 0
    if context.now < limit.due:
        return "yes", 0
    return "no", context.rulebook.working_days_late(limit.due, context.now)
