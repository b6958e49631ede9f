"""The item as it will be, once an order takes effect: what was typed, over what is published (R22 §9, §10)."""

from typing import Any

from domain.items import ChangeType, ItemContent, ItemStage, OpenType, PublishedItem, UpdateFrequency
from domain.list_change.papers import Proposal

_ENDING = {ChangeType.TO_STATIC: ItemStage.STATIC, ChangeType.ARCHIVE: ItemStage.ARCHIVED}
_OPENNESS = (OpenType.NON_OPEN, OpenType.CONDITIONAL, OpenType.UNCONDITIONAL)


def openness(open_type: OpenType) -> int:
    """A number to compare open types by: the more open, the greater."""
    return _OPENNESS.index(open_type)


def lowers(content: ItemContent, current: PublishedItem | None) -> bool:
    """Whether the item becomes less open, whatever the order calls itself (R22 §11)."""
    return current is not None and openness(content.open_type) < openness(current.open_type)


def to_be_published(proposal: Proposal, publisher: str, current: PublishedItem | None) -> ItemContent:
    """The content that the order leads to; `current` is `None` for a new item, whose content must be there then."""
    fields: dict[str, Any] = current.content().model_dump() if current else {}
    if proposal.content is not None:
        fields |= proposal.content.model_dump(exclude={"update_frequency"})
        if proposal.content.update_frequency:
            fields["update_frequency"] = proposal.content.update_frequency
    graded = proposal.classification
    fields |= {"item_id": proposal.item_id, "publisher": publisher}
    fields |= {"open_type": graded.open_type, "guide_version": graded.guide_version}
    if graded.open_type is not OpenType.CONDITIONAL:
        fields |= {"conditions": (), "materials": ()}  # only conditional opening has them (R22 §15)
    if proposal.change in _ENDING:
        fields["update_frequency"] = UpdateFrequency.STATIC
    content = ItemContent.model_validate(fields)
    return content.model_copy(update={"stage": _stage(proposal, content)})


def _stage(proposal: Proposal, content: ItemContent) -> ItemStage:
    if proposal.change in _ENDING:
        return _ENDING[proposal.change]
    if content.update_frequency is not UpdateFrequency.STATIC:
        return ItemStage.CURRENT
    if proposal.content is None or content.stage is ItemStage.ARCHIVED:
        return content.stage
    return ItemStage.STATIC  # nothing comes any more, or not regularly (R22 §9(5))
