"""Words for people, Chinese and English. Field terms as in the glossary."""

from domain.wording import labels

_PHASES = {
    "list_change": ("清单调整工单", "Change of the open list"),  # the process itself
    "draft": ("草稿", "Draft"),
    "submitted": ("已提交，审核中", "Submitted, under review"),
    "returned": ("已退回", "Returned"),
    "approved": ("审核通过，待发布", "Approved, to be published"),
    "effective": ("已生效", "In effect"),
    "cancelled": ("已取消", "Cancelled"),
}

_COMMANDS = {
    "draft_list_change": ("起草清单调整工单", "Draft list change"),
    "open_list_change": ("由相关案件发起清单调整", "Open list change for another case"),
    "edit_list_change": ("修改工单", "Edit list change"),
    "submit_list_change": ("提交工单", "Submit list change"),
    "cancel_list_change": ("取消工单", "Cancel list change"),
    "return_list_change": ("退回工单", "Return list change"),
    "approve_list_change": ("审核通过工单", "Approve list change"),
}

_EVENTS = {
    "list_change_drafted": ("工单已起草", "List change drafted"),
    "list_change_edited": ("工单已修改", "List change edited"),
    "list_change_submitted": ("工单已提交", "List change submitted"),
    "list_change_returned": ("工单已退回", "List change returned"),
    "list_change_approved": ("工单已审核通过", "List change approved"),
    "order_took_effect": ("清单调整已生效", "List change took effect"),
    "list_change_cancelled": ("工单已取消", "List change cancelled"),
}

_REASONS = {
    "unknown_item": ("没有这个清单项", "There is no such item"),
    "other_item": ("不是这个清单项", "Another item"),
    "item_exists": ("该编号已被使用", "That id is taken"),
    "item_id_unusable": ("新清单项的编号不可用", "That id can't be a new item's"),
    "content_missing": ("新增清单项须写明内容", "A new item needs content"),
    "unknown_document": (
        "说明文件不存在或者不属于数据开放主体",
        "The explanatory document was not uploaded by the publisher",
    ),
    "unknown_plan_item": ("没有这个年度计划项", "There is no such row of the annual plan"),
    "unknown_origin": ("该类案件不能发起清单调整", "Such a case opens no list changes"),
    "out_of_scope": ("涉及国家秘密，不属于开放范围", "State secrets are out of scope"),
    "not_the_reviewer": ("不是该工单的审核角色", "Not the reviewer of this order"),
    "checks_failed": ("检查发现的问题尚未解决", "A blocking finding stands"),
    "desensitising_unexplained": ("未说明为何脱敏仍不足", "It must say why desensitising is not enough"),
    "item_changed": ("提交后清单项已有或者将有变更", "The item has changed since, or is about to"),
}

_CLOCKS_AND_DUTIES = {
    "list_change.review": ("工单审核期限", "Review of the order"),
    "list_change.review.reminder": ("工单审核期限将至", "Review of the order, soon due"),
    "link_plan_item": ("关联年度计划项", "Link the row of the annual plan"),
    "publish_item": ("发布清单项", "Publish the item"),
    "tell_origin": ("告知发起案件", "Tell the case that asked for it"),
}

_RETURN_GROUNDS = {
    "return_ground_1": ("无合理理由", "No reasonable reason"),
    "return_ground_2": ("信息不全", "Incomplete"),
    "return_ground_3": ("不符合分级分类规则", "Breaks the classification rules"),
    "return_ground_4": ("其他不符合要求的情形", "Other"),
}

_CHECKS = {
    "mandatory_field": ("必填信息", "What every item must say"),
    "similar_name": ("名称与其他清单项相近", "A name like another item's"),
    "dictionary": ("数据项说明", "Explanation of a field"),
    "catalogue_link": ("与数据目录挂接", "Link to the catalogue"),
    "proprietary_format": ("专有格式须有理由", "A proprietary format needs a reason"),
    "frequency": ("更新频率与提供方式", "Update frequency and format"),
    "relations": ("数据关联关系", "Relations to other sets"),
    "credit_fields": ("信用数据已公开字段与有效期", "Credit fields published already, and their validity"),
    "conditions": ("开放条件", "Conditions"),
    "materials": ("申请材料清单", "Material list"),
    "classification_record": ("分级分类记录", "Record of the grading"),
    "classification_ground": ("开放类型与依据不符", "The ground does not lead to the open type"),
    "guide_version": ("指南版本不存在或者不是现行版本", "The guide's version is not known, or not the one in force"),
    "levels_contradicted": ("级别组合对应另一开放类型", "The levels lead to another open type"),
    "levels_unmapped": ("规则中没有这一级别组合", "The rules have no such combination of levels"),
    "personal_data": ("含个人信息而未按其分级", "Personal data, not graded as such"),
    "change_type": ("开放类型的变化与工单类型不符", "The open type moves otherwise than the order says"),
    "desensitising": ("脱敏情况", "Desensitising"),
    "explanatory_document": ("说明文件", "Explanatory document"),
    "checklist": ("原始性与可机读性", "Original and machine-readable"),
}

LABELS = labels(_PHASES, _COMMANDS, _EVENTS, _REASONS, _CLOCKS_AND_DUTIES, _RETURN_GROUNDS, _CHECKS)
