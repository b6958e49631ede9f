"""What an item tells applications, and the plan's row that it fulfils."""

from domain.application.inbox import NoteItemChanged, NoteItemResumed, NoteItemSuspended
from domain.items import ChangeType, OpenType
from domain.kernel import Message
from domain.plan_item.inbox import RecordDataPresent, RecordItemEffective, RecordItemWithdrawn
from tests.domain.open_list_item.cast import (
    USED_BY,
    claim_resumes,
    claim_suspends,
    listed,
    messages,
    publish,
    static,
    told,
    update,
    withdrawn,
)
from tests.domain.shanghai import at
from tests.scenario import Scenario, Step

OPEN_ONES = [name for name, closed in USED_BY if not closed]


def duties(case: Scenario) -> list[str]:
    return [duty.name for duty in case.process.plan(case.state).duties]


def down(at: str, order: str = "lis-1", to: OpenType = OpenType.NON_OPEN) -> Step:
    return publish(at, order, ChangeType.DOWNGRADE, open_type=to)


def up(at: str, order: str) -> Step:
    return publish(at, order, ChangeType.UPGRADE, open_type=OpenType.UNCONDITIONAL)


def test_every_open_application_hears_of_a_suspension_and_of_its_end() -> None:
    held = static().given(claim_suspends("2025-09-02 09:00"))
    suspended = NoteItemSuspended(item_id="case-1", ground="rig-1")
    assert messages(held, "tell_applications_suspended") == [
        Message("application", name, suspended) for name in OPEN_ONES
    ]
    free = held.given(claim_resumes("2025-09-02 10:00"))
    resumed = NoteItemResumed(item_id="case-1", ground="rig-1")
    assert messages(free, "tell_applications_resumed") == [Message("application", name, resumed) for name in OPEN_ONES]


def test_a_suspension_that_is_over_or_back_before_anyone_heard_is_not_told() -> None:
    free = static().given(claim_suspends("2025-09-02 09:00"), claim_resumes("2025-09-02 09:01"))
    assert messages(free, "tell_applications_suspended") == []
    heard = free.given(told(free, "tell_applications_suspended", "2025-09-02 09:02"))
    back = heard.given(claim_suspends("2025-09-02 09:03"))
    assert messages(back, "tell_applications_resumed") == []


def test_every_open_application_hears_of_a_downgrade_with_its_order() -> None:
    changed = NoteItemChanged(item_id="case-1", version=2, open_type=OpenType.NON_OPEN, order="lis-1")
    case = static().given(down("2025-09-02 09:00"))
    assert messages(case, "tell_applications_changed") == [Message("application", name, changed) for name in OPEN_ONES]


def test_a_version_that_is_not_more_closed_is_told_to_no_application() -> None:
    assert duties(static().given(publish("2025-09-02 09:00", title="新名称"))) == []
    assert duties(static().given(up("2025-09-02 09:00", "lis-1"))) == []
    unconditional = static(open_type=OpenType.UNCONDITIONAL)
    stricter = unconditional.given(down("2025-09-02 09:00", to=OpenType.CONDITIONAL))
    assert duties(stricter) == ["tell_applications_changed"]


def test_the_plan_hears_that_the_item_is_effective_and_then_that_its_data_is_there() -> None:
    case = listed(plan_item="pla-1")
    effective = RecordItemEffective(item_id="case-1", version=1, at=case.state.published.published_at)
    assert messages(case, "tell_plan_effective") == [Message("plan_item", "pla-1", effective, needed=True)]
    first = case.given(update("2025-09-02 09:00"))
    present = RecordDataPresent(item_id="case-1", at=at("2025-09-02 09:00"))
    assert messages(first, "tell_plan_data") == [Message("plan_item", "pla-1", present, needed=True)]
    second = first.given(told(first, "tell_plan_data", "2025-09-02 09:01"), update("2025-09-03 09:00"))
    assert "tell_plan_data" not in duties(second)


def test_the_plan_hears_that_the_item_is_no_longer_open_and_by_which_order() -> None:
    case = withdrawn(plan_item="pla-1")
    gone = RecordItemWithdrawn(item_id="case-1", order="lis-9")
    assert messages(case, "tell_plan_withdrawn") == [Message("plan_item", "pla-1", gone)]
    reopened = case.given(up("2025-09-03 09:00", "lis-10"))
    assert messages(reopened, "tell_plan_withdrawn") == [Message("plan_item", "pla-1", gone)]  # it still names lis-9


def test_an_item_first_registered_as_not_open_is_effective_once_it_opens() -> None:
    shut = listed(open_type=OpenType.NON_OPEN, plan_item="pla-1")
    assert duties(shut) == []
    opened = shut.given(up("2025-09-03 09:00", "lis-1"))
    assert duties(opened) == ["tell_plan_effective"]
    effective = opened.given(told(opened, "tell_plan_effective", "2025-09-03 09:01"))
    again = effective.given(down("2025-09-04 09:00", "lis-2"), up("2025-09-05 09:00", "lis-3"))
    assert "tell_plan_effective" not in duties(again)


def test_an_item_of_no_plan_tells_no_plan() -> None:
    case = static().given(update("2025-09-02 09:00"), down("2025-09-03 09:00"))
    assert duties(case) == ["tell_applications_changed"]
