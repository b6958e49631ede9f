"""The catalogue chain beside the list (W23 tasks-3; P25 §4), and access that was switched off quietly."""

import pytest

from domain.items import ChangeType, OpenType
from domain.kernel import Reason
from domain.open_list_item.commands import CorrectChainAttribute, ReportChainAttribute, ReportClosure
from domain.open_list_item.events import (
    ChainAttributeCorrected,
    ChainAttributeFound,
    ChainMismatchOpened,
    ChainMismatchResolved,
    UnauthorisedClosureFound,
    VersionPublished,
)
from domain.open_list_item.reasons import ItemReason
from domain.people import Actor, Role
from tests.domain.open_list_item.cast import (
    AUDITOR,
    CENTRE,
    WEATHER,
    archived,
    claim_suspends,
    listed,
    publish,
    static,
    withdrawn,
)
from tests.scenario import Scenario, Step, step

CORRECT = CorrectChainAttribute(ground="编目时误填")
CLOSURE = ReportClosure(observed="接口不可用")


def scan(at: str, attribute: OpenType) -> Step:
    return step(at, CENTRE, ReportChainAttribute(attribute=attribute, scan="scan-1"))


def differing() -> Scenario:
    return static().given(scan("2025-09-02 09:00", OpenType.UNCONDITIONAL))


def test_a_chain_that_agrees_with_the_list_is_noted() -> None:
    static().when(scan("2025-09-02 09:00", OpenType.CONDITIONAL)).then(
        ChainAttributeFound(attribute=OpenType.CONDITIONAL, scan="scan-1")
    )


def test_a_chain_that_differs_opens_one_ticket_for_the_publisher() -> None:
    asked = static().when(scan("2025-09-02 09:00", OpenType.UNCONDITIONAL))
    case = asked.then(ChainAttributeFound, ChainMismatchOpened)
    opened = asked.event(ChainMismatchOpened)
    assert (opened.listed, opened.found) == (OpenType.CONDITIONAL, OpenType.UNCONDITIONAL)
    assert case.state.dossier.chain.ticket == opened.ticket
    assert case.process.summary(case.state).holder is Role.DATA_PUBLISHER
    case.when(scan("2025-10-02 09:00", OpenType.NON_OPEN)).then(ChainAttributeFound)


def test_a_scan_that_agrees_resolves_the_ticket() -> None:
    ticket = differing().state.dossier.chain.ticket
    agreed = differing().when(scan("2025-10-02 09:00", OpenType.CONDITIONAL))
    assert agreed.event(ChainMismatchResolved) == ChainMismatchResolved(ticket=ticket, by="scan")
    assert agreed.after.state.dossier.chain.ticket == ""


def test_a_version_that_agrees_with_the_chain_resolves_the_ticket() -> None:
    upgrade = publish("2025-10-02 09:00", change=ChangeType.UPGRADE, open_type=OpenType.UNCONDITIONAL)
    resolved = differing().when(upgrade).then(VersionPublished, ChainMismatchResolved)
    assert resolved.state.dossier.chain.ticket == ""


def test_a_version_that_leaves_the_chain_behind_opens_a_ticket() -> None:
    """The chain's link is to follow the list (P25 §4)."""
    agreed = static().given(scan("2025-09-02 09:00", OpenType.CONDITIONAL))
    down = publish("2025-10-02 09:00", change=ChangeType.DOWNGRADE, open_type=OpenType.NON_OPEN)
    agreed.when(down).then(VersionPublished, ChainMismatchOpened)
    static().when(down).then(VersionPublished)


def test_the_publisher_corrects_the_chain_on_a_ground() -> None:
    asked = differing().when(step("2025-09-03 09:00", WEATHER, CORRECT))
    case = asked.then(
        ChainAttributeCorrected(attribute=OpenType.CONDITIONAL, ground="编目时误填"), ChainMismatchResolved
    )
    assert asked.event(ChainMismatchResolved).by == "correction"
    assert case.state.dossier.chain.attribute is OpenType.CONDITIONAL
    case.when(step("2025-09-04 09:00", WEATHER, CORRECT)).then_refused(ItemReason.NO_MISMATCH)
    static().when(step("2025-09-04 09:00", WEATHER, CORRECT)).then_refused(ItemReason.NO_MISMATCH)


@pytest.mark.parametrize("actor", [CENTRE, AUDITOR], ids=["operator", "auditor"])
@pytest.mark.parametrize("case", [listed(), static(), archived()], ids=lambda case: case.state.phase)
def test_s13_access_switched_off_while_the_item_is_open_is_flagged_to_the_department(
    case: Scenario, actor: Actor
) -> None:
    asked = case.when(step("2025-09-01 11:00", actor, CLOSURE))
    found = asked.event(UnauthorisedClosureFound)
    assert (found.flag, found.tells) == ("unauthorised_closure", (Role.COMPETENT_DEPARTMENT,))
    assert asked.after.state.dossier.flags == ("unauthorised_closure",)
    assert Role.COMPETENT_DEPARTMENT in case.process.summary(asked.after.state).escalated_to
    again = asked.after.given(step("2025-09-01 12:00", actor, CLOSURE))
    assert again.state.dossier.flags == ("unauthorised_closure",)


def test_s13_what_is_suspended_or_withdrawn_is_rightly_shut() -> None:
    closure = step("2025-09-02 11:00", CENTRE, CLOSURE)
    held = static().given(claim_suspends("2025-09-02 09:00"))
    held.when(closure).then_refused(ItemReason.CLOSURE_EXPLAINED, "rig-1")
    withdrawn().when(closure).then_refused(Reason.WRONG_PHASE)
    static().when(step("2025-09-02 11:00", WEATHER, CLOSURE)).then_refused(Reason.FORBIDDEN)
