"""Words, Chinese and English, for what all processes share; their own words stand in their `labels.py`."""

from domain.deadlines import Level, Strength, Unit
from domain.people import Role

ROLES: dict[Role, tuple[str, str]] = {
    Role.APPLICANT: ("申请主体", "Applicant, later data user"),
    Role.PLATFORM_OPERATOR: ("市大数据中心", "Platform operator"),
    Role.DATA_PUBLISHER: ("数据开放主体", "Data publisher"),
    Role.DESIGNATED_OFFICER: ("专人专岗", "Named officer of the publisher"),
    Role.PUBLISHER_HEAD: ("数据开放主体负责人", "Head of the publisher"),
    Role.COMPETENT_DEPARTMENT: ("主管部门", "Competent department"),
    Role.CAC: ("市网信部门", "Cyberspace administration"),
    Role.GENERAL_OFFICE: ("市政府办公厅", "General Office"),
    Role.EXPERT: ("专家委员会", "Expert committee"),
    Role.CONSULTATION_POINT: ("咨询服务点", "Consultation point"),
    Role.AUDITOR: ("审计员", "Auditor"),
    Role.CLOCK: ("时钟", "The clock: deadlines, and reports on duties"),
}

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
