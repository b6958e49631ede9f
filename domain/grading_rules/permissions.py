"""Who may ask what in which phase: a whitelist that decisions, the API and the pages read.

Which of the two it is depends on whose the rules are, and is the decision's first question.
"""

from domain.people import Role


def _either(*kinds: str) -> dict[Role, frozenset[str]]:
    return dict.fromkeys((Role.COMPETENT_DEPARTMENT, Role.DATA_PUBLISHER), frozenset(kinds))


PERMISSIONS = {
    "unopened": _either("publish_grading_rules"),
    "published": _either("publish_rules_version", "withdraw_grading_rules"),
    "withdrawn": _either("publish_rules_version"),
}
