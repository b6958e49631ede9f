"""One-time notice: a refusal tells every reason at once (R22 §19).

A reason that an earlier refusal of the same application could have given, and did not, is *old*. It is blocked,
or needs the General Office's override, and is then flagged as a breach. A completeness check could have found what
was already so at an earlier completeness refusal; a review, at an earlier refusal on the merits: a case that was not
accepted has never been reviewed.
"""

from collections.abc import Iterable

from domain.application.dossier import Dossier
from domain.application.events import Event, OneTimeNoticeBreached
from domain.application.papers import Earlier, MeritsReason, SubmittedMaterial
from domain.application.reasons import ApplicationReason
from domain.application.state import Declined, NotAccepted
from domain.kernel import Refused

SCENARIO = "scenario"


def chain_from(refused: NotAccepted | Declined) -> tuple[Earlier, ...]:
    """All that an application superseding `refused` must remember, oldest first."""
    dossier = refused.dossier
    if isinstance(refused, NotAccepted):
        told = [reason.requirement for reason in refused.reasons]
    else:
        told = [reason.condition for reason in refused.reasons]
    last = Earlier(
        case_id=dossier.case_id,
        outcome=refused.phase,
        told=tuple(dict.fromkeys(told)),
        scenario=dossier.contents.scenario,
        materials=dossier.materials,
        conditions=dossier.item.conditions,
        requirements=tuple(line for item in dossier.items for line in item.materials),
    )
    return (*dossier.chain, last)


def breaches(old: tuple[str, ...], dossier: Dossier) -> list[Event]:
    """The flag for old subjects that were overridden; raises `Refused` if any was not."""
    if blocked := [subject for subject in old if subject not in dossier.overridden]:
        raise Refused(ApplicationReason.ONE_TIME_NOTICE, f"could have been told before: {', '.join(blocked)}")
    return [OneTimeNoticeBreached(subjects=old)] if old else []


def old_defects(requirements: Iterable[str], dossier: Dossier) -> tuple[str, ...]:
    """Those of `requirements` whose defect stood unmentioned at an earlier completeness refusal."""
    earlier = [case for case in dossier.chain if case.outcome == "not_accepted"]
    told = {requirement for case in earlier for requirement in case.told}
    listed = {requirement.id: requirement for requirement in dossier.requirements}

    def is_old(subject: str) -> bool:
        return subject not in told and any(
            listed[subject] in case.requirements and not _changed(subject, case, dossier) for case in earlier
        )

    return tuple(dict.fromkeys(requirement for requirement in requirements if is_old(requirement)))


def old_grounds(reasons: tuple[MeritsReason, ...], dossier: Dossier) -> tuple[str, ...]:
    """The conditions that an earlier review could have held against the same application.

    Raises `Refused` when a reason is said to arise from a part that has not changed since.
    """
    earlier = [case for case in dossier.chain if case.outcome == "refused"]
    told = {condition for case in earlier for condition in case.told}
    published = {condition.id: condition for condition in dossier.item.conditions}
    old: dict[str, None] = {}
    for reason in reasons:
        if reason.arises_from:
            _must_have_changed(reason.arises_from, earlier, dossier)
        elif reason.condition not in told and any(published[reason.condition] in case.conditions for case in earlier):
            old[reason.condition] = None
    return tuple(old)


def _must_have_changed(part: str, earlier: list[Earlier], dossier: Dossier) -> None:
    if part != SCENARIO and part not in {requirement.id for requirement in dossier.item.materials}:
        raise Refused(ApplicationReason.UNKNOWN_REQUIREMENT, f"{part} is no part of the application")
    if same := [case.case_id for case in earlier if not _changed(part, case, dossier)]:
        raise Refused(ApplicationReason.DID_NOT_CHANGE, f"{part} is as it was in {', '.join(same)}")


def _changed(part: str, case: Earlier, dossier: Dossier) -> bool:
    if part == SCENARIO:
        return case.scenario != dossier.contents.scenario
    return _material(case.materials, part) != dossier.material(part)


def _material(materials: tuple[SubmittedMaterial, ...], requirement: str) -> str:
    return next((paper.material for paper in materials if paper.requirement == requirement), "")
