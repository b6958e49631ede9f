"""Who may ask what in which phase: a whitelist that decisions, the API and the pages read.

That time passes, and that a calendar is adopted, the clock may report in every phase; it is not listed.
"""

from domain.people import Role

_WITHDRAW = {"withdraw_objection"}
# the mark goes on, or comes off, in any of these
_MARKING: dict[Role, set[str]] = {
    Role.PLATFORM_OPERATOR: {"retry_duty"},
    Role.CLOCK: {"report_duty_failed", "record_messages_sent"},
}

_TABLE: dict[str, dict[Role, set[str]]] = {
    "unopened": {Role.APPLICANT: {"raise_objection"}},
    "raised": {
        Role.APPLICANT: _WITHDRAW,
        Role.DATA_PUBLISHER: {"mark_objection", "reject_objection"},
        Role.PLATFORM_OPERATOR: {"mark_objection"},
    },
    "marked": {
        **_MARKING,
        Role.APPLICANT: _WITHDRAW,
        Role.PLATFORM_OPERATOR: {"transfer_objection", "retry_duty"},
    },
    "verifying": {
        **_MARKING,
        Role.APPLICANT: _WITHDRAW,
        Role.DATA_PUBLISHER: {"correct_data", "uphold_data"},
    },
    "corrected": _MARKING,
    "closed_no_change": _MARKING,
    "withdrawn": _MARKING,
    "closed_corrected": {},
    "closed_rejected": {},
}

PERMISSIONS = {phase: {role: frozenset(kinds) for role, kinds in roles.items()} for phase, roles in _TABLE.items()}
