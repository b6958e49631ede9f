"""The receipt for a result: the applicant acknowledges it, and nothing waits for that (R22 §19)."""

import pytest

from domain.application.commands import AcknowledgeResult, RefuseAcceptance, RefuseApplication
from domain.application.events import ResultAcknowledged
from domain.application.papers import Acknowledged, CompletenessReason, Defect, MeritsReason
from domain.application.reasons import ApplicationReason
from domain.application.sub_orders import PartResult
from domain.kernel import Reason
from domain.people import Actor
from tests.domain.application.cast import (
    CASE,
    CLERK,
    REVIEWER,
    WANG,
    approve,
    assess,
    draft,
    papers,
    reviewing,
    signed,
    submit,
    using,
)
from tests.domain.application.several import dispatched_parts, result, whole
from tests.domain.shanghai import at
from tests.scenario import Scenario, Step, step

APPROVED = reviewing().given(approve())
REFUSED = reviewing().given(
    step(
        "2025-09-10 15:00",
        REVIEWER,
        RefuseApplication(reasons=(MeritsReason(condition="scenario", explanation="不符"),)),
    )
)
NOT_ACCEPTED = CASE.given(
    draft(),
    submit(materials=papers()),
    step(
        "2025-09-04 09:30",
        CLERK,
        RefuseAcceptance(reasons=(CompletenessReason(requirement="scenario_note", defect=Defect.MISSING),)),
    ),
)
IN_PART = whole().given(
    result(whole(), 0, PartResult.APPROVED), result(whole(), 1, PartResult.REFUSED, "2025-09-05 11:00")
)


def acknowledge(when: str = "2025-12-01 09:00", by: Actor = WANG) -> Step:
    return step(when, by, AcknowledgeResult())


@pytest.mark.parametrize(
    ("case", "phase", "when"),
    [
        (NOT_ACCEPTED, "not_accepted", "2025-09-11 09:00"),
        (REFUSED, "refused", "2025-09-11 09:00"),
        (APPROVED, "approved", "2025-09-11 09:00"),
        (APPROVED, "lapsed", "2025-10-31 09:00"),
        (signed(), "agreement_signed", "2025-09-12 11:00"),
        (using(), "delivered", "2025-12-01 09:00"),
        (IN_PART, "partially_approved", "2025-09-11 09:00"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_whatever_the_result_is_the_applicant_acknowledges_it_once(case: Scenario, phase: str, when: str) -> None:
    """The phase stays, and so do the clocks and duties: it holds nothing up."""
    before = case.until(when.replace("09:", "08:"))
    plan = before.process.plan(before.state)
    after = before.when(acknowledge(when)).then(ResultAcknowledged(phase=phase, by="wang", at=at(when)))
    assert (after.state.phase, after.process.plan(after.state)) == (phase, plan)
    assert after.state.dossier.acknowledged == Acknowledged(by="wang", at=at(when))
    after.when(acknowledge(when)).then_refused(ApplicationReason.ALREADY_ACKNOWLEDGED)


def test_of_several_items_the_result_is_acknowledged_at_the_whole() -> None:
    part = next(iter(dispatched_parts(whole()).values())).given(assess("2025-09-09 15:00"), approve())
    part.when(acknowledge()).then_refused(ApplicationReason.ACKNOWLEDGED_AS_A_WHOLE, "case-1")
    whole().when(acknowledge()).then_refused(Reason.WRONG_PHASE)


@pytest.mark.parametrize("case", [CASE.given(draft()), CASE.given(draft(), submit()), reviewing()])
def test_before_there_is_a_result_there_is_none_to_acknowledge(case: Scenario) -> None:
    case.when(acknowledge("2025-09-04 10:00")).then_refused(Reason.WRONG_PHASE)


def test_it_is_the_applicants_to_acknowledge() -> None:
    APPROVED.when(acknowledge("2025-09-11 09:00", CLERK)).then_refused(Reason.FORBIDDEN)
    stranger = WANG.model_copy(update={"id": "lu", "organisation": "elsewhere"})
    REFUSED.when(acknowledge("2025-09-11 09:00", stranger)).then_refused(Reason.OTHER_ORGANISATION)
