"""Words for people, Chinese and English. Field terms as in the glossary."""

from domain.wording import labels

_PHASES = {
    "demand": ("数据需求", "Demand for data"),  # the process itself
    "received": ("已接收，待研究", "Received, to be looked at"),
    "merged": ("已合并，待主需求答复", "Merged, waits for the other demand"),
    "with_publisher": ("数据开放主体办理中", "With the publisher"),
    "adopted": ("已采纳，待列入清单", "Adopted, to be put on the list"),
    "declined": ("未采纳", "Declined"),
    "satisfied": ("已满足", "Satisfied"),
    "answered": ("已随主需求答复", "Answered with the other demand"),
}

_COMMANDS = {
    "submit_demand": ("提出数据需求", "Submit demand"),
    "follow_up_demand": ("补充需求", "Follow up demand"),
    "advise_demand": ("提供咨询意见", "Advise on demand"),
    "prioritise_demand": ("标注优先级", "Prioritise demand"),
    "note_for_plan": ("记入年度重点征求意见", "Note for the annual focus"),
    "merge_demand": ("合并需求", "Merge demand"),
    "separate_demand": ("撤销合并", "Separate demand"),
    "forward_demand": ("转交数据开放主体", "Forward demand"),
    "accept_demand": ("采纳需求", "Accept demand"),
    "decline_demand": ("不采纳需求", "Decline demand"),
    "answer_demand": ("答复跟进问题", "Answer follow-up"),
    "note_merged": ("记录并入的需求", "Note merged demand"),
    "record_merged_outcome": ("记录主需求的结果", "Record the other demand's outcome"),
    "record_order_effective": ("记录清单变更已生效", "Record list change effective"),
    "record_order_ended": ("记录清单变更已终止", "Record list change ended"),
}

_EVENTS = {
    "demand_submitted": ("需求已提出", "Demand submitted"),
    "demand_followed_up": ("需求已补充", "Demand followed up"),
    "advice_given": ("已提供咨询意见", "Advice given"),
    "demand_prioritised": ("优先级已标注", "Demand prioritised"),
    "demand_heard_for_plan": ("已记入年度重点征求意见", "Demand heard for the annual focus"),
    "demand_merged": ("需求已合并", "Demand merged"),
    "merged_demand_noted": ("有需求并入", "Merged demand noted"),
    "merged_outcome_recorded": ("主需求的结果已记录", "The other demand's outcome recorded"),
    "demand_separated": ("合并已撤销", "Demand separated"),
    "demand_forwarded": ("需求已转交", "Demand forwarded"),
    "demand_adopted": ("需求已采纳", "Demand adopted"),
    "demand_declined": ("需求未采纳", "Demand declined"),
    "demand_answered": ("跟进问题已答复", "Follow-up answered"),
    "order_took_effect": ("清单变更已生效", "List change took effect"),
    "order_ended": ("清单变更已终止", "List change ended"),
}

_REASONS = {
    "not_for_others": ("只能就本人或者本单位的需求提出或者补充", "Only a consultation point speaks for others"),
    "whose_behalf": ("未说明代为提出的对象", "It is not said for whom the demand is made"),
    "no_priority_yet": ("尚未标注优先级", "Its priority has not been noted"),
    "already_heard": ("该年度已记录", "It is noted for that year already"),
    "cannot_merge": ("不能并入该需求", "It can't be merged into that one"),
    "other_demand": ("并未并入该需求", "It was not merged into that demand"),
    "same_publisher": ("已由该数据开放主体办理", "That publisher has it already"),
    "other_order": ("不是本需求对应的清单变更", "Not the list change that this demand waits for"),
}

_CLOCKS_AND_DUTIES = {
    "demand.triage.reminder": ("需求待研究提醒", "The demand still waits to be looked at"),
    "demand.reply.reminder": ("需求待答复提醒", "The demand still waits for the publisher"),
    "open_order": ("发起清单变更", "Open the list change"),
    "tell_main_demand": ("告知主需求", "Tell the other demand"),
    "tell_merged_demands": ("告知并入的需求", "Tell the merged demands"),
}

LABELS = labels(_PHASES, _COMMANDS, _EVENTS, _REASONS, _CLOCKS_AND_DUTIES)
