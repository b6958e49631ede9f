"""Applications: received, answered, in time or not, and by whom they were made (R22 §19; P25 §3)."""

from domain.application.events import (
    AcceptanceRefused,
    ApplicationDispatched,
    ApplicationSubmitted,
    ApprovalLapsed,
    MaterialsAccepted,
    OneTimeNoticeBreached,
    SubOrderOpened,
)
from domain.application.papers import Timeliness
from domain.application.state import Reviewing
from domain.rulebook import Rulebook
from domain.statistics.story import Period, Step, Story
from domain.statistics.tally import Tally


def count(story: Story, period: Period, rulebook: Rulebook, tally: Tally) -> None:
    """Count one application; a case of another process counts nothing.

    Of an application for several items each sub-order is received and decided; the whole is checked once.
    """
    if story.process.name != "application" or not story.agency:
        return
    submitted: Step | None = None
    for step in story.steps:
        if isinstance(step.body, ApplicationSubmitted):
            submitted = step
        if not period.has(step.at):
            continue
        if isinstance(step.body, MaterialsAccepted | ApplicationDispatched | AcceptanceRefused) and submitted:
            days = rulebook.working_days_between(submitted.at, step.at)
            tally.see(story.agency, "applications.acceptance_days", days)
        _event(step, story.agency, tally)
    if isinstance(story.last.state, Reviewing):
        tally.see(story.agency, "applications.pending")
        if "application.review" in story.last.state.dossier.missed:
            tally.see(story.agency, "applications.overdue")


def _event(step: Step, agency: str, tally: Tally) -> None:
    match step.body:
        case MaterialsAccepted() | SubOrderOpened():
            tally.see(agency, "applications.received")
        case AcceptanceRefused():
            tally.see(agency, "applications.not_accepted")
        case ApprovalLapsed():
            tally.see(agency, "applications.lapsed")
        case OneTimeNoticeBreached():
            tally.see(agency, "applications.one_time_notice_breaches")
        case _:
            timeliness = getattr(step.body, "timeliness", None)
            if isinstance(timeliness, Timeliness):
                _decided(step, timeliness, agency, tally)


def _decided(step: Step, timeliness: Timeliness, agency: str, tally: Tally) -> None:
    """A decision on the merits, whichever it is: both kinds say how they stand to their limits."""
    tally.see(agency, "applications.decided")
    approved = step.state.phase != "refused"
    tally.see(agency, "applications.approved" if approved else "applications.refused")
    applicant = getattr(step.state.dossier.contents, "applicant_type", "")
    if applicant:
        tally.see(agency, f"applications.approved_of.{applicant}", approved)
    if timeliness.within_norm != "no_norm":
        tally.see(agency, "applications.within_norm", timeliness.within_norm == "yes")
    if timeliness.within_target != "no_target":
        tally.see(agency, "applications.within_target", timeliness.within_target == "yes")
    if timeliness.working_days_late:
        tally.see(agency, "applications.days_late", timeliness.working_days_late)
