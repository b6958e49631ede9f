"""Words for people, Chinese and English."""

from domain.wording import labels

_PHASES = {
    "plan_item": ("年度计划项", "Row of the annual plan"),  # the process itself
    "imported": ("已导入，待确认日期", "Imported, day to be confirmed"),
    "planned": ("已列入计划", "Planned"),
    "in_progress": ("办理中", "In progress"),
    "overdue": ("逾期未完成", "Overdue"),
    "completed_on_time": ("按期完成", "Completed on time"),
    "completed_late": ("逾期完成", "Completed late"),
}

_COMMANDS = {
    "import_plan_item": ("导入计划项", "Import plan item"),
    "confirm_plan_item": ("确认计划日期", "Confirm plan item"),
    "adjust_plan_item": ("调整计划日期", "Adjust plan item"),
    "link_order": ("关联清单变更", "Link list change"),
    "record_item_effective": ("记录清单项已生效", "Record item effective"),
    "record_data_present": ("记录数据已到位", "Record data present"),
    "record_item_withdrawn": ("记录清单项不再开放", "Record item withdrawn"),
}

_EVENTS = {
    "plan_item_imported": ("计划项已导入", "Plan item imported"),
    "plan_item_planned": ("计划日期已确定", "Day of the plan item set"),
    "plan_item_adjusted": ("计划日期已调整", "Plan item adjusted"),
    "order_linked": ("清单变更已关联", "List change linked"),
    "part_done": ("清单项或数据已到位", "Item or data is there"),
    "plan_item_completed": ("计划项已完成", "Plan item completed"),
    "item_withdrawn": ("清单项已不再开放", "Item no longer open"),
}

_REASONS = {
    "unknown_plan": ("规则中没有这份方案", "The rules know no such plan"),
    "day_before_plan": ("日期不在方案发布之后", "The day does not come after the plan"),
    "day_passed": ("该日期已过", "The day is past"),
    "same_day": ("与原定日期相同", "It is the day that the row has"),
    "another_items_row": ("该计划项对应另一清单项", "The row is about another item"),
}

_CLOCKS = {
    "plan_item.due": ("计划开放日期", "The plan's day"),
    "plan_item.due.reminder": ("计划开放日期将至", "The plan's day, soon due"),
}

LABELS = labels(_PHASES, _COMMANDS, _EVENTS, _REASONS, _CLOCKS)
