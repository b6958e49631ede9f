"""Who may ask what in which phase: a whitelist that decisions, the API and the pages read.

That time passes, and that a calendar is adopted, the clock may report in every phase; it is not listed.
"""

from domain.people import Role

_TOLD = {"report_duty_failed", "record_messages_sent"}
_RETRY = {"retry_duty"}
_NEWS = {"note_item_changed", "note_item_suspended", "note_item_resumed", "note_violation"}
_MEASURES = {"restrict_access", "lift_restriction", "close_for_violation"}
_SWITCHED = {"record_delivery_suspended", "record_delivery_resumed"}
_USE = {"suspend_use", "resume_use", "revoke_approval", "report_supervision"}
_REPORTS = {"accept_usage_report", "return_usage_report"}
_ACKNOWLEDGE = {"acknowledge_result"}  # once there is a result, and whatever follows on it
_CHECKS = {"order_spot_check", "close_spot_check"}  # R22 §29 names the four who may
# what is over may still have other cases to tell
_STILL_TELLING = {Role.DATA_PUBLISHER: _RETRY, Role.PLATFORM_OPERATOR: _RETRY, Role.CLOCK: _TOLD}
_OVER = {**_STILL_TELLING, Role.APPLICANT: _ACKNOWLEDGE}
# the whole may hear of its parts a second time
_WHOLE = {Role.PLATFORM_OPERATOR: _RETRY, Role.CLOCK: _TOLD | {"record_sub_order_result"}}
_WHOLE_OVER = {**_WHOLE, Role.APPLICANT: _ACKNOWLEDGE}

# A command may stand here although it will be refused, where the refusal has a reason worth telling:
# delivering or handing over before there is an agreement.
_TABLE: dict[str, dict[Role, set[str]]] = {
    "unopened": {Role.APPLICANT: {"draft_application"}, Role.CLOCK: {"open_sub_order"}},
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
    "dispatched": {**_WHOLE, Role.CLOCK: _WHOLE[Role.CLOCK] | _NEWS},
    "under_review": {
        Role.APPLICANT: {"withdraw_application"},
        Role.DATA_PUBLISHER: {
            "approve_application",
            "refuse_application",
            "fast_track_approve",
            "require_workspace",
            "assess_fusion_risk",
            "request_expert_review",
            "mark_priority",
        },
        Role.PLATFORM_OPERATOR: {"mark_priority"},
        Role.EXPERT: {"give_opinion", "declare_conflict"},
        Role.GENERAL_OFFICE: {"override_one_time_notice"},
        Role.CLOCK: _NEWS,
    },
    "approved": {
        Role.APPLICANT: {"sign_agreement"} | _ACKNOWLEDGE,
        Role.DATA_PUBLISHER: {
            "sign_agreement",
            "request_paper_signing",
            "register_signed_scan",
            "retry_duty",
            "deliver_data",
            "file_offline_delivery",
            "hand_over",
            "revoke_approval",
            "report_supervision",
        },
        Role.COMPETENT_DEPARTMENT: {"consent_to_paper"},
        Role.PLATFORM_OPERATOR: {"retry_duty", "deliver_data", "report_supervision"},
        Role.CLOCK: _TOLD | _NEWS | _MEASURES | {"record_agreement_drafted"},
    },
    "agreement_signed": {
        Role.APPLICANT: _ACKNOWLEDGE,
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
        Role.CLOCK: _TOLD | _NEWS | _MEASURES | _SWITCHED | {"record_delivery", "record_package_prepared"},
    },
    "delivered": {
        Role.APPLICANT: {"submit_usage_report", "answer_spot_check", "register_outcome"} | _ACKNOWLEDGE,
        Role.DATA_PUBLISHER: _REPORTS | _CHECKS | _USE | _RETRY,
        Role.PLATFORM_OPERATOR: _CHECKS | _RETRY | {"report_supervision"},
        Role.COMPETENT_DEPARTMENT: _CHECKS | {"register_receipt"},
        Role.CAC: _CHECKS,
        Role.CLOCK: _TOLD | _NEWS | _MEASURES | _SWITCHED,
    },
    "deletion_due": {
        Role.APPLICANT: {"submit_usage_report", "confirm_deletion", "answer_spot_check"} | _ACKNOWLEDGE,
        Role.DATA_PUBLISHER: _REPORTS | _CHECKS | _RETRY,
        Role.PLATFORM_OPERATOR: _CHECKS | _RETRY,
        Role.COMPETENT_DEPARTMENT: _CHECKS,
        Role.CAC: _CHECKS,
        Role.CLOCK: _TOLD | {"record_access_closed"},
    },
    "revoked": {**_OVER, Role.CLOCK: _TOLD | {"record_access_closed"}},  # access that was being opened is closed
    "not_accepted": {Role.APPLICANT: _ACKNOWLEDGE},
    "approved_whole": _WHOLE_OVER,
    "partially_approved": _WHOLE_OVER,
    "refused_whole": _WHOLE_OVER,
    "refused": _OVER,
    "withdrawn": {**_STILL_TELLING, **_WHOLE},  # of a part, or of the whole when every part was
    "lapsed": _OVER,
    "closed": _OVER,
}

# a publisher does not apply to itself
FOUR_EYES_ON = {"edit_draft": ("joint_applicants", "further_items")}
PERMISSIONS = {phase: {role: frozenset(kinds) for role, kinds in roles.items()} for phase, roles in _TABLE.items()}
