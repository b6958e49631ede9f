"""What an application tells other cases.

Its parts what they are, a part the whole what became of it, and a violation's case that a report is missing.
"""

from collections.abc import Callable, Mapping, Sequence

from domain.application.dossier import Dossier
from domain.application.duties import DISPATCH, REPORT_BREACH, TELL_PARENT
from domain.application.inbox import OpenSubOrder, RecordSubOrderResult
from domain.application.state import Declined, Opened, State, Withdrawn
from domain.application.sub_orders import PartResult
from domain.items import PublishedItem
from domain.kernel import Duty, Message, Registry, case_id_of
from domain.phases import in_phase
from domain.violation.inbox import ReportViolation


def _dispatch(_: Duty, state: State, registry: Registry) -> Sequence[Message]:
    """One opening for each sub-order. A part that a failed try opened already need not be opened again."""
    dossier = in_phase(state, Opened).dossier
    items = {item.item_id: item for item in dossier.items}
    return [
        Message(
            process="application",
            case_id=part.case_id,
            command=_opening(items[part.item_id], dossier),
            needed=registry.case(part.case_id) is None,
        )
        for part in dossier.sub_orders
    ]


def _opening(item: PublishedItem, dossier: Dossier) -> OpenSubOrder:
    """What the sub-order for `item` begins with: of everything its own part."""
    listed = {line.id for line in item.materials}
    return OpenSubOrder(
        parent=dossier.case_id,
        applicant=dossier.applicant,
        drafted_by=dossier.drafted_by,
        askers=dossier.askers,
        item=item,
        contents=dossier.contents,
        # an earlier refusal on the merits was about the first item: a case follows one about the same
        chain=tuple(case for case in dossier.chain if item == dossier.item or case.outcome == "not_accepted"),
        materials=tuple(paper for paper in dossier.materials if paper.requirement in listed),
        fused_with=tuple(other.item_id for other in dossier.items if other != item),
        commitment=dossier.commitment,
        violations=dossier.violations,
    )


def _tell_parent(_: Duty, state: State, _registry: Registry) -> Sequence[Message]:
    dossier = in_phase(state, Opened).dossier
    told = RecordSubOrderResult(sub_order=dossier.case_id, item_id=dossier.item.item_id, result=result_of(state))
    return [Message(process="application", case_id=dossier.parent, command=told, needed=True)]


def result_of(state: State) -> PartResult:
    """How the review of a part ended, read from any phase after it."""
    match state:
        case Declined():
            return PartResult.REFUSED
        case Withdrawn():
            return PartResult.WITHDRAWN
        case _:
            return PartResult.APPROVED


def _report_breach(duty: Duty, state: State, _registry: Registry) -> Sequence[Message]:
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
    return [Message("violation", case_id_of("violation", duty.id), command, needed=True)]


SENDS: Mapping[str, Callable[[Duty, State, Registry], Sequence[Message]]] = {
    DISPATCH: _dispatch,
    TELL_PARENT: _tell_parent,
    REPORT_BREACH: _report_breach,
}
