"""Who may ask what of a yearly assessment, in which phase."""

from domain.people import Role

_OPEN = {"open_assessment"}
_LINK = {"link_order"}

_TABLE: dict[str, dict[Role, set[str]]] = {
    "unopened": {Role.PLATFORM_OPERATOR: _OPEN, Role.COMPETENT_DEPARTMENT: _OPEN},
    "assessing": {Role.DATA_PUBLISHER: {"submit_assessment"}},
    "examining": {
        Role.DATA_PUBLISHER: _LINK,
        Role.COMPETENT_DEPARTMENT: {"return_assessment", "note_assessment"},
    },
    "returned": {Role.DATA_PUBLISHER: {"submit_assessment"} | _LINK},
    "noted": {Role.DATA_PUBLISHER: _LINK},  # orders come later than the note
}

PERMISSIONS = {phase: {role: frozenset(kinds) for role, kinds in roles.items()} for phase, roles in _TABLE.items()}
