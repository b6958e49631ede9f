"""Stories of the open list: an item is added and quietly downgraded, and a demand becomes an item."""

from demo.client import Json
from demo.following import Following
from demo.orders import CONDITIONS, DEMANDING, ITEMS, OPEN, ROWS, WITHHELD, Ordering, content
from demo.stage import Stage, Story, at
from demo.told import Told

_ITEM, _ROW = "sh-2025-21", "plan-2025-21"  # 市民政局，捐赠个人清单，9月30日前
_WHY = "姓名、金额与时间相互印证，脱敏后仍可识别到个人"
_LOWER: Json = {"change": "downgrade", "item_id": _ITEM, "reason": "不再开放", "classification": WITHHELD}
_WANTED = "逐小时降水实况"


def quiet_downgrade(stage: Stage, told: Told) -> Story:
    """S13: row 21 is added in time; taking it off needs a document and a reason, and its row stays completed."""
    row, item = Following(stage, "Ⓐ", "", ROWS, _ROW), Following(stage, "Ⓐ", "", ITEMS, _ITEM)
    yield from _added_in_time(stage, told, row, item)
    quiet = Ordering(stage, "Ⓑ", "悄悄降为不予开放 · a quiet downgrade", stage.players.reviewer("sh-minzhengju"))
    told.append(quiet)
    yield from _returned(quiet, item)
    yield from _approved_with_a_reason(quiet)
    kept = row.becomes(
        "completed_on_time", "仍为按期完成，另记后来撤回 · still on time; the withdrawal is noted beside it"
    )
    stage.expect("Ⓑ withdrawals noted", len(kept["state"]["dossier"]["withdrawals"]), 1)
    quiet.ends = "effective"


def _added_in_time(stage: Stage, told: Told, row: Following, item: Following) -> Story:
    """Item and data are there five days before the row's day."""
    civil = stage.players.reviewer("sh-minzhengju")
    added = Ordering(stage, "Ⓐ", "第 21 行列入清单 · row 21 is put on the open list", civil)
    told.append(added)
    yield at("2025-09-22 09:00")
    added.announce()
    about = {"content": content("捐赠个人清单"), "classification": OPEN, "plan_item": _ROW}
    added.draft({"change": "add", "item_id": _ITEM, "reason": "2025年计划第21行", **about})
    added.submit()
    yield at("2025-09-25 10:00")
    added.approve()
    row.becomes("in_progress", "清单上有了，数据还没有 · on the list, and no data yet")
    item.do(civil, "report_update", {"covers_from": "2025-01-01", "covers_to": "2025-08-31"}, phase="current")
    row.becomes("completed_on_time", "比期限早 5 天 · five days before its day")
    added.ends = "effective"


def _returned(quiet: Ordering, item: Following) -> Story:
    """Without a document it can't be approved; meanwhile the item stays open, and shutting it is found out."""
    stage = quiet.stage
    yield at("2025-10-20 10:00")
    quiet.announce()
    quiet.draft(_LOWER)
    quiet.submit()
    department = stage.players.department
    quiet.refused(department, "approve_list_change", {"desensitising_insufficient": _WHY}, reason="checks_failed")
    _is_open(stage, open_type="unconditional")
    yield at("2025-10-21 15:00")
    closure = {"observed": "接口返回不可用，清单仍为无条件开放"}
    item.do(stage.players.operator, "report_closure", closure, phase="current", note="擅自关闭 · unauthorised closure")
    stage.expect("Ⓑ flag", item.shown()["state"]["dossier"]["flags"], ["unauthorised_closure"])
    yield at("2025-10-22 11:00")
    back = {"ground": 2, "note": "降低开放类型，但未附说明文件"}
    quiet.do(department, "return_list_change", back, phase="returned")


def _approved_with_a_reason(quiet: Ordering) -> Story:
    """Handed in again with its document, it is approved once the reviewer says why desensitising is not enough."""
    stage = quiet.stage
    yield at("2025-10-23 09:30")
    document = quiet.publisher.upload("捐赠人姓名、金额属于个人信息\n".encode(), "why.txt")
    quiet.submit(_LOWER | {"reason": "含个人信息", "document": document})
    quiet.expect_due("list_change.review", "2025-11-06")
    yield at("2025-10-30 10:00")
    quiet.refused(stage.players.department, "approve_list_change", reason="desensitising_unexplained")
    _is_open(stage, open_type="unconditional")
    quiet.approve(_WHY)
    _is_open(stage, open_type="non_open")


def _is_open(stage: Stage, open_type: str) -> None:
    """What anyone reads on the open list, without a key."""
    shown = stage.players.operator.http.get(f"/v1/items/{_ITEM}").json()
    stage.expect("Ⓑ open type on the list", shown["item"]["open_type"], open_type)


def demanded(stage: Stage, told: Told) -> Story:
    """A demand is forwarded and adopted; its order comes by itself; the item satisfies the demand."""
    players = stage.players
    asking, weather = players.applicants["shenjiang"], players.reviewer("sh-qixiangju")
    demand = Following(stage, "Ⓓ", "数据需求成为清单项 · a demand becomes an item", "demands")
    same = Following(stage, "Ⓓ", "", "demands")
    told.append(demand)
    yield at("2025-09-01 09:00")
    demand.announce()
    asked = {"title": _WANTED, "need": "沿江配送需要按小时的降水实况", "category": "economy"}
    demand.do(asking, "submit_demand", asked, phase="received")
    others = {**asked, "on_behalf_of": "十二家中小物流企业", "channel": "survey"}
    same.do(players.adviser, "submit_demand", others, phase="received")
    same.do(players.department, "merge_demand", {"into": demand.case}, phase="merged")
    yield at("2025-09-02 10:00")
    forward = {"publisher": "sh-qixiangju"}
    demand.refused(players.department, "forward_demand", forward, reason="no_priority_yet")
    priority = {"criterion": "value_added", "reason": "物流行业增值潜力"}
    demand.do(players.department, "prioritise_demand", priority, phase="received")
    demand.do(players.department, "forward_demand", forward, phase="with_publisher")
    answer = {"title": _WANTED, "answer": "采纳：小时值纳入开放清单"}
    demand.do(weather, "accept_demand", answer, phase="adopted")
    stage.clock.settle()
    order = Ordering(stage, "Ⓓ", "", weather, demand.shown()["state"]["order"])
    order.becomes("draft", "工单由系统自动开立 · opened by the demand itself")
    yield at("2025-09-08 10:00")
    about = {"content": content(_WANTED, **CONDITIONS), "classification": DEMANDING}
    order.submit({"change": "add", "item_id": "sh-hourly-rain", "reason": "采纳数据需求", **about})
    yield at("2025-09-12 10:00")
    order.approve()
    demand.becomes("satisfied")
    same.becomes("answered", "合并的需求同时得到答复 · the merged demand is answered with it")
    wish = {"item_id": "sh-hourly-rain", "scenario": "按小时规划配送路线", "delivery": "api"}
    stage.expect("Ⓓ the new item can be applied for", asking.draft(wish).phase, "draft")
    demand.ends = "satisfied"
