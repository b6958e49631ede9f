"""What an application tells other cases."""

from collections.abc import Callable, Mapping, Sequence

from domain.application.state import Opened, State, in_phase
from domain.kernel import Duty, Message, Registry, case_id_of
from domain.violation.inbox import ReportViolation


def _report_breach(duty: Duty, state: State, registry: Registry) -> Sequence[Message]:
    """No report came within the grace: an alleged violation of the fifth kind (R22 §29, §32)."""
    dossier = in_phase(state, Opened).dossier
    command = ReportViolation(
        violation_kind=5,
        party=dossier.applicant,
        publisher=dossier.item.publisher,
        about=dossier.case_id,
        item_id=dossier.item.item_id,
        facts="利用情况报告逾期，宽限期届满仍未报送 / usage report still missing at the end of the grace",
    )
    return (Message("violation", case_id_of("violation", duty.id), command, needed=True),)


SENDS: Mapping[str, Callable[[Duty, State, Registry], Sequence[Message]]] = {"report_breach": _report_breach}
