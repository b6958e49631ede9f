"""Why this process says no."""

from enum import StrEnum


class ApplicationReason(StrEnum):
    # drafting
    UNKNOWN_ITEM = "unknown_item"
    NOT_CONDITIONAL = "not_conditional"
    CYCLE_EXCEEDS_TERM = "cycle_exceeds_term"
    CANNOT_SUPERSEDE = "cannot_supersede"
    ITEM_NAMED_TWICE = "item_named_twice"
    # materials and the completeness check
    UNKNOWN_MATERIAL = "unknown_material"
    UNKNOWN_REQUIREMENT = "unknown_requirement"
    DUPLICATE_REQUIREMENT = "duplicate_requirement"
    MATERIALS_MISSING = "materials_missing"
    CONTRADICTS_MANIFEST = "contradicts_manifest"
    # one-time notice
    ONE_TIME_NOTICE = "one_time_notice"
    DID_NOT_CHANGE = "did_not_change"
    UNKNOWN_SUBJECT = "unknown_subject"
    # review
    ITEM_NOT_OPEN = "item_not_open"
    UNPUBLISHED_CONDITION = "unpublished_condition"
    RISK_NOT_ASSESSED = "risk_not_assessed"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    NOT_ASKED = "not_asked"
    ITEM_SUSPENDED = "item_suspended"
    CREDIT_NOT_CHECKED = "credit_not_checked"
    OPEN_VIOLATION_RECORDS = "open_violation_records"
    # the result
    ALREADY_ACKNOWLEDGED = "already_acknowledged"
    ACKNOWLEDGED_AS_A_WHOLE = "acknowledged_as_a_whole"
    # several items
    UNKNOWN_SUB_ORDER = "unknown_sub_order"
    # commitment and supervision
    NO_INSTRUMENT_IN_FORCE = "no_instrument_in_force"
    NO_COMMITMENT = "no_commitment"
    UNKNOWN_TASK = "unknown_task"
    ALREADY_FOUND = "already_found"
    # agreement
    CLAUSES_MISSING = "clauses_missing"
    NOT_DRAFTED = "not_drafted"
    OTHER_DOCUMENT = "other_document"
    SIGNATURE_INVALID = "signature_invalid"
    ALREADY_SIGNED = "already_signed"
    # signing on paper
    NOT_MULTI_PARTY = "not_multi_party"
    NO_PAPER_REQUEST = "no_paper_request"
    PAPER_NOT_ALLOWED = "paper_not_allowed"
    SIDES_DIFFER = "sides_differ"
    IMPOSSIBLE_DATE = "impossible_date"
    UNKNOWN_SCAN = "unknown_scan"
    # duties and delivery
    NO_AGREEMENT = "no_agreement"
    ALREADY_ORDERED = "already_ordered"
    OTHER_MODE = "other_mode"
    OFFLINE_NEEDS_HAND_OVER = "offline_needs_hand_over"
    ALREADY_FILED = "already_filed"
    NO_FILING = "no_filing"
    NO_PACKAGE = "no_package"
    WRONG_PACKAGE = "wrong_package"
    NOT_HANDED_OVER = "not_handed_over"
    RECEIPT_KNOWN = "receipt_known"
    DELIVERY_RESTRICTED = "delivery_restricted"
    # restriction and revocation
    ALREADY_RESTRICTED = "already_restricted"
    NOT_RESTRICTED = "not_restricted"
    REVOCATION_UNFOUNDED = "revocation_unfounded"
    # use
    NO_REPORT_DUE = "no_report_due"
    NO_REPORT_TO_JUDGE = "no_report_to_judge"
    ALREADY_CONFIRMED = "already_confirmed"
    SOURCE_NOT_CITED = "source_not_cited"
    # spot checks
    CHECK_UNDER_WAY = "check_under_way"
    NO_SUCH_SAMPLE = "no_such_sample"
    NOT_DRAWN = "not_drawn"
    NO_CHECK_TO_ANSWER = "no_check_to_answer"
    ANSWER_INCOMPLETE = "answer_incomplete"
    NO_CHECK_TO_CLOSE = "no_check_to_close"
    NOT_ANSWERED = "not_answered"
    FINDINGS_UNCLEAR = "findings_unclear"
