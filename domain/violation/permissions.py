"""Who may ask what in which phase: a whitelist that decisions, the API and the pages read."""

from domain.people import Role

_RETRY = {"retry_duty"}
_TOLD = {"report_duty_failed", "record_messages_sent"}
_TELLING = {Role.DATA_PUBLISHER: _RETRY, Role.PLATFORM_OPERATOR: _RETRY, Role.CLOCK: _TOLD}
_OWN_DUTY = _RETRY | {"restrict_party", "concur_in_record"}
_MEASURES = {
    Role.DATA_PUBLISHER: _RETRY | {"apply_measures"},
    Role.PLATFORM_OPERATOR: _RETRY | {"apply_measures", "publicise_violation"},
    Role.CLOCK: _TOLD,
}

_TABLE: dict[str, dict[Role, set[str]]] = {
    "unopened": {
        Role.APPLICANT: {"allege_violation"},
        Role.DATA_PUBLISHER: {"allege_violation"},
        Role.PLATFORM_OPERATOR: {"allege_violation"},
        Role.COMPETENT_DEPARTMENT: {"allege_violation"},
        Role.CLOCK: {"report_violation"},
    },
    "reported": {
        Role.DATA_PUBLISHER: {"take_up_report"},
        Role.PLATFORM_OPERATOR: {"take_up_report"},
        Role.COMPETENT_DEPARTMENT: {"take_up_report", "dismiss_violation"},
    },
    "taken_up": _TELLING,
    "alleged": {
        Role.DATA_PUBLISHER: _OWN_DUTY,
        Role.PLATFORM_OPERATOR: _OWN_DUTY,
        Role.COMPETENT_DEPARTMENT: {"open_hearing", "enter_in_record", "dismiss_violation"},
        Role.CLOCK: _TOLD,
    },
    "hearing": {
        Role.APPLICANT: {"state_view"},
        Role.DATA_PUBLISHER: _OWN_DUTY,
        Role.PLATFORM_OPERATOR: _OWN_DUTY,
        Role.COMPETENT_DEPARTMENT: {"enter_in_record", "dismiss_violation"},
        Role.CLOCK: _TOLD,
    },
    "recorded": _MEASURES,
    "measures_applied": {**_MEASURES, Role.COMPETENT_DEPARTMENT: {"confirm_repair"}},
    "publicised": {**_MEASURES, Role.COMPETENT_DEPARTMENT: {"confirm_repair"}},
    "restored": _TELLING,
    "dismissed": _TELLING,
}

# whoever publicises it does not approve it
FOUR_EYES_ON = {"publicise_violation": ("approver",)}
PERMISSIONS = {phase: {role: frozenset(kinds) for role, kinds in roles.items()} for phase, roles in _TABLE.items()}
