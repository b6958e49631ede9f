"""Who may ask what in which phase: a whitelist that decisions, the API and the pages read.

That time passes, and that a calendar is adopted, the clock may report in every phase; it is not listed.
"""

from domain.people import Role

_DUTIES = {"report_duty_failed", "record_messages_sent"}
_TALK: dict[Role, set[str]] = {
    Role.APPLICANT: {"follow_up_demand"},
    Role.CONSULTATION_POINT: {"follow_up_demand", "advise_demand"},
}
_DECIDED: dict[Role, set[str]] = {Role.PLATFORM_OPERATOR: {"retry_duty"}, Role.CLOCK: _DUTIES}

_TABLE: dict[str, dict[Role, set[str]]] = {
    "unopened": {Role.APPLICANT: {"submit_demand"}, Role.CONSULTATION_POINT: {"submit_demand"}},
    "received": {
        **_TALK,
        Role.COMPETENT_DEPARTMENT: {"prioritise_demand", "note_for_plan", "merge_demand", "forward_demand"},
        Role.CLOCK: {"note_merged"},
    },
    "merged": {
        **_TALK,
        Role.COMPETENT_DEPARTMENT: {"note_for_plan", "separate_demand", "retry_duty"},
        Role.PLATFORM_OPERATOR: {"retry_duty"},
        Role.CLOCK: _DUTIES | {"record_merged_outcome"},
    },
    "with_publisher": {
        **_TALK,
        Role.DATA_PUBLISHER: {"accept_demand", "decline_demand", "answer_demand"},
        Role.COMPETENT_DEPARTMENT: {"prioritise_demand", "note_for_plan", "forward_demand"},
        Role.CLOCK: {"note_merged"},
    },
    "adopted": {
        **_TALK,
        Role.DATA_PUBLISHER: {"answer_demand", "retry_duty"},
        Role.COMPETENT_DEPARTMENT: {"note_for_plan"},
        Role.PLATFORM_OPERATOR: {"retry_duty"},
        Role.CLOCK: _DUTIES | {"note_merged", "record_order_effective", "record_order_ended"},
    },
    "declined": _DECIDED,
    "satisfied": _DECIDED,
    "answered": {},
}

# a publisher decides on no demand of its own: which publisher it is, or which it waits with, is in the command
FOUR_EYES_ON = {"merge_demand": ("into",), "forward_demand": ("publisher",)}
PERMISSIONS = {phase: {role: frozenset(kinds) for role, kinds in roles.items()} for phase, roles in _TABLE.items()}
