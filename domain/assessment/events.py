"""What happened to a yearly assessment. Kinds and fields are storage: never rename one."""

from typing import Literal

from domain.assessment.papers import FollowUp, Report
from domain.deadlines import Deadline, Limit
from domain.standing import AskersNoted, TimeEvent
from domain.value import Value


class AssessmentOpened(Value):
    """The publisher is to assess its list by the end of that year."""

    kind: Literal["assessment_opened"] = "assessment_opened"
    case_id: str
    year: int
    publisher: str
    limit: Limit
    reminders: tuple[Deadline, ...]


class AssessmentSubmitted(Value):
    """The report is in, in time or not; one that replaces a returned report stands as the first one did."""

    kind: Literal["assessment_submitted"] = "assessment_submitted"
    report: Report


class AssessmentReturned(Value):
    """The report went back; another is due."""

    kind: Literal["assessment_returned"] = "assessment_returned"
    reason: str
    limit: Limit
    reminders: tuple[Deadline, ...]


class AssessmentNoted(Value):
    """The competent department took note of the report."""

    kind: Literal["assessment_noted"] = "assessment_noted"
    remark: str


class OrderLinked(Value):
    """A finding is followed up by that order."""

    kind: Literal["order_linked"] = "order_linked"
    follow_up: FollowUp


AssessmentEvent = AssessmentSubmitted | AssessmentReturned | AssessmentNoted | OrderLinked
Event = AssessmentOpened | AssessmentEvent | AskersNoted | TimeEvent
