"""An exploration looks at a state that shows a part, or a pair of parts, for the first time, and at no other."""

from typing import Annotated, Literal

from domain.kernel import Plan, Summary
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


def test_what_is_only_shown_is_no_news() -> None:
    outlines = Outlines()
    outlines.news(_State(), Plan(), _PHASE)
    assert not outlines.news(_State(inner=_Inner(flags=("seen",))), Plan(), _PHASE)
    assert outlines.news(_State(inner=_Inner(marked=True)), Plan(), _PHASE)


def test_two_parts_together_are_news_only_where_their_process_wants_pairs() -> None:
    for outlines, pairs in ((Outlines(), False), (Outlines(frozenset({"asked", "told"})), True)):
        outlines.news(_State(), Plan(), _PHASE)
        outlines.news(_State(asked=True), Plan(), _PHASE)
        outlines.news(_State(told=True), Plan(), _PHASE)
        assert outlines.news(_State(asked=True, told=True), Plan(), _PHASE) is pairs


def test_two_parts_together_are_news_and_three_of_which_each_two_were_seen_are_not() -> None:
    outlines = Outlines(frozenset({"inner", "asked", "told"}))
    marked = _Inner(marked=True)
    assert outlines.news(_State(inner=marked, asked=True), Plan(), _PHASE)
    assert outlines.news(_State(inner=marked, told=True), Plan(), _PHASE)
    assert outlines.news(_State(asked=True, told=True), Plan(), _PHASE)
    assert not outlines.news(_State(inner=marked, asked=True, told=True), Plan(), _PHASE)
