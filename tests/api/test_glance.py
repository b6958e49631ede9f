"""A case at a glance shows no more than the case itself."""

from datetime import UTC, datetime

from api.case_views import summary_of
from domain.kernel import ReportDutyFailed
from domain.people import Role
from domain.visibility import View
from store.cases import CaseRow
from tests.domain.application.test_access import USING, clock, restrict


def test_a_failed_duty_is_shown_to_those_who_see_duties_fail() -> None:
    """How the platform does its work is no one's business outside: not in lists either."""
    case = USING.given(restrict())
    case = case.given(clock("09:01", ReportDutyFailed(duty_id=case.duty("suspend_delivery"), why="away")))
    process, state = case.process, case.state
    then = datetime(2026, 1, 5, tzinfo=UTC)
    row = CaseRow(
        case_id="app-1",
        process=process.name,
        version=9,
        plan_version=9,
        opened_at=then,
        changed_at=then,
        summary=process.summary(state),
        plan=process.plan(state),
        state=state,
    )
    for role, told in ((Role.APPLICANT, ()), (Role.DATA_PUBLISHER, ("suspend_delivery",))):
        view = View(role, "o-any", process.withheld.get(role, frozenset()))
        assert summary_of(process, row, view)["needs_attention"] == told
