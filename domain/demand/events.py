"""What happened to a demand. Kinds and fields are storage: never rename one."""

from typing import Literal

from domain.deadlines import Limit
from domain.demand.papers import Advice, Category, Channel, Criterion
from domain.kernel import Duty
from domain.people import Role
from domain.standing import AskersNoted, DutyEvent, MessagesSent, TimeEvent
from domain.value import Value


class DemandSubmitted(Value):
    """A demand came in; the department's reminder to look at it runs."""

    kind: Literal["demand_submitted"] = "demand_submitted"
    case_id: str
    asker: str  # organisation
    asked_by: str  # person id
    asking_role: Role
    consultation_point: str  # organisation; empty when none is asked
    on_behalf_of: str
    title: str
    need: str
    category: Category
    channel: Channel
    reminder: Limit


class DemandFollowedUp(Value):
    """Its asker added to it."""

    kind: Literal["demand_followed_up"] = "demand_followed_up"
    role: Role
    text: str


class AdviceGiven(Value):
    """The consultation point gave advice."""

    kind: Literal["advice_given"] = "advice_given"
    about: Advice
    advice: str


class DemandPrioritised(Value):
    """The competent department noted the priority, or that there is none; a later note replaces it."""

    kind: Literal["demand_prioritised"] = "demand_prioritised"
    criterion: Criterion
    reason: str


class DemandHeardForPlan(Value):
    """It was heard for that year's focus: evidence of the consultation (M19 §10)."""

    kind: Literal["demand_heard_for_plan"] = "demand_heard_for_plan"
    year: int


class DemandMerged(Value):
    """It is a duplicate and waits for the other demand's outcome."""

    kind: Literal["demand_merged"] = "demand_merged"
    into: str
    duty: Duty


class MergedDemandNoted(Value):
    """Another demand was merged into this one."""

    kind: Literal["merged_demand_noted"] = "merged_demand_noted"
    demand: str


class MergedOutcomeRecorded(Value):
    """The demand that this one was merged into has its outcome: `outcome` is that one's phase."""

    kind: Literal["merged_outcome_recorded"] = "merged_outcome_recorded"
    outcome: str
    answer: str
    item_id: str


class DemandSeparated(Value):
    """The merger was taken back."""

    kind: Literal["demand_separated"] = "demand_separated"
    reason: str
    reminder: Limit


class DemandForwarded(Value):
    """It is with a publisher; the reminder to answer runs."""

    kind: Literal["demand_forwarded"] = "demand_forwarded"
    publisher: str
    note: str
    reminder: Limit


class DemandAdopted(Value):
    """The publisher took it up; `order` is the list change that the duty opens."""

    kind: Literal["demand_adopted"] = "demand_adopted"
    order: str
    title: str
    answer: str
    duty: Duty


class DemandDeclined(Value):
    """The publisher declined; the demands merged into this one are to be told, if there are any."""

    kind: Literal["demand_declined"] = "demand_declined"
    ground: str
    alternative: str
    duties: tuple[Duty, ...]


class DemandAnswered(Value):
    """The publisher answered a follow-up."""

    kind: Literal["demand_answered"] = "demand_answered"
    text: str


class OrderTookEffect(Value):
    """The item is on the open list; the demands merged into this one are to be told, if there are any."""

    kind: Literal["order_took_effect"] = "order_took_effect"
    item_id: str
    duties: tuple[Duty, ...]


class OrderEnded(Value):
    """The list change ended without effect: the publisher decides again."""

    kind: Literal["order_ended"] = "order_ended"
    order: str
    why: str
    reminder: Limit


NotedEvent = (  # the phase stays
    DemandFollowedUp | AdviceGiven | DemandPrioritised | DemandHeardForPlan | MergedDemandNoted | DemandAnswered
)
MovedEvent = (
    DemandMerged
    | DemandSeparated
    | DemandForwarded
    | DemandAdopted
    | DemandDeclined
    | OrderTookEffect
    | OrderEnded
    | MergedOutcomeRecorded
)
Event = DemandSubmitted | NotedEvent | MovedEvent | DutyEvent | MessagesSent | AskersNoted | TimeEvent
