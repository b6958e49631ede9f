"""Words, Chinese and English, for what all processes share; their own words stand in their `labels.py`."""

from domain.deadlines import Level, Strength, Unit

LEVELS: dict[Level, tuple[str, str]] = {
    Level.REMINDER: ("提醒", "reminder"),
    Level.L1: ("一级提醒", "L1"),
    Level.L2: ("二级督办", "L2"),
    Level.L3: ("三级督办", "L3"),
    Level.EFFECT: ("自动生效", "changes the case"),
}

STRENGTHS: dict[Strength, tuple[str, str]] = {
    Strength.NORM: ("法定", "law"),
    Strength.TARGET: ("年度目标", "target of one year's plan"),
    Strength.CONFIG: ("平台设定", "our setting, not law"),
}

UNITS: dict[Unit, tuple[str, str]] = {
    Unit.WORKING_DAYS: ("个工作日", "working days"),
    Unit.MONTHS: ("个月", "months"),
    Unit.HOURS: ("小时", "hours"),
    Unit.CALENDAR_DAYS: ("个自然日", "calendar days"),
}
