"""Whether the world agrees with the list: the catalogue chain, and access that is open as it should be."""

from typing import Literal, assert_never

from domain.items import OpenType
from domain.kernel import Context, Refused
from domain.open_list_item.commands import CorrectChainAttribute, ReportChainAttribute, ReportClosure, WatchCommand
from domain.open_list_item.events import (
    ChainAttributeCorrected,
    ChainAttributeFound,
    ChainMismatchOpened,
    ChainMismatchResolved,
    Event,
    UnauthorisedClosureFound,
)
from domain.open_list_item.papers import Chain, NotScanned, Scanned
from domain.open_list_item.reasons import ItemReason
from domain.open_list_item.state import OpenedState
from domain.people import Role


def decide(command: WatchCommand, state: OpenedState, context: Context) -> list[Event]:
    listed, chain = state.published.open_type, state.dossier.chain
    match command:
        case ReportChainAttribute():
            found = ChainAttributeFound(attribute=command.attribute, scan=command.scan)
            ticket = chain.ticket if isinstance(chain, Scanned) else ""
            now = Scanned(attribute=command.attribute, scan=command.scan, ticket=ticket)
            return [found, *compared(now, listed, "scan", context)]
        case CorrectChainAttribute():
            if isinstance(chain, NotScanned) or not chain.ticket:
                raise Refused(ItemReason.NO_MISMATCH, "list and chain do not differ")
            resolved = ChainMismatchResolved(ticket=chain.ticket, by="correction")
            return [ChainAttributeCorrected(attribute=listed, ground=command.ground), resolved]
        case ReportClosure():
            if state.suspended:
                grounds = ", ".join(suspension.ground for suspension in state.dossier.suspensions)
                raise Refused(ItemReason.CLOSURE_EXPLAINED, f"the opening is suspended: {grounds}")
            return [UnauthorisedClosureFound(observed=command.observed, tells=(Role.COMPETENT_DEPARTMENT,))]
        case _:
            assert_never(command)


def compared(
    chain: Chain, listed: OpenType, by: Literal["version", "scan"], context: Context
) -> list[ChainMismatchOpened | ChainMismatchResolved]:
    """A ticket opened or resolved, when that is news; it is the second event of its command."""
    if isinstance(chain, NotScanned) or (chain.attribute is listed) != bool(chain.ticket):
        return []
    if chain.ticket:
        return [ChainMismatchResolved(ticket=chain.ticket, by=by)]
    ticket = f"{context.case_id}:{context.version + 2}"
    return [ChainMismatchOpened(ticket=ticket, listed=listed, found=chain.attribute)]
