"""Words for people, Chinese and English. Field terms as in the glossary."""

from domain.wording import labels

_PHASES = {
    "open_list_item": ("开放清单项", "Item of the open list"),  # the process itself
    "current": ("开放中，持续更新", "Open, being updated"),
    "static": ("开放中，静态数据", "Open, static data"),
    "archived": ("开放中，已归档", "Open, archived"),
    "withdrawn": ("已撤出开放", "No longer open"),
}

_COMMANDS = {
    "register_item": ("登记清单项", "Register item"),
    "publish_version": ("发布新版本", "Publish version"),
    "report_update": ("报告数据更新", "Report update"),
    "suspend_item": ("因权益保护中止开放", "Suspend item for a rights claim"),
    "resume_item": ("权益保护处理完毕，恢复开放", "Resume item after a rights claim"),
    "suspend_opening": ("中止开放", "Suspend opening"),
    "resume_opening": ("恢复开放", "Resume opening"),
    "record_access_suspended": ("记录访问已中止", "Record access suspended"),
    "record_access_resumed": ("记录访问已恢复", "Record access resumed"),
    "report_closure": ("报告访问被关闭", "Report closure"),
    "mark_item": ("标注异议", "Mark item"),
    "unmark_item": ("取消异议标注", "Unmark item"),
    "set_sample": ("设置样本数据", "Set sample"),
    "nominate_star": ("申报明星数据集", "Nominate for the star zone"),
    "confirm_star": ("确认明星数据集", "Confirm star dataset"),
    "decline_star": ("不予列入明星数据集", "Decline star dataset"),
    "report_quality_issue": ("报告质量问题", "Report quality issue"),
    "fix_quality_issue": ("整改质量问题", "Fix quality issue"),
    "allow_use_without_application": ("准许免申即用", "Allow use without application"),
    "end_use_without_application": ("终止免申即用", "End use without application"),
    "report_chain_attribute": ("报告目录链开放属性", "Report chain attribute"),
    "correct_chain_attribute": ("更正目录链开放属性", "Correct chain attribute"),
}

_EVENTS = {
    "item_registered": ("清单项已登记", "Item registered"),
    "version_published": ("新版本已发布", "Version published"),
    "data_updated": ("数据已更新", "Data updated"),
    "update_overdue": ("数据逾期未更新", "Update overdue"),
    "opening_suspended": ("开放已中止", "Opening suspended"),
    "opening_resumed": ("该项中止已解除", "Opening resumed"),
    "access_suspended": ("访问已中止", "Access suspended"),
    "access_resumed": ("访问已恢复", "Access resumed"),
    "unauthorised_closure_found": ("发现擅自关闭访问", "Unauthorised closure found"),
    "item_marked": ("异议已标注", "Item marked"),
    "item_unmarked": ("异议标注已取消", "Item unmarked"),
    "sample_set": ("样本数据已设置", "Sample set"),
    "star_nominated": ("已申报明星数据集", "Nominated for the star zone"),
    "star_confirmed": ("已列入明星数据集", "Star dataset confirmed"),
    "star_declined": ("未列入明星数据集", "Star dataset declined"),
    "quality_issue_reported": ("质量问题已报告", "Quality issue reported"),
    "quality_issue_fixed": ("质量问题已整改", "Quality issue fixed"),
    "use_without_application_allowed": ("已准许免申即用", "Use without application allowed"),
    "use_without_application_ended": ("免申即用已终止", "Use without application ended"),
    "chain_attribute_found": ("已读取目录链开放属性", "Chain attribute found"),
    "chain_attribute_corrected": ("目录链开放属性已更正", "Chain attribute corrected"),
    "chain_mismatch_opened": ("清单与目录链不一致", "List and chain differ"),
    "chain_mismatch_resolved": ("清单与目录链已一致", "List and chain agree again"),
}

_REASONS = {
    "other_item": ("不是这个清单项", "Another item"),
    "already_registered": ("该清单项已登记", "The item is registered already"),
    "period_reversed": ("数据时段起止颠倒", "The period ends before it starts"),
    "unknown_ground": ("没有以此为由的中止", "Nothing is suspended on that ground"),
    "anothers_suspension": ("该中止由其他主体作出", "The suspension is another's to end"),
    "closure_explained": ("开放已依程序中止", "The opening is suspended, which explains it"),
    "not_conditional": ("该清单项不属于有条件开放", "The item is not conditionally open"),
    "unknown_material": ("材料不存在或者不是本方上传的", "That material was not uploaded by your side"),
    "no_data": ("尚无数据", "There is no data yet"),
    "not_timely": ("本年有更新逾期", "An update was overdue this year"),
    "issues_open": ("尚有质量问题未整改", "Quality issues are open"),
    "already_proposed": ("已申报或者已列入", "It is proposed or confirmed already"),
    "not_proposed": ("尚未申报", "It is not proposed"),
    "unknown_issue": ("没有这项待整改问题", "No such issue is open"),
    "use_without_application_off": ("免申即用未启用", "Use without application is not switched on"),
    "already_without_application": ("已准许免申即用", "The item may be used without application already"),
    "no_use_without_application": ("该清单项须申请后利用", "The item has to be applied for"),
    "no_mismatch": ("清单与目录链没有不一致", "List and chain do not differ"),
}

_CLOCKS_AND_DUTIES = {
    "item.update.daily": ("每日更新期限", "Daily update"),
    "item.update.weekly": ("每周更新期限", "Weekly update"),
    "item.update.weekly.reminder": ("每周更新期限将至", "Weekly update, soon due"),
    "item.update.monthly": ("每月更新期限", "Monthly update"),
    "item.update.monthly.reminder": ("每月更新期限将至", "Monthly update, soon due"),
    "item.update.quarterly": ("每季更新期限", "Quarterly update"),
    "item.update.quarterly.reminder": ("每季更新期限将至", "Quarterly update, soon due"),
    "item.update.yearly": ("每年更新期限", "Yearly update"),
    "item.update.yearly.reminder": ("每年更新期限将至", "Yearly update, soon due"),
    "suspend_access": ("中止访问", "Suspend access"),
    "resume_access": ("恢复访问", "Resume access"),
    "tell_applications_suspended": ("告知申请：开放中止", "Tell applications of the suspension"),
    "tell_applications_resumed": ("告知申请：开放恢复", "Tell applications of the resumption"),
    "tell_applications_changed": ("告知申请：开放类型收紧", "Tell applications of the downgrade"),
    "tell_plan_effective": ("告知年度计划：清单项生效", "Tell the plan that the item is effective"),
    "tell_plan_data": ("告知年度计划：数据已到位", "Tell the plan that the data is there"),
    "tell_plan_withdrawn": ("告知年度计划：清单项撤出开放", "Tell the plan that the item is no longer open"),
}

LABELS = labels(_PHASES, _COMMANDS, _EVENTS, _REASONS, _CLOCKS_AND_DUTIES)
