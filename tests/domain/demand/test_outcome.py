"""What the publisher decides, and what the list change makes of it (R22 §10, §14, §33; P25 §5, §8)."""

import pytest

from domain.demand.commands import AnswerDemand
from domain.demand.events import (
    DemandAdopted,
    DemandAnswered,
    DemandDeclined,
    OrderEnded,
    OrderTookEffect,
)
from domain.demand.inbox import RecordOrderEffective, RecordOrderEnded
from domain.demand.papers import Said
from domain.demand.reasons import DemandReason
from domain.items import ChangeType
from domain.kernel import Duty, Message, Reason, ReportDutyFailed, case_id_of
from domain.list_change.inbox import OpenListChange
from domain.people import CLOCK, Actor, Role
from domain.standing import Askers, DutyFailed, DutyRetried, MessagesSent, RetryDuty
from tests.domain.demand.cast import (
    ADOPTED,
    CLERK,
    FORWARDED,
    RECEIVED,
    TRAFFIC,
    WEATHER,
    accept,
    decline,
    told,
)
from tests.scenario import Scenario, Step, step

ORDER = case_id_of("list_change", "case-1:4:open_order")
EFFECTIVE = RecordOrderEffective(order=ORDER, item_id="item-1")
ENDED = RecordOrderEnded(order=ORDER, why="cancelled")


def later(command: RecordOrderEffective | RecordOrderEnded) -> Step:
    return step("2025-10-20 09:00", CLOCK, command)


def plan_of(case: Scenario) -> tuple[tuple[str, ...], bool]:
    """The names of the duties owed, and whether the case is closed."""
    plan = case.process.plan(case.state)
    return tuple(duty.name for duty in plan.duties), plan.closed


def test_taking_a_demand_up_owes_the_list_change_whose_id_is_known_already() -> None:
    duty = Duty(id="case-1:4:open_order", name="open_order")
    adopted = DemandAdopted(order=ORDER, title="逐小时降水实况", answer="采纳", duty=duty)
    case = FORWARDED.when(accept()).then(adopted)
    assert plan_of(case) == (("open_order",), False)
    assert case.last_days() == {}


def test_the_list_change_is_opened_to_add_the_item_with_the_demand_as_its_origin() -> None:
    (duty,) = ADOPTED.process.plan(ADOPTED.state).duties
    order = OpenListChange(
        change=ChangeType.ADD,
        publisher="weather",
        title="逐小时降水实况",
        reason="采纳",
        origin="case-1",
        origin_process="demand",
        askers=Askers(who=("wang", "shenjiang")),
    )
    sent = ADOPTED.process.sends["open_order"](duty, ADOPTED.state, ADOPTED.world)
    assert sent == (Message("list_change", ORDER, order, needed=True),)
    assert ADOPTED.process.sends["open_order"](duty, FORWARDED.state, ADOPTED.world) == ()


def test_the_demand_waits_for_the_list_change_once_it_is_open() -> None:
    waiting = ADOPTED.when(told(ADOPTED, "open_order")).then(MessagesSent)
    assert (waiting.state.phase, plan_of(waiting)) == ("adopted", ((), False))
    assert waiting.process.summary(waiting.state).holder is None


@pytest.mark.parametrize("case", [ADOPTED, ADOPTED.given(told(ADOPTED, "open_order"))])
def test_the_list_changes_effect_satisfies_the_demand_and_closes_it(case: Scenario) -> None:
    satisfied = case.when(later(EFFECTIVE)).then(OrderTookEffect(item_id="item-1", duties=()))
    assert (satisfied.state.phase, plan_of(satisfied)) == ("satisfied", ((), True))
    assert satisfied.process.summary(satisfied.state).subject == "item-1"


def test_a_list_change_that_ended_gives_the_demand_back_to_its_publisher() -> None:
    ended = ADOPTED.when(later(ENDED)).then(OrderEnded)
    assert (ended.state.phase, ended.state.publisher, plan_of(ended)) == ("with_publisher", "weather", ((), False))
    assert ended.last_days() == {"demand.reply.reminder": "2025-11-17"}
    again = ended.given(accept("2025-10-21 09:00"))
    assert again.state.order != ORDER


def test_news_of_another_list_change_is_refused() -> None:
    for news in (EFFECTIVE, ENDED):
        stale = news.model_copy(update={"order": "lis-other"})
        ADOPTED.when(later(stale)).then_refused(DemandReason.OTHER_ORDER, naming=ORDER)
    FORWARDED.when(later(EFFECTIVE)).then_refused(Reason.WRONG_PHASE)


def test_a_demand_is_declined_on_a_ground_with_the_alternative_that_was_considered() -> None:
    declined = DemandDeclined(ground="涉及商业秘密", alternative="月度指标也会暴露单一企业", duties=())
    case = FORWARDED.when(decline()).then(declined)
    assert (case.state.phase, case.state.alternative) == ("declined", "月度指标也会暴露单一企业")
    assert plan_of(case) == ((), True)
    case.when(accept("2025-09-11 10:00")).then_refused(Reason.WRONG_PHASE)


@pytest.mark.parametrize("case", [FORWARDED, ADOPTED])
def test_an_answer_to_a_follow_up_decides_nothing(case: Scenario) -> None:
    reply = step("2025-09-11 10:00", WEATHER, AnswerDemand(text="站点坐标已公开"))
    answered = case.when(reply).then(DemandAnswered(text="站点坐标已公开"))
    assert answered.state.phase == case.state.phase
    assert answered.state.dossier.talk == (Said(role=Role.DATA_PUBLISHER, about="answer", text="站点坐标已公开"),)
    assert answered.last_days() == case.last_days()


def test_only_the_publisher_that_has_the_demand_decides_it() -> None:
    for asked in (accept(), decline()):
        foreign = Step(asked.at, TRAFFIC, asked.command)
        FORWARDED.when(foreign).then_refused(Reason.OTHER_ORGANISATION)
        RECEIVED.when(asked).then_refused(Reason.WRONG_PHASE)


@pytest.mark.parametrize("actor", [WEATHER, CLERK])
def test_a_list_change_that_could_not_be_opened_waits_for_a_person(actor: Actor) -> None:
    report = ReportDutyFailed(duty_id=ADOPTED.duty("open_order"), why="refused")
    failed = ADOPTED.when(step("2025-09-10 10:05", CLOCK, report)).then(DutyFailed)
    summary = failed.process.summary(failed.state)
    assert (summary.holder, summary.needs_attention) == (Role.DATA_PUBLISHER, ("open_order",))
    retry = step("2025-09-10 11:00", actor, RetryDuty(duty_id=report.duty_id))
    retried = failed.when(retry).then(DutyRetried)
    assert plan_of(retried) == (("open_order",), False)
    assert retried.state.order == ORDER
