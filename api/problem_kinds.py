"""The table of problems: reason, status, words in both languages. Nothing else names a status."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of problem: its status, and words for people in Chinese and English."""

    status: int
    zh: str
    en: str
    next_zh: str
    next_en: str


KINDS: dict[str, Kind] = {
    # -- what the domain refuses -------------------------------------------------------------
    "wrong_phase": Kind(
        409,
        "当前阶段不能办理此事项",
        "The case is not in a phase that allows this",
        "查看案件当前阶段及可办理的事项",
        "Read the case's phase and do what it allows",
    ),
    "stale_version": Kind(
        412,
        "案件已有更新",
        "The case has changed since that version",
        "重新读取案件,再以新版本号提交",
        "Read the case again and send its new version",
    ),
    "forbidden": Kind(
        403,
        "该角色无权办理此事项",
        "This role may not do this",
        "由有权的角色办理",
        "Ask someone in a role that may",
    ),
    "other_organisation": Kind(
        403,
        "该案件属于其他单位办理",
        "The case is another organisation's to act on",
        "由该案件的承办单位办理",
        "Leave it to the organisation that the case names",
    ),
    "four_eyes": Kind(
        403,
        "不得审核本人或本单位的申请",
        "No one decides on an application of their own",
        "由其他单位的人员办理",
        "Leave it to someone of another organisation",
    ),
    "unknown_case": Kind(
        404,
        "没有此案件",
        "There is no such case",
        "核对案件编号",
        "Check the case's id",
    ),
    "key_reused": Kind(
        422,
        "同一幂等键已用于另一请求",
        "The idempotency key was used for another request",
        "为新的请求使用新的幂等键",
        "Send a new key with a new request",
    ),
    # -- who asks ----------------------------------------------------------------------------
    "unauthenticated": Kind(
        401,
        "需要有效的密钥",
        "A valid key is needed",
        "以 Authorization: Bearer 附上未撤销的密钥",
        "Send a key that is not revoked as Authorization: Bearer",
    ),
    "no_role": Kind(
        403,
        "目前没有任何角色",
        "You hold no role now",
        "请管理员授予角色",
        "Ask the operator for a role",
    ),
    "role_needed": Kind(
        400,
        "持有多个角色,需指明一个",
        "You hold several roles: name one",
        "在 Sluice-Role 请求头中指明角色",
        "Name the role in the Sluice-Role header",
    ),
    "role_not_held": Kind(
        403,
        "目前不持有所指明的角色",
        "You don't hold that role now",
        "指明现在持有的角色",
        "Name a role that you hold now",
    ),
    # -- how it is asked ---------------------------------------------------------------------
    "invalid_input": Kind(
        422,
        "提交的内容不符合要求",
        "What was sent is not valid",
        "按 errors 逐项改正后重新提交",
        "Correct what `errors` lists and send it again",
    ),
    "malformed": Kind(
        400,
        "请求无法理解",
        "The request can't be read",
        "按接口文档改正请求",
        "Correct the request by the API's documentation",
    ),
    "idempotency_key_needed": Kind(
        400,
        "缺少有效的 Idempotency-Key",
        "A usable Idempotency-Key is missing",
        "附上 1 至 200 个可见 ASCII 字符的 Idempotency-Key",
        "Send an Idempotency-Key of 1 to 200 printable ASCII characters",
    ),
    "malformed_if_match": Kind(
        400,
        "If-Match 格式不正确",
        "If-Match can't be read",
        '使用上次响应的 ETag,例如 If-Match: "3"',
        'Send the ETag of the last answer, as in If-Match: "3"',
    ),
    "malformed_as_of": Kind(
        400,
        "as_of 既不是版本号也不是时刻",
        "as_of is neither a version nor an instant",
        "使用版本号,或带时区的 RFC 3339 时刻",
        "Send a version, or an RFC 3339 instant with its offset",
    ),
    "malformed_cursor": Kind(
        400,
        "游标无效",
        "The cursor can't be read",
        "使用上一页的 next_cursor",
        "Send the next_cursor of the page before",
    ),
    "not_found": Kind(
        404,
        "没有此资源",
        "There is nothing here",
        "核对地址",
        "Check the address",
    ),
    "method_not_allowed": Kind(
        405,
        "此地址不支持该方法",
        "This address doesn't know that method",
        "使用 Allow 所列方法",
        "Use a method that Allow names",
    ),
    "too_large": Kind(
        413,
        "内容过大",
        "That is too large",
        "缩小文件后重新上传",
        "Send something smaller",
    ),
    "unsupported_type": Kind(
        415,
        "不接受此类型的内容",
        "This type of content is not accepted",
        "使用文档所列类型,且内容与所声明的类型一致",
        "Send a type that is listed, and content of the type that is declared",
    ),
    # -- things asked for --------------------------------------------------------------------
    "no_such_item": Kind(
        404,
        "开放清单中没有此条目",
        "There is no such item on the open list",
        "从 /v1/items 查找条目",
        "Look it up in /v1/items",
    ),
    "not_open_to_all": Kind(
        403,
        "该数据未无条件开放",
        "The data is not open to everyone without conditions",
        "有条件开放的,可取样例数据或者提交申请",
        "If it is conditionally open, take its sample or apply for it",
    ),
    "opening_suspended": Kind(
        403,
        "该条目已中止开放",
        "The item's opening is suspended",
        "恢复后再取",
        "Ask again once it is resumed",
    ),
    "use_without_application_off": Kind(
        403,
        "免申即用未启用",
        "Use without application is not switched on",
        "提交申请,或由市里在规则中启用",
        "Apply for the data; the city's rules would have to switch it on",
    ),
    "no_use_without_application": Kind(
        403,
        "该清单项须申请后利用",
        "The item has to be applied for",
        "提交申请",
        "Apply for the data",
    ),
    "no_sample": Kind(
        404,
        "该条目没有样例数据",
        "The item has no sample",
        "从 /v1/items 查看条目",
        "Read the item in /v1/items",
    ),
    "material_erased": Kind(
        410,
        "材料已删除",
        "The material was erased",
        "如仍需要,请重新上传",
        "Upload it again if it is still needed",
    ),
    "no_agreement_yet": Kind(
        404,
        "尚无协议文本",
        "There is no agreement text yet",
        "批准后稍候再取",
        "Ask again a little after the approval",
    ),
    "no_access": Kind(
        403,
        "凭证无效、已过期或不适用于此条目",
        "The credential opens nothing here, or not any more",
        "查看 /v1/applications/{id}/delivery",
        "Read /v1/applications/{id}/delivery",
    ),
    "already_collected": Kind(
        409,
        "已领取,或访问已终止",
        "It was collected before, or access has ended",
        "请数据开放主体重新交付",
        "Ask the publisher to deliver again",
    ),
    "nothing_to_draw": Kind(
        422,
        "没有可抽查的在用协议",
        "No agreement is in use that you could check",
        "核对清单编号,或在数据交付后再抽",
        "Check the item's id, or draw once data has been delivered",
    ),
    "data_away": Kind(
        503,
        "数据文件暂时不可用",
        "The data can't be read now",
        "稍后重试",
        "Ask again later",
    ),
    "no_rehearsal": Kind(
        404,
        "本实例不在演练时钟上运行",
        "This instance does not run on a rehearsal clock",
        "以 SLUICE_CLOCK 启动演练实例",
        "Start a rehearsal with SLUICE_CLOCK",
    ),
    "clock_backwards": Kind(
        422,
        "时钟不能倒退",
        "The clock does not go back",
        "给出晚于当前的时刻",
        "Send an instant after the present one",
    ),
    "clock_moving": Kind(
        409,
        "时钟正在移动",
        "The clock is being moved already",
        "等待当前移动完成",
        "Wait until that move is done",
    ),
    # -- us ----------------------------------------------------------------------------------
    "unsettled": Kind(
        503,
        "到期事项尚未全部记录",
        "Not all that fell due is recorded yet",
        "稍后以同一时刻再试",
        "Ask again with the same instant",
    ),
    "not_ready": Kind(
        503,
        "系统尚未就绪",
        "Not ready yet",
        "查看 missing 所列",
        "See what `missing` lists",
    ),
    "away": Kind(
        503,
        "数据库暂时不可用",
        "The database can't be reached now",
        "稍后以同一幂等键重试",
        "Ask again shortly, with the same idempotency key",
    ),
    "contended": Kind(
        503,
        "同一案件正被频繁办理",
        "Others keep writing the same case",
        "稍后以同一幂等键重试",
        "Ask again shortly, with the same idempotency key",
    ),
    "too_many_requests": Kind(
        429,
        "请求过于频繁",
        "Too many requests of one caller",
        "按 Retry-After 所示秒数等待后再试",
        "Wait for as many seconds as Retry-After says, then ask again",
    ),
    "too_slow": Kind(
        504,
        "未能在限定时间内答复;命令可能已记录",
        "There was no answer in time; a command may have been recorded",
        "以同一幂等键再试,即得其结果",
        "Ask again with the same idempotency key: that tells what became of it",
    ),
    "failed": Kind(
        500,
        "系统内部错误",
        "Something went wrong on our side",
        "凭 request_id 报告;以同一幂等键重试是安全的",
        "Report the request_id; asking again with the same key is safe",
    ),
}
