"""Who may ask what in which phase: a whitelist that decisions, the API and the pages read."""

from domain.people import Role

_TOLD = {"report_duty_failed", "record_messages_sent"}
_TELLING = {
    Role.DATA_PUBLISHER: {"retry_duty"},
    Role.PLATFORM_OPERATOR: {"retry_duty"},
    Role.CLOCK: _TOLD,
}
_OUTCOMES = {"withdraw_data", "restore_opening", "open_after_processing"}
_ORDERED = {
    **_TELLING,
    Role.CLOCK: _TOLD | {"record_order_effective", "record_order_ended"},
}

_TABLE: dict[str, dict[Role, set[str]]] = {
    "unopened": {Role.APPLICANT: {"file_rights_claim"}},
    "filed": {
        Role.APPLICANT: {"add_evidence"},
        Role.DATA_PUBLISHER: {"ask_evidence", "judge_suspension_necessary", "verify_without_suspension"},
    },
    "awaiting_evidence": {Role.APPLICANT: {"add_evidence"}},
    "suspending": {**_TELLING, Role.APPLICANT: {"add_evidence"}},
    "suspended": {Role.APPLICANT: {"add_evidence"}, Role.DATA_PUBLISHER: _OUTCOMES},
    "verifying": {
        Role.APPLICANT: {"add_evidence"},
        Role.DATA_PUBLISHER: _OUTCOMES | {"judge_suspension_necessary"},
    },
    "withdrawing": _ORDERED,
    "processing": _ORDERED,
    "closed_withdrawn": {Role.DATA_PUBLISHER: {"reopen_withdrawn"}},
    "closed_restored": _TELLING,
    "closed_reopened": _TELLING,
}

PERMISSIONS = {phase: {role: frozenset(kinds) for role, kinds in roles.items()} for phase, roles in _TABLE.items()}
