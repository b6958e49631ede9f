"""An exploration looks at a state that shows a part, or a pair of parts, for the first time, and at no other."""

from typing import Annotated, Literal

from domain.kernel import Duty, Plan, Summary
from domain.value import SHOWN, Value
from process_pages.outlines import Outlines

_PHASE = Summary(phase="running")


class _Inner(Value):
    kind: Literal["inner"] = "inner"
    flags: Annotated[tuple[str, ...], SHOWN] = ()
    marked: bool = False


class _State(Value):
    inner: _Inner = _Inner()
    asked: bool = False
    told: bool = False


def test_a_state_is_news_once_and_again_in_another_phase() -> None:
    outlines = Outlines()
    assert outlines.news(_State(), Plan(), _PHASE)
    assert not outlines.news(_State(), Plan(), _PHASE)
    assert outlines.news(_State(), Plan(), Summary(phase="over"))


def test_at_another_start_a_state_is_news_once_more() -> None:
    outlines = Outlines()
    outlines.news(_State(), Plan(), _PHASE)
    outlines.begin()
    assert outlines.news(_State(), Plan(), _PHASE)
    assert not outlines.news(_State(), Plan(), _PHASE)


def test_what_a_closed_case_holds_is_no_news() -> None:
    outlines = Outlines()
    assert outlines.news(_State(), Plan(closed=True), _PHASE)
    assert not outlines.news(_State(asked=True), Plan(closed=True), _PHASE)


def test_a_duty_that_is_owed_for_the_first_time_is_news() -> None:
    outlines = Outlines()
    outlines.news(_State(), Plan(), _PHASE)
    assert outlines.news(_State(), Plan(duties=(Duty(id="case-1:1:tell", name="tell"),)), _PHASE)
    assert not outlines.news(_State(), Plan(duties=(Duty(id="case-1:2:tell", name="tell"),)), _PHASE)


def test_what_is_only_shown_is_no_news() -> None:
    outlines = Outlines()
    outlines.news(_State(), Plan(), _PHASE)
    assert not outlines.news(_State(inner=_Inner(flags=("seen",))), Plan(), _PHASE)
    assert outlines.news(_State(inner=_Inner(marked=True)), Plan(), _PHASE)


def test_two_parts_together_are_news_and_three_of_which_each_two_were_seen_are_not() -> None:
    outlines = Outlines()
    marked = _Inner(marked=True)
    assert outlines.news(_State(inner=marked, asked=True), Plan(), _PHASE)
    assert outlines.news(_State(inner=marked, told=True), Plan(), _PHASE)
    assert outlines.news(_State(asked=True, told=True), Plan(), _PHASE)
    assert not outlines.news(_State(inner=marked, asked=True, told=True), Plan(), _PHASE)
