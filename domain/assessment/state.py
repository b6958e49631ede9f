"""The phases of a yearly assessment."""

from typing import Literal

from domain import standing
from domain.assessment.papers import FollowUp, Report
from domain.deadlines import Deadline, Limit
from domain.phases import Unopened
from domain.value import Value


class AssessmentDossier(standing.Dossier):
    """What an assessment carries with it through all phases."""

    year: int
    publisher: str
    returned_for: str = ""  # why the report was sent back; empty when it never was
    follow_ups: tuple[FollowUp, ...] = ()


class Opened(Value):
    """Whatever has been opened."""

    dossier: AssessmentDossier


class Assessing(Opened):
    """No report yet; the year is running, or over."""

    phase: Literal["assessing"] = "assessing"
    limit: Limit
    reminders: tuple[Deadline, ...]


class Reported(Opened):
    """A phase with a report."""

    report: Report


class Examining(Reported):
    """The competent department reads the report."""

    phase: Literal["examining"] = "examining"


class Returned(Reported):
    """The report went back; the publisher hands in another."""

    phase: Literal["returned"] = "returned"
    limit: Limit
    reminders: tuple[Deadline, ...]


class Noted(Reported):
    """Closed: the department took note. Findings may still be linked to orders."""

    phase: Literal["noted"] = "noted"
    remark: str


ReportedState = Examining | Returned | Noted
OpenedState = Assessing | ReportedState
State = Unopened | OpenedState
