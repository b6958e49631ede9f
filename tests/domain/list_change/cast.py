"""The people, items and usual steps of the list change's tests, after the worked case S13."""

from datetime import datetime
from typing import Any

from domain.items import Condition, ConditionKind, MaterialRequirement, OpenType, PublishedItem
from domain.kernel import Message, Sketch
from domain.list_change import LIST_CHANGE
from domain.list_change.commands import (
    ApproveListChange,
    CancelListChange,
    DraftListChange,
    EditListChange,
    ReturnListChange,
    SubmitListChange,
)
from domain.list_change.inbox import OpenListChange
from domain.list_change.outbox import SENDS
from domain.list_change.papers import Declarations
from domain.people import CLOCK, Actor, Role
from domain.phases import Unopened
from domain.standing import RecordMessagesSent
from tests.domain.shanghai import RULEBOOK
from tests.scenario import Scenario, Step, World, step

CLERK = Actor(id="chen", role=Role.DATA_PUBLISHER, organisation="civil-affairs")
COLLEAGUE = Actor(id="zhou", role=Role.DATA_PUBLISHER, organisation="civil-affairs")
STRANGER = Actor(id="reviewer", role=Role.DATA_PUBLISHER, organisation="weather")
BUREAU = Actor(id="bureau", role=Role.COMPETENT_DEPARTMENT, organisation="data-bureau")
OPERATOR = Actor(id="operator", role=Role.PLATFORM_OPERATOR, organisation="data-centre")
OFFICE = Actor(id="office", role=Role.GENERAL_OFFICE, organisation="general-office")

PUBLISHED = datetime.fromisoformat("2025-09-25T10:00:00+08:00")
DONATIONS = PublishedItem(
    item_id="sh-2025-021",
    version=1,
    title="捐赠个人清单",
    publisher="civil-affairs",
    open_type=OpenType.UNCONDITIONAL,
    published_at=PUBLISHED,
)
SHELTERS = DONATIONS.model_copy(
    update={
        "item_id": "shelters",
        "title": "救助站床位实况",
        "open_type": OpenType.CONDITIONAL,
        "conditions": (Condition(id="scenario", kind=ConditionKind.SCENARIO, text="限于救助服务"),),
        "materials": (MaterialRequirement(id="qualification", title="资格证明"),),
    }
)
HIDDEN = DONATIONS.model_copy(update={"item_id": "hidden", "title": "低保户名册", "open_type": OpenType.NON_OPEN})
FORECAST = DONATIONS.model_copy(update={"item_id": "forecast", "title": "短时预报", "publisher": "weather"})

DOCUMENT, FOREIGN = "d0" * 32, "ff" * 32
ROW = "plan-2025-021"
WORLD = World(
    items={item.item_id: item for item in (DONATIONS, SHELTERS, HIDDEN, FORECAST)},
    materials={DOCUMENT: "civil-affairs", FOREIGN: "weather"},
    cases={ROW: Unopened()},  # its state is nobody's business here
    sketches=tuple(
        (
            Sketch(
                case_id=item.item_id,
                process="open_list_item",
                phase="published",
                subject=item.item_id,
                title=item.title,
                closed=False,
            ),
            (item.publisher,),
        )
        for item in (DONATIONS, SHELTERS, HIDDEN, FORECAST)
    ),
)
CASE = Scenario(LIST_CHANGE, RULEBOOK, WORLD)

OPEN = {"guide_version": "2023", "levels": ["1级"], "open_type": "unconditional"}
DEMANDING = {"guide_version": "2023", "levels": ["2级"], "open_type": "conditional", "ground": "time_critical"}
WITHHOLDING = {
    "guide_version": "2023",
    "levels": ["3级"],
    "open_type": "non_open",
    "ground": "personal_information",
    "desensitising_note": "姓名与金额相互印证，脱敏后仍可识别",
}
CONTENT: dict[str, Any] = {
    "title": "社区食堂网点",
    "domain": "民生服务",
    "abstract": "全市社区食堂的名称、地址与供餐时间",
    "fields": [{"name": "地址", "dictionary": "门牌地址", "catalogue_link": "mz/canteen/address"}],
    "formats": ["csv", "API"],
    "update_frequency": "monthly",
    "relations": "按街道编号与社区服务设施对应",
}
CONDITIONAL: dict[str, Any] = {
    **CONTENT,
    "conditions": [{"id": "scenario", "kind": "scenario", "text": "限于为老服务"}],
    "materials": [{"id": "qualification", "title": "资格证明"}],
}
DOWNGRADE = {"change": "downgrade", "item_id": "sh-2025-021", "reason": "含个人信息", "classification": WITHHOLDING}
ADD: dict[str, Any] = {
    "change": "add",
    "item_id": "canteens",
    "reason": "群众急需",
    "content": CONTENT,
    "classification": OPEN,
}
KEEP = {"change": "modify", "item_id": "sh-2025-021", "reason": "重新分级", "classification": OPEN}
MORNING = "2025-10-20 09:00"


def draft(body: dict[str, Any], at: str = MORNING, by: Actor = CLERK) -> Step:
    return step(at, by, DraftListChange.model_validate(body))


def edit(body: dict[str, Any], at: str, by: Actor = CLERK) -> Step:
    return step(at, by, EditListChange.model_validate(body))


def submit(at: str = "2025-10-20 10:00", by: Actor = CLERK, **declared: Any) -> Step:
    answers = {"state_secrets": False, "original": True, "machine_readable": True, "reusable": True, **declared}
    return step(at, by, SubmitListChange(declarations=Declarations(**answers)))


def send_back(at: str = "2025-10-22 10:00", by: Actor = BUREAU, ground: Any = 2) -> Step:
    return step(at, by, ReturnListChange(ground=ground, note="未附说明文件"))


def approve(at: str = "2025-10-24 10:00", by: Actor = BUREAU, **said: Any) -> Step:
    return step(at, by, ApproveListChange(**said))


def cancel(at: str = "2025-10-24 11:00", by: Actor = CLERK, why: str = "") -> Step:
    return step(at, by, CancelListChange(why=why))


def opened_for(process: str, at: str = MORNING, **changes: Any) -> Step:
    """Another case opens the order."""
    body: dict[str, Any] = {
        "change": "add",
        "publisher": "civil-affairs",
        "title": "社区食堂网点",
        "reason": "采纳数据需求",
        "origin": "origin-1",
        "origin_process": process,
    }
    return step(at, CLOCK, OpenListChange.model_validate({**body, **changes}))


def reviewing(body: dict[str, Any], at: str = "2025-10-20 10:00", **declared: Any) -> Scenario:
    """The order under review, drafted and submitted that day."""
    return CASE.given(draft(body, f"{at[:10]} 08:00"), submit(at, **declared))


def told(case: Scenario, duty: str, at: str) -> Step:
    """The report that the messages of that duty were sent."""
    return step(at, CLOCK, RecordMessagesSent(duty_id=case.duty(duty)))


def sent(case: Scenario, duty: str) -> list[Message]:
    """What the owed duty of that name would tell other cases."""
    (owed,) = (each for each in case.process.plan(case.state).duties if each.name == duty)
    return list(SENDS[duty](owed, case.state, case.world))


def approved(body: dict[str, Any] = ADD) -> Scenario:
    return reviewing(body).given(approve())


def effective(body: dict[str, Any] = ADD) -> Scenario:
    case = approved(body)
    return case.given(told(case, "publish_item", "2025-10-24 10:01"))
