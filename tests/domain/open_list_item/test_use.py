"""Use without application: off as shipped, and what it takes where a city explores it (P25 §9)."""

from dataclasses import replace

import pytest

from domain.items import ChangeType, OpenType
from domain.kernel import Reason
from domain.listing import listed as shown
from domain.open_list_item.commands import AllowUseWithoutApplication, EndUseWithoutApplication
from domain.open_list_item.events import UseWithoutApplicationAllowed, UseWithoutApplicationEnded
from domain.open_list_item.papers import AppliedFor, UsedWithoutApplication
from domain.open_list_item.reasons import ItemReason
from domain.people import Actor
from tests.domain.open_list_item.cast import CENTRE, EXPLORING, WEATHER, listed, publish, withdrawn
from tests.domain.shanghai import RULEBOOK, at
from tests.scenario import Scenario, Step, step

AT = "2025-09-02 09:00"
USE = UsedWithoutApplication(ground="申请频繁", measures=("限速",), since=at(AT))


def allow(when: str = AT, by: Actor = CENTRE) -> Step:
    return step(when, by, AllowUseWithoutApplication(ground="申请频繁", measures=("限速",)))


def end(when: str = "2025-09-03 09:00") -> Step:
    return step(when, CENTRE, EndUseWithoutApplication(reason="试行期满"))


def exploring(case: Scenario) -> Scenario:
    return replace(case, rulebook=EXPLORING)


ALLOWED = exploring(listed()).given(allow())


def test_while_it_is_off_nothing_is_allowed() -> None:
    listed().when(allow()).then_refused(ItemReason.USE_WITHOUT_APPLICATION_OFF, "P25 §9")


def test_where_it_is_explored_the_operator_allows_it_with_ground_and_measures() -> None:
    case = exploring(listed()).when(allow()).then(UseWithoutApplicationAllowed(use=USE))
    assert shown(case.state, None).without_application
    case.when(allow()).then_refused(ItemReason.ALREADY_WITHOUT_APPLICATION)


def test_it_is_the_operators_alone() -> None:
    exploring(listed()).when(allow(by=WEATHER)).then_refused(Reason.FORBIDDEN)


@pytest.mark.parametrize("case", [listed(open_type=OpenType.UNCONDITIONAL)])
def test_what_anyone_takes_needs_no_allowance(case: Scenario) -> None:
    exploring(case).when(allow()).then_refused(ItemReason.NOT_CONDITIONAL)


def test_what_is_not_open_is_not_used() -> None:
    exploring(withdrawn()).when(allow()).then_refused(Reason.WRONG_PHASE)


def test_it_can_be_ended_also_when_it_is_off_again() -> None:
    case = replace(ALLOWED, rulebook=RULEBOOK).when(end()).then(UseWithoutApplicationEnded(reason="试行期满"))
    assert not shown(case.state, None).without_application
    case.when(end()).then_refused(ItemReason.NO_USE_WITHOUT_APPLICATION)


@pytest.mark.parametrize("other", [OpenType.UNCONDITIONAL, OpenType.NON_OPEN])
def test_it_ends_with_conditional_opening(other: OpenType) -> None:
    changed = ALLOWED.given(publish("2025-09-03 09:00", "lis-5", ChangeType.MODIFY, open_type=other))
    assert changed.state.dossier.use == AppliedFor()


def test_another_version_of_the_same_openness_keeps_it() -> None:
    assert ALLOWED.given(publish("2025-09-03 09:00", "lis-5", title="新题")).state.dossier.use == USE
