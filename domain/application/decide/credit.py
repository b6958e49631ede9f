"""The credit check, where credit is a published condition (R22 §15(5))."""

from domain.application.commands.review import Approval
from domain.application.credit import CreditCheck
from domain.application.dossier import Dossier
from domain.application.reasons import ApplicationReason
from domain.items import ConditionKind
from domain.kernel import Context, Refused, Registry

_OPEN = frozenset({"recorded", "measures_applied", "publicised"})  # phases of a violation: a record that stands


def credit_check(said: Approval, dossier: Dossier, context: Context) -> CreditCheck:
    """What was checked, with the open records about the applicants; they are asked for only under that condition.

    Raises `Refused` when nothing was checked, or when records are open and no reason is given.
    """
    if not any(condition.kind is ConditionKind.CREDIT for condition in dossier.item.conditions):
        return CreditCheck(checked=said.credit_checked, lists=said.credit_lists)
    if not (said.credit_checked and said.credit_lists):
        raise Refused(ApplicationReason.CREDIT_NOT_CHECKED, "credit is a condition: say which lists were consulted")
    records = _open_records(dossier, context.registry)
    if records and not said.despite_records:
        raise Refused(ApplicationReason.OPEN_VIOLATION_RECORDS, f"open records: {', '.join(records)}")
    return CreditCheck(checked=True, lists=said.credit_lists, records=records, despite=said.despite_records)


def _open_records(dossier: Dossier, registry: Registry) -> tuple[str, ...]:
    parties = (dossier.applicant, *dossier.contents.joint_applicants)
    found = (case for party in parties for case in registry.find("violation", applicant=party))
    return tuple(dict.fromkeys(case.case_id for case in found if case.phase in _OPEN))
