"""Who may ask what in which phase: a whitelist that decisions, the API and the pages read.

That time passes, and that a calendar is adopted, the clock may report in every phase; it is not listed.
"""

from domain.people import Role

_DUTIES = {"report_duty_failed"}
_REPORTS = {"accept_usage_report", "return_usage_report"}
_CHECKS = {"order_spot_check", "close_spot_check"}  # R22 §29 names the four who may

# A command may stand here although it will be refused, where the refusal has a reason worth telling:
# delivering or handing over before there is an agreement.
_TABLE: dict[str, dict[Role, set[str]]] = {
    "unopened": {Role.APPLICANT: {"draft_application"}},
    "draft": {
        Role.APPLICANT: {"edit_draft", "submit_application", "withdraw_application"},
    },
    "submitted": {
        Role.APPLICANT: {"withdraw_application"},
        Role.PLATFORM_OPERATOR: {"accept_materials", "refuse_acceptance"},
        Role.GENERAL_OFFICE: {"override_one_time_notice"},
    },
    "under_review": {
        Role.APPLICANT: {"withdraw_application"},
        Role.DATA_PUBLISHER: {"approve_application", "refuse_application", "require_workspace"},
        Role.GENERAL_OFFICE: {"override_one_time_notice"},
    },
    "approved": {
        Role.APPLICANT: {"sign_agreement"},
        Role.DATA_PUBLISHER: {
            "sign_agreement",
            "request_paper_signing",
            "register_signed_scan",
            "retry_duty",
            "deliver_data",
            "file_offline_delivery",
            "hand_over",
        },
        Role.COMPETENT_DEPARTMENT: {"consent_to_paper"},
        Role.PLATFORM_OPERATOR: {"retry_duty", "deliver_data"},
        Role.CLOCK: _DUTIES | {"record_agreement_drafted"},
    },
    "agreement_signed": {
        Role.DATA_PUBLISHER: {
            "deliver_data",
            "file_offline_delivery",
            "refile_offline_delivery",
            "hand_over",
            "retry_duty",
        },
        Role.PLATFORM_OPERATOR: {"deliver_data", "retry_duty"},
        Role.COMPETENT_DEPARTMENT: {"question_filing"},
        Role.CLOCK: _DUTIES | {"record_delivery", "record_package_prepared"},
    },
    "delivered": {
        Role.APPLICANT: {"submit_usage_report", "answer_spot_check", "register_outcome"},
        Role.DATA_PUBLISHER: _REPORTS | _CHECKS,
        Role.PLATFORM_OPERATOR: _CHECKS,
        Role.COMPETENT_DEPARTMENT: _CHECKS | {"register_receipt"},
        Role.CAC: _CHECKS,
    },
    "deletion_due": {
        Role.APPLICANT: {"submit_usage_report", "confirm_deletion", "answer_spot_check"},
        Role.DATA_PUBLISHER: _REPORTS | _CHECKS | {"retry_duty"},
        Role.PLATFORM_OPERATOR: _CHECKS | {"retry_duty"},
        Role.COMPETENT_DEPARTMENT: _CHECKS,
        Role.CAC: _CHECKS,
        Role.CLOCK: _DUTIES | {"record_access_closed"},
    },
    "not_accepted": {},
    "refused": {},
    "withdrawn": {},
    "lapsed": {},
    "closed": {},
}

PERMISSIONS = {phase: {role: frozenset(kinds) for role, kinds in roles.items()} for phase, roles in _TABLE.items()}
