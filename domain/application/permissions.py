"""Who may ask what in which phase: a whitelist that decisions, the API and the pages read.

That time passes, and that a calendar is adopted, the clock may report in every phase; it is not listed.
"""

from domain.people import Role

_DUTIES = {"report_duty_failed"}
_NEWS = {"note_item_changed", "note_item_suspended", "note_item_resumed", "note_violation"}
_MEASURES = {"restrict_access", "lift_restriction", "close_for_violation"}
_SWITCHED = {"record_delivery_suspended", "record_delivery_resumed"}
_USE = {"suspend_use", "resume_use", "revoke_approval", "report_supervision"}
_REPORTS = {"accept_usage_report", "return_usage_report"}

# A command may stand here although it will be refused, where the refusal has a reason worth telling:
# delivering or handing over before there is an agreement.
_TABLE: dict[str, dict[Role, set[str]]] = {
    "unopened": {Role.APPLICANT: {"draft_application"}},
    "draft": {
        Role.APPLICANT: {"edit_draft", "submit_application", "withdraw_application"},
        Role.CLOCK: _NEWS,
    },
    "submitted": {
        Role.APPLICANT: {"withdraw_application"},
        Role.PLATFORM_OPERATOR: {"accept_materials", "refuse_acceptance"},
        Role.GENERAL_OFFICE: {"override_one_time_notice"},
        Role.CLOCK: _NEWS,
    },
    "under_review": {
        Role.APPLICANT: {"withdraw_application"},
        Role.DATA_PUBLISHER: {"approve_application", "refuse_application", "fast_track_approve"},
        Role.GENERAL_OFFICE: {"override_one_time_notice"},
        Role.CLOCK: _NEWS,
    },
    "approved": {
        Role.APPLICANT: {"sign_agreement"},
        Role.DATA_PUBLISHER: {
            "sign_agreement",
            "retry_duty",
            "deliver_data",
            "file_offline_delivery",
            "hand_over",
            "revoke_approval",
            "report_supervision",
        },
        Role.PLATFORM_OPERATOR: {"retry_duty", "deliver_data", "report_supervision"},
        Role.CLOCK: _DUTIES | _NEWS | _MEASURES | {"record_agreement_drafted"},
    },
    "agreement_signed": {
        Role.DATA_PUBLISHER: {
            "deliver_data",
            "file_offline_delivery",
            "refile_offline_delivery",
            "hand_over",
            "retry_duty",
        }
        | _USE,
        Role.PLATFORM_OPERATOR: {"deliver_data", "retry_duty", "report_supervision"},
        Role.COMPETENT_DEPARTMENT: {"question_filing"},
        Role.CLOCK: _DUTIES | _NEWS | _MEASURES | _SWITCHED | {"record_delivery", "record_package_prepared"},
    },
    "delivered": {
        Role.APPLICANT: {"submit_usage_report"},
        Role.DATA_PUBLISHER: _REPORTS | _USE | {"retry_duty"},
        Role.PLATFORM_OPERATOR: {"retry_duty", "report_supervision"},
        Role.CLOCK: _DUTIES | _NEWS | _MEASURES | _SWITCHED | {"record_messages_sent"},
    },
    "deletion_due": {
        Role.APPLICANT: {"submit_usage_report", "confirm_deletion"},
        Role.DATA_PUBLISHER: _REPORTS | {"retry_duty"},
        Role.PLATFORM_OPERATOR: {"retry_duty"},
        Role.CLOCK: _DUTIES | {"record_access_closed", "record_messages_sent"},
    },
    "revoked": {  # access that was being opened is still to be closed
        Role.DATA_PUBLISHER: {"retry_duty"},
        Role.PLATFORM_OPERATOR: {"retry_duty"},
        Role.CLOCK: _DUTIES | {"record_access_closed"},
    },
    "not_accepted": {},
    "refused": {},
    "withdrawn": {},
    "lapsed": {},
    "closed": {},
}

PERMISSIONS = {phase: {role: frozenset(kinds) for role, kinds in roles.items()} for phase, roles in _TABLE.items()}
