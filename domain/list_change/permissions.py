"""Who may ask what in which phase: a whitelist that decisions, the API and the pages read.

That time passes, and that a calendar is adopted, the clock may report in every phase; it is not listed.
"""

from domain.people import Role

_REPORTS = {"report_duty_failed", "record_messages_sent"}
_REVIEW = {"return_list_change", "approve_list_change"}
_MENDING = {
    Role.DATA_PUBLISHER: {"retry_duty"},
    Role.PLATFORM_OPERATOR: {"retry_duty"},
    Role.CLOCK: _REPORTS,
}

# Every role that `[reviewers]` may name stands here; the one that the order was submitted to may use it.
_TABLE: dict[str, dict[Role, set[str]]] = {
    "unopened": {
        Role.DATA_PUBLISHER: {"draft_list_change"},
        Role.CLOCK: {"open_list_change"},
    },
    "draft": {
        Role.DATA_PUBLISHER: {"edit_list_change", "submit_list_change", "cancel_list_change"},
    },
    "submitted": {
        Role.DATA_PUBLISHER: {"cancel_list_change", "retry_duty"},
        Role.COMPETENT_DEPARTMENT: _REVIEW,
        Role.GENERAL_OFFICE: _REVIEW,
        Role.PLATFORM_OPERATOR: _REVIEW | {"retry_duty"},
        Role.CLOCK: _REPORTS,
    },
    "returned": {
        Role.DATA_PUBLISHER: {"edit_list_change", "submit_list_change", "cancel_list_change", "retry_duty"},
        Role.PLATFORM_OPERATOR: {"retry_duty"},
        Role.CLOCK: _REPORTS,
    },
    "approved": _MENDING,
    "effective": _MENDING,
    "cancelled": _MENDING,
}

PERMISSIONS = {phase: {role: frozenset(kinds) for role, kinds in roles.items()} for phase, roles in _TABLE.items()}
