"""Words for people, Chinese and English. Field terms as in the glossary."""

from domain.wording import labels

_PHASES = {
    "rights_claim": ("权益保护", "Claim of rights"),  # the process itself
    "filed": ("已提出，待判断", "Filed, to be judged"),
    "awaiting_evidence": ("待补证据", "Awaiting evidence"),
    "suspending": ("正在中止开放", "Being suspended"),
    "suspended": ("已中止开放，核实中", "Suspended, being verified"),
    "verifying": ("未中止，核实中", "Being verified, still open"),
    "withdrawing": ("待撤回生效", "Withdrawal under way"),
    "processing": ("待处理后开放", "Desensitised version under way"),
    "closed_withdrawn": ("已撤回数据", "Closed: data withdrawn"),
    "closed_restored": ("已恢复开放", "Closed: opening restored"),
    "closed_reopened": ("已处理后开放", "Closed: open after processing"),
}

_COMMANDS = {
    "file_rights_claim": ("提出权益保护", "File rights claim"),
    "add_evidence": ("补充证据", "Add evidence"),
    "ask_evidence": ("要求提供证据", "Ask for evidence"),
    "judge_suspension_necessary": ("认定有必要中止", "Judge suspension necessary"),
    "verify_without_suspension": ("不中止，直接核实", "Verify without suspension"),
    "withdraw_data": ("撤回数据", "Withdraw data"),
    "restore_opening": ("恢复开放", "Restore opening"),
    "open_after_processing": ("处理后再开放", "Open after processing"),
    "reopen_withdrawn": ("撤回数据处理后重新开放", "Reopen withdrawn data"),
    "record_order_effective": ("记录清单调整已生效", "Record list change effective"),
    "record_order_ended": ("记录清单调整已终止", "Record list change ended"),
}

_EVENTS = {
    "claim_filed": ("已提出权益保护", "Rights claim filed"),
    "evidence_asked": ("已要求提供证据", "Evidence asked for"),
    "evidence_added": ("已补充证据", "Evidence added"),
    "suspension_ordered": ("已决定中止开放", "Suspension ordered"),
    "suspension_took_effect": ("中止已生效", "Suspension took effect"),
    "verification_begun": ("已开始核实（未中止）", "Verification begun, item still open"),
    "withdrawal_decided": ("已决定撤回数据", "Withdrawal decided"),
    "processing_decided": ("已决定处理后再开放", "Processing decided"),
    "opening_restored": ("侵权未确认，已恢复开放", "Not confirmed, opening restored"),
    "order_took_effect": ("清单调整已生效", "List change took effect"),
    "withdrawn_reopened": ("撤回的数据已处理后重新开放", "Withdrawn data reopened"),
    "order_came_to_nothing": ("清单调整未生效，需重新决定", "List change came to nothing, to be decided again"),
}

_REASONS = {
    "unknown_item": ("没有这个清单项", "There is no such item"),
    "unknown_material": ("材料不存在或者不是本方上传的", "That material was not uploaded by your side"),
    "evidence_given": ("已提交证据", "The claim came with evidence"),
    "evidence_known": ("证据此前均已提交", "All of that evidence was handed in before"),
    "no_evidence": ("尚无证据材料", "There is no evidence yet"),
    "unknown_order": ("不是本案的清单调整", "Not the list change that this case opened"),
    "not_published_again": ("撤回后尚无新版本重新列为开放", "No later version has opened the item again"),
}

_CLOCKS_AND_DUTIES = {
    "rights_claim.evidence": ("补充证据期限", "Evidence"),
    "rights_claim.evidence.reminder": ("补充证据期限将至", "Evidence, soon due"),
    "rights_claim.suspend": ("中止开放时限", "Suspension"),
    "rights_claim.verify": ("核实处理期限", "Verification"),
    "rights_claim.verify.reminder": ("核实处理期限将至", "Verification, soon due"),
    "suspend_item": ("中止清单项开放", "Suspend the item"),
    "resume_item": ("恢复清单项开放", "Resume the item"),
    "open_withdrawal": ("发起撤回工单", "Open the withdrawal's list change"),
    "open_processing": ("发起脱敏工单", "Open the desensitising list change"),
}

LABELS = labels(_PHASES, _COMMANDS, _EVENTS, _REASONS, _CLOCKS_AND_DUTIES)
