"""Words for people, Chinese and English. Field terms as in the glossary."""

from domain.violation.papers import KINDS
from domain.wording import labels

_PHASES = {
    "violation": ("违规行为", "Violation"),  # the process itself
    "reported": ("收到举报", "Reported"),
    "taken_up": ("举报已受理，另案办理", "Closed: report taken up in another case"),
    "alleged": ("涉嫌违规", "Alleged"),
    "hearing": ("听取意见", "Hearing"),
    "recorded": ("已记录", "Recorded"),
    "measures_applied": ("已采取措施", "Measures applied"),
    "publicised": ("公示中", "Publicised"),
    "restored": ("已整改", "Closed: put right"),
    "dismissed": ("不予记录", "Closed: not recorded"),
}

_COMMANDS = {
    "allege_violation": ("举报或者提出涉嫌违规", "Report or allege a violation"),
    "report_violation": ("平台提出涉嫌违规", "Platform alleges a violation"),
    "take_up_report": ("受理举报", "Take up report"),
    "restrict_party": ("先行限制访问", "Restrict the party's access"),
    "open_hearing": ("听取当事主体意见", "Open hearing"),
    "state_view": ("陈述意见", "State view"),
    "concur_in_record": ("会同记录", "Concur in record"),
    "enter_in_record": ("予以记录", "Enter in record"),
    "dismiss_violation": ("决定不予记录", "Dismiss violation"),
    "apply_measures": ("采取措施", "Apply measures"),
    "publicise_violation": ("公示", "Publicise violation"),
    "confirm_repair": ("确认整改", "Confirm repair"),
}

_EVENTS = {
    "violation_reported": ("已举报", "Violation reported"),
    "report_taken_up": ("举报已受理", "Report taken up"),
    "violation_alleged": ("已提出涉嫌违规", "Violation alleged"),
    "party_restricted": ("已先行限制访问", "Access restricted"),
    "hearing_opened": ("已开始听取意见", "Hearing opened"),
    "view_stated": ("当事主体已陈述意见", "View stated"),
    "concurrence_given": ("已同意会同记录", "Concurrence given"),
    "violation_recorded": ("违规行为已记录", "Violation recorded"),
    "violation_dismissed": ("已决定不予记录", "Violation dismissed"),
    "lift_ordered": ("已安排解除限制", "Lifting ordered"),
    "measures_taken": ("措施已决定", "Measures taken"),
    "violation_publicised": ("已公示", "Violation publicised"),
    "publicity_ended": ("公示已结束", "Publicity ended"),
    "party_restored": ("已确认整改", "Repair confirmed"),
}

_REASONS = {
    "unknown_item": ("没有这个清单项", "There is no such item"),
    "unknown_application": ("不是该主体对该清单项的申请", "Not an application of that party for that item"),
    "party_publishes": ("该单位即数据开放主体", "The party is the publisher itself"),
    "persons_report": ("公众只能以举报方式提出", "Only an authority tracks use; a person reports it"),
    "already_restricted": ("访问已受限制", "Access is restricted already"),
    "already_stated": ("已陈述意见", "The view has been stated"),
    "hearing_open": ("陈述意见期限未满", "The party may still state its view"),
    "already_concurred": ("已同意会同记录该类行为", "Concurred in that kind already"),
    "not_concurred": ("会同单位尚未同意", "Operator or publisher has not concurred"),
    "already_applied": ("该措施已采取", "The measure has been taken"),
    "no_application": ("未指明相关申请", "No application is named"),
    "already_publicised": ("已公示过", "It has been publicised before"),
}

_CLOCKS_AND_DUTIES = {
    "violation.hearing": ("陈述意见期限", "Hearing"),
    "violation.hearing.reminder": ("陈述意见期限将至", "Hearing, soon over"),
    "violation.publicity": ("公示期限", "Publicity"),
    "open_allegation": ("另立案件", "Open the case of its own"),
    "send_restriction": ("通知限制访问", "Tell applications of the restriction"),
    "send_lifting": ("通知解除限制", "Tell applications that it is lifted"),
    "send_closure": ("通知关闭访问", "Tell the application that access closes"),
    "flag_party": ("提示其他申请", "Flag the party's other applications"),
}

_CHOICES = {
    "detection.report": ("举报", "Reported"),
    "detection.monitor": ("监测发现", "Found by tracking calls"),
    "detection.check": ("办理中发现", "Found in another case"),
    "measure.warn": ("警示", "Warning"),
    "measure.restrict": ("限制访问", "Restricted access"),
    "measure.close_access": ("关闭访问", "Access closed"),
    **{f"violation_kind.{number}": words for number, words in KINDS.items()},
}

LABELS = labels(_PHASES, _COMMANDS, _EVENTS, _REASONS, _CLOCKS_AND_DUTIES, _CHOICES)
