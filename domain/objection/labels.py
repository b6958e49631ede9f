"""Words for people, Chinese and English. Field terms as in the glossary."""

from domain.wording import labels

_PHASES = {
    "objection": ("数据异议", "Objection to data"),  # the process itself
    "raised": ("已提出异议", "Raised"),
    "marked": ("已标注，待转交", "Marked, to be transferred"),
    "verifying": ("数据开放主体核实中", "Publisher verifies"),
    "corrected": ("已更正，待取消标注", "Corrected, mark coming off"),
    "closed_corrected": ("已更正并办结", "Closed, corrected"),
    "closed_no_change": ("经核实维持，已办结", "Closed, data upheld"),
    "closed_rejected": ("异议不成立，已办结", "Closed, rejected"),
    "withdrawn": ("已撤回", "Withdrawn"),
}

_COMMANDS = {
    "raise_objection": ("提出异议", "Raise objection"),
    "withdraw_objection": ("撤回异议", "Withdraw objection"),
    "mark_objection": ("标注存在异议", "Mark as objected to"),
    "reject_objection": ("驳回异议", "Reject objection"),
    "transfer_objection": ("转交异议", "Transfer objection"),
    "correct_data": ("更正数据", "Correct data"),
    "uphold_data": ("维持数据", "Uphold data"),
}

_EVENTS = {
    "objection_raised": ("异议已提出", "Objection raised"),
    "objection_withdrawn": ("异议已撤回", "Objection withdrawn"),
    "objection_marked": ("异议已标注", "Objection marked"),
    "objection_rejected": ("异议已驳回", "Objection rejected"),
    "objection_transferred": ("异议已转交", "Objection transferred"),
    "data_corrected": ("数据已更正", "Data corrected"),
    "data_upheld": ("数据已维持", "Data upheld"),
    "objector_told": ("已反馈异议提出人", "Objector told"),
}

_REASONS = {
    "unknown_item": ("没有这个清单项", "There is no such item"),
    "unknown_field": ("该清单项没有这个数据项", "The item has no such field"),
    "nothing_pointed_out": ("未指明数据项或者记录", "Neither a field nor a record is named"),
    "unknown_evidence": ("证据不存在或者不属于异议提出人", "The evidence was not uploaded by the objector"),
}

_CLOCKS_AND_DUTIES = {
    "objection.mark": ("异议标注期限", "Marking"),
    "objection.transfer": ("异议转交期限", "Transfer"),
    "objection.decide": ("异议处理期限", "Decision on the objection"),
    "objection.decide.reminder": ("异议处理期限将至", "Decision on the objection, soon due"),
    "mark_item": ("在清单项上标注", "Mark the item"),
    "unmark_item": ("取消清单项标注", "Take the mark off the item"),
}

LABELS = labels(_PHASES, _COMMANDS, _EVENTS, _REASONS, _CLOCKS_AND_DUTIES)
