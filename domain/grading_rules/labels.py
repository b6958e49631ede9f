"""Words for people, Chinese and English. Field terms as in the glossary."""

from domain.wording import labels

_PHASES = {
    "grading_rules": ("分级分类规则", "Grading rules"),  # the process itself
    "published": ("已发布", "Published"),
    "withdrawn": ("已废止", "Withdrawn"),
}

_COMMANDS = {
    "publish_grading_rules": ("发布分级分类规则", "Publish grading rules"),
    "publish_rules_version": ("发布新版本", "Publish a further version"),
    "withdraw_grading_rules": ("废止分级分类规则", "Withdraw grading rules"),
}

_EVENTS = {
    "grading_rules_published": ("分级分类规则已发布", "Grading rules published"),
    "rules_version_published": ("新版本已发布", "Further version published"),
    "grading_rules_withdrawn": ("分级分类规则已废止", "Grading rules withdrawn"),
}

_REASONS = {
    "version_exists": ("该版本号已被使用", "That version is there already"),
    "not_after_last": ("施行时间不晚于上一版本", "It is not in force after the version before"),
    "levels_twice": ("同一级别组合出现两次", "A combination of levels stands there twice"),
    "unknown_rules_document": (
        "规则文本不存在或者不属于发布单位",
        "The document was not uploaded by whom publishes it",
    ),
    "supervision_missing": ("未写明监管措施", "Measures of supervision are missing"),
    "unknown_guide_version": (
        "所依据的指南版本未写明、不存在或者已被替代",
        "The guide's version is not named, not known, or replaced",
    ),
    "contradicts_guide": ("同一级别组合的开放类型与指南不一致", "The guide leads these levels to another open type"),
}

LABELS = labels(_PHASES, _COMMANDS, _EVENTS, _REASONS)
