"""Who may ask what in which phase: a whitelist that decisions, the API and the pages read."""

from domain.people import Role

_ALWAYS: dict[Role, set[str]] = {
    Role.DATA_PUBLISHER: {"suspend_opening", "resume_opening", "correct_chain_attribute", "retry_duty"},
    Role.PLATFORM_OPERATOR: {"suspend_opening", "resume_opening", "report_chain_attribute", "retry_duty"},
    Role.CLOCK: {
        "register_item",  # told again, it is no news
        "publish_version",
        "suspend_item",
        "resume_item",
        "mark_item",
        "unmark_item",
        "record_access_suspended",
        "record_access_resumed",
        "record_messages_sent",
        "report_duty_failed",
    },
}
_OPEN: dict[Role, set[str]] = {
    Role.DATA_PUBLISHER: {"set_sample", "nominate_star", "fix_quality_issue"},
    Role.PLATFORM_OPERATOR: {
        "report_quality_issue",
        "report_closure",
        "allow_use_without_application",
        "end_use_without_application",
    },
    Role.COMPETENT_DEPARTMENT: {"confirm_star", "decline_star", "report_quality_issue"},
    Role.AUDITOR: {"report_closure"},
}
_UPDATED: dict[Role, set[str]] = {Role.DATA_PUBLISHER: {"report_update"}}


def _row(*parts: dict[Role, set[str]]) -> dict[Role, frozenset[str]]:
    roles = {role for part in parts for role in part}
    return {role: frozenset(kind for part in parts for kind in part.get(role, ())) for role in roles}


PERMISSIONS = {
    "unopened": _row({Role.CLOCK: {"register_item"}}),
    "current": _row(_ALWAYS, _OPEN, _UPDATED),
    "static": _row(_ALWAYS, _OPEN, _UPDATED),
    "archived": _row(_ALWAYS, _OPEN),
    "withdrawn": _row(_ALWAYS),
}
