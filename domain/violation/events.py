"""What happened to a violation. Kinds and fields are storage: never rename one."""

from typing import Literal

from domain.deadlines import Deadline, Limit
from domain.kernel import Duty
from domain.people import Role
from domain.standing import AskersNoted, DutyEvent, MessagesSent, TimeEvent
from domain.value import Value
from domain.violation.papers import Allegation, Applied, Detection, ViolationKind


class ViolationReported(Value):
    """A person reported unlawful use. The party never sees this case."""

    kind: Literal["violation_reported"] = "violation_reported"
    case_id: str
    reporter: str
    allegation: Allegation


class ReportTakenUp(Value):
    """The report is looked into, in a case of its own that does not say who reported it."""

    kind: Literal["report_taken_up"] = "report_taken_up"
    violation_kind: ViolationKind
    facts: str
    duty: Duty


class ViolationAlleged(Value):
    """A violation is alleged by an authority or the platform, after a report if one is named."""

    kind: Literal["violation_alleged"] = "violation_alleged"
    case_id: str
    allegation: Allegation
    detected_by: Detection
    report: str


class PartyRestricted(Value):
    """Access is restricted while the matter is looked into."""

    kind: Literal["party_restricted"] = "party_restricted"
    reason: str
    duty: Duty


class HearingOpened(Value):
    """The party is asked for its view; what others had concurred in before is void."""

    kind: Literal["hearing_opened"] = "hearing_opened"
    question: str
    window: Limit
    reminders: tuple[Deadline, ...]


class ViewStated(Value):
    """The party stated its view; operator and publisher concur anew."""

    kind: Literal["view_stated"] = "view_stated"
    view: str


class ConcurrenceGiven(Value):
    """Operator or publisher would record the act as this kind."""

    kind: Literal["concurrence_given"] = "concurrence_given"
    role: Role
    violation_kind: ViolationKind


class ViolationRecorded(Value):
    """The act is on record. Reviewers of the party's other applications are told."""

    kind: Literal["violation_recorded"] = "violation_recorded"
    violation_kind: ViolationKind
    findings: str
    duty: Duty


class ViolationDismissed(Value):
    """The matter ended without a record."""

    kind: Literal["violation_dismissed"] = "violation_dismissed"
    reason: str


class LiftOrdered(Value):
    """The restriction is to be lifted wherever it reached."""

    kind: Literal["lift_ordered"] = "lift_ordered"
    duty: Duty


class MeasuresTaken(Value):
    """Measures were taken, and what they need done."""

    kind: Literal["measures_taken"] = "measures_taken"
    measures: tuple[Applied, ...]
    duties: tuple[Duty, ...]


class ViolationPublicised(Value):
    """Act and measure are publicised until the limit ends."""

    kind: Literal["violation_publicised"] = "violation_publicised"
    approver: str
    text: str
    until: Limit


class PublicityEnded(Value):
    """The publicity ended by itself."""

    kind: Literal["publicity_ended"] = "publicity_ended"


class PartyRestored(Value):
    """The party has put things right; the record stands no longer against it."""

    kind: Literal["party_restored"] = "party_restored"
    rectified: str


OpeningEvent = ViolationReported | ViolationAlleged
JudgingEvent = ReportTakenUp | PartyRestricted | HearingOpened | ViewStated | ConcurrenceGiven | LiftOrdered
OutcomeEvent = (
    ViolationRecorded | ViolationDismissed | MeasuresTaken | ViolationPublicised | PublicityEnded | PartyRestored
)
Event = OpeningEvent | JudgingEvent | OutcomeEvent | DutyEvent | MessagesSent | AskersNoted | TimeEvent
