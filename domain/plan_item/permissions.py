"""Who may ask what of a row of the plan, in which phase."""

from domain.people import Role

_IMPORT = {"import_plan_item"}
_PROGRESS = {"link_order", "record_item_effective", "record_data_present", "record_item_withdrawn"}
_RUNNING = {Role.COMPETENT_DEPARTMENT: {"adjust_plan_item"}, Role.CLOCK: _PROGRESS}

_TABLE: dict[str, dict[Role, set[str]]] = {
    "unopened": {Role.COMPETENT_DEPARTMENT: _IMPORT, Role.PLATFORM_OPERATOR: _IMPORT},
    "imported": {Role.COMPETENT_DEPARTMENT: {"confirm_plan_item"}, Role.CLOCK: _PROGRESS},
    "planned": _RUNNING,
    "in_progress": _RUNNING,
    "overdue": _RUNNING,
    "completed_on_time": {Role.CLOCK: {"record_item_withdrawn"}},
    "completed_late": {Role.CLOCK: {"record_item_withdrawn"}},
}

PERMISSIONS = {phase: {role: frozenset(kinds) for role, kinds in roles.items()} for phase, roles in _TABLE.items()}
