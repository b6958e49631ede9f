"""Words for people, Chinese and English."""

from domain.wording import labels

_PHASES = {
    "assessment": ("年度评估", "Yearly assessment"),  # the process itself
    "assessing": ("评估中", "Publisher assesses"),
    "examining": ("评估报告审阅中", "Report being read"),
    "returned": ("评估报告已退回", "Report returned"),
    "noted": ("已阅存，已办结", "Closed, noted"),
}

_COMMANDS = {
    "open_assessment": ("开启年度评估", "Open yearly assessment"),
    "submit_assessment": ("报送评估报告", "Submit assessment report"),
    "return_assessment": ("退回评估报告", "Return assessment report"),
    "note_assessment": ("阅存评估报告", "Take note of the report"),
    "link_order": ("关联后续工单", "Link the order that follows it up"),
}

_EVENTS = {
    "assessment_opened": ("年度评估已开启", "Yearly assessment opened"),
    "assessment_submitted": ("评估报告已报送", "Assessment report submitted"),
    "assessment_returned": ("评估报告退回", "Assessment report returned"),
    "assessment_noted": ("评估报告已阅存", "Assessment report noted"),
    "order_linked": ("后续工单已关联", "Order linked"),
}

_REASONS = {
    "unknown_material": ("材料不存在或者不是本方上传的", "That material was not uploaded by your side"),
    "unknown_item": ("没有这个清单项", "There is no such item"),
    "anothers_item": ("该清单项由其他数据开放主体开放", "The item is another publisher's"),
    "found_twice": ("对同一数据评估了两次", "The same data is assessed twice"),
    "nothing_assessed": ("报告未评估任何数据", "The report assesses nothing"),
    "already_returned": ("已退回过一次", "It was sent back once already"),
    "unknown_finding": ("报告没有这项评估意见", "The report has no such finding"),
    "nothing_to_follow_up": ("该项意见不需要后续工单", "That finding asks for no order"),
    "no_such_order": ("本单位没有与此相关的这项工单", "No such order of the publisher's is about that"),
}

_CLOCKS = {
    "assessment.yearly": ("年度评估期限", "Yearly assessment"),
    "assessment.yearly.reminder": ("年度评估期限将至", "Yearly assessment, soon due"),
    "assessment.returned": ("退回报告重新报送期限", "Returned assessment report"),
    "assessment.returned.reminder": ("退回报告重新报送期限将至", "Returned assessment report, soon due"),
}

LABELS = labels(_PHASES, _COMMANDS, _EVENTS, _REASONS, _CLOCKS)
