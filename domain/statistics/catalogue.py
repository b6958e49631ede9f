"""The figures by name, in the order in which they are shown."""

from collections.abc import Iterator, Mapping

Entry = Mapping[str, str]


def _entry(key: str, kind: str, zh: str, en: str, source: str, strength: str = "config", unit: str = "") -> Entry:
    return {"key": key, "kind": kind, "zh": zh, "en": en, "source": source, "strength": strength, "unit": unit}


_APPLICANTS = {
    "enterprise": ("企业", "enterprises"),
    "institution": ("事业单位和科研机构", "institutions"),
    "natural_person": ("自然人", "natural persons"),
    "other": ("其他组织", "other bodies"),
}


def _by_applicant() -> Iterator[Entry]:
    for kind, (zh, en) in _APPLICANTS.items():
        yield _entry(
            f"applications.approved_of.{kind}", "rate", f"审核通过率：{zh}", f"Approved, of {en}", "R22 §19(1)", "norm"
        )


_RETURNED = {
    "no_reason": ("未说明理由", "for want of a reason"),
    "incomplete": ("内容不全", "as incomplete"),
    "against_grading": ("不符合分级分类规则", "as against the grading rules"),
    "other": ("其他", "on other grounds"),
}


def _by_ground() -> Iterator[Entry]:
    for ground, (zh, en) in _RETURNED.items():
        yield _entry(
            f"list_changes.returned.{ground}",
            "count",
            f"退回的清单工单：{zh}",
            f"List changes returned {en}",
            "R22 §11",
        )


CATALOGUE: tuple[Entry, ...] = (
    _entry("applications.received", "count", "移交审核的申请", "Applications dispatched", "R22 §19"),
    _entry("applications.not_accepted", "count", "不予受理", "Not accepted", "R22 §19"),
    _entry("applications.decided", "count", "已作决定", "Decided", "R22 §19"),
    _entry("applications.approved", "count", "审核通过", "Approved", "R22 §19"),
    _entry("applications.refused", "count", "审核不通过", "Refused", "R22 §19"),
    _entry("applications.lapsed", "count", "逾期未签失效", "Lapsed unsigned", "R22 §20"),
    _entry("applications.pending", "count", "审核中", "Under review", "R22 §19"),
    _entry("applications.overdue", "count", "审核中且已逾期", "Under review and overdue", "R22 §19"),
    _entry(
        "applications.within_target", "rate", "目标期限内有效答复率", "Answered within the target", "P25 §3", "target"
    ),
    _entry("applications.within_norm", "rate", "法定期限内审结率", "Decided within the norm", "R22 §19", "norm"),
    _entry(
        "applications.days_late", "median", "逾期工作日（中位数）", "Working days late, median", "R22 §19", unit="wd"
    ),
    _entry(
        "applications.acceptance_days",
        "median",
        "受理用时（中位数）",
        "Completeness check, median",
        "R22 §19",
        unit="wd",
    ),
    _entry(
        "applications.one_time_notice_breaches",
        "count",
        "违反一次性告知",
        "One-time notice breached",
        "R22 §19",
        "norm",
    ),
    *_by_applicant(),
    _entry("turns.applicant", "mean", "申请人用时", "The applicant's time", "R22 §38", unit="d"),
    _entry("turns.operator", "mean", "平台运营方用时", "The operator's time", "R22 §38", unit="d"),
    _entry("turns.publisher", "mean", "开放主体用时", "The publisher's time", "R22 §38", unit="d"),
    _entry(
        "turns.expert",
        "mean",
        "等待专家意见的时间（审核期限不停，同时计入开放主体用时）",
        "Time an expert opinion was awaited (the review's clock runs on, so it is the publisher's time too)",
        "R22 §19",
        unit="d",
    ),
    _entry("plan.rows", "count", "计划开放的数据", "Rows of the plan", "P25 annex"),
    _entry(
        "plan.on_time",
        "rate",
        "按期开放率（已完成或者已逾期的）",
        "Opened by the day, of due or done",
        "P25 annex",
        "target",
    ),
    _entry("plan.boundary", "count", "期限当日完成", "Opened on the very day", "P25 annex"),
    _entry("plan.running", "count", "尚未到期", "Not due yet", "P25 annex"),
    _entry("plan.overdue", "count", "已逾期未开放", "Overdue", "P25 annex"),
    _entry("plan.days_late", "median", "逾期天数（中位数）", "Days late, median", "P25 annex", unit="d"),
    _entry("plan.adjusted", "count", "已调整日期", "Given another day", "P25 annex"),
    _entry("plan.withdrawn_later", "count", "完成后又撤回", "Withdrawn later", "P25 annex"),
    _entry("plan.unconfirmed", "count", "日期待确认", "Day to be confirmed", "P25 annex"),
    _entry("items.listed", "count", "在清单上的数据", "Items on the open list", "R22 §9"),
    _entry("items.with_data", "rate", "清单项已有数据", "Items with data", "P25 §1", "target"),
    _entry("items.timely_updates", "rate", "及时更新率", "Updated in time", "P25 §6", "target"),
    _entry("items.missed_updates", "count", "未按频率更新", "Updates missed", "R22 §9(5)"),
    _entry(
        "items.listed_of_chain",
        "rate",
        "目录链应开放的已列入清单",
        "Listed, of what the chain opens",
        "P25 §4",
        "target",
    ),
    _entry("items.mismatches", "count", "与目录链不一致", "Chain mismatches found", "P25 §4"),
    _entry("items.mismatches_resolved", "count", "不一致已解决", "Chain mismatches resolved", "P25 §4"),
    _entry("items.suspensions", "count", "中止开放", "Suspensions", "R22 §31"),
    _entry("items.unauthorised_closures", "count", "擅自关闭", "Unauthorised closures", "R22 §11"),
    _entry("assessments.reported", "count", "已报送的年度评估", "Yearly assessments reported", "R22 §10"),
    _entry(
        "assessments.on_time",
        "rate",
        "年度评估按期率（已报送或者已逾期的）",
        "Assessed within the year, of due or done",
        "R22 §10",
        "norm",
    ),
    _entry("assessments.late", "count", "逾期报送的年度评估", "Yearly assessments reported late", "R22 §10"),
    _entry("assessments.missing", "count", "逾期未报送的年度评估", "Yearly assessments overdue", "R22 §10"),
    _entry("assessments.running", "count", "评估中且未到期", "Yearly assessments not due yet", "R22 §10"),
    _entry("list_changes.submitted", "count", "提交的清单工单", "List changes submitted", "R22 §11"),
    _entry("list_changes.returned", "count", "退回的清单工单", "List changes returned", "R22 §11"),
    *_by_ground(),
    _entry("list_changes.approved", "count", "通过的清单工单", "List changes approved", "R22 §11"),
    _entry("demands.forwarded", "count", "转交的数据需求", "Demands forwarded", "R22 §6"),
    _entry("demands.satisfied", "rate", "需求满足率", "Demands satisfied", "R22 §33"),
    _entry("objections.raised", "count", "数据异议", "Objections raised", "R22 §16"),
    _entry("rights_claims.filed", "count", "权益主张", "Rights claims filed", "R22 §31"),
    _entry("violations.recorded", "count", "违规记录", "Violations recorded", "R22 §32"),
)
