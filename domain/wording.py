"""Words for what every process shares, joined with a process's own."""

from collections.abc import Mapping

from domain.kernel import Labels
from domain.people import Role

Words = Mapping[str, tuple[str, str]]  # identifier → Chinese, English

_SHARED: Words = {
    "unopened": ("未创建", "Not opened"),
    # commands
    "report_deadline_passed": ("报告期限已到", "Report deadline passed"),
    "report_duty_failed": ("报告执行失败", "Report duty failed"),
    "adopt_calendar": ("采用新日历", "Adopt calendar"),
    "retry_duty": ("重新执行", "Retry duty"),
    "record_messages_sent": ("记录已告知相关案件", "Record that other cases were told"),
    # events
    "deadline_passed": ("期限已到", "Deadline passed"),
    "deadline_redated": ("期限已重新计算", "Deadline recomputed"),
    "duty_failed": ("执行失败，待人工处理", "Duty failed, a person must see to it"),
    "duty_retried": ("已重新执行", "Duty retried"),
    "messages_sent": ("已告知相关案件", "Other cases told"),
    "askers_noted": ("已记录还有谁参与提出", "Noted who else asked for it"),
    # reasons
    "unknown_duty": ("没有这项待办执行", "No such duty is owed"),
    "wrong_phase": ("当前阶段不能这样做", "Not possible in this phase"),
    "forbidden": ("该角色无权这样做", "This role may not do that"),
    "other_organisation": ("不属于本案相关单位", "Another organisation's case"),
    "four_eyes": ("不得办理自己或者本单位提出的事项", "No one decides on what they or their organisation asked for"),
    "stale_version": ("案件已有更新", "The case has changed meanwhile"),
    "key_reused": ("该请求编号已用于其他请求", "The key was used for another request"),
    "unknown_case": ("没有这个案件", "There is no such case"),
}

ROLES: Mapping[Role, tuple[str, str]] = {
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


def labels(*own: Words) -> Labels:
    """All words of a process, its own and the shared ones; raises `ValueError` for a word given twice."""
    joined: dict[str, tuple[str, str]] = {}
    for words in (_SHARED, *own):
        if twice := joined.keys() & words.keys():
            raise ValueError(f"words given twice: {', '.join(sorted(twice))}")
        joined |= words
    return Labels(
        zh={name: zh for name, (zh, _) in joined.items()},
        en={name: en for name, (_, en) in joined.items()},
    )
