"""Delivery: ordered, then done as a duty; off line only under a filing (R22 §21)."""

from typing import assert_never

from domain.application.commands.delivery import (
    DeliverData,
    DeliveryCommand,
    FileOfflineDelivery,
    HandOver,
    QuestionFiling,
    RecordDelivery,
    RecordPackagePrepared,
    RefileOfflineDelivery,
    RequireWorkspace,
)
from domain.application.decide.usage import first_report
from domain.application.delivery_papers import Filing, HandedOver, Package
from domain.application.events import (
    DataDelivered,
    DataHandedOver,
    DeliveryOrdered,
    Event,
    FilingQuestioned,
    OfflineDeliveryFiled,
    OfflineDeliveryRefiled,
    PackagePrepared,
    WorkspaceRequired,
)
from domain.application.papers import WORKSPACES, DeliveryMode
from domain.application.reasons import ApplicationReason
from domain.application.state import Delivering, Reviewing, Signing, State
from domain.kernel import Context, Refused
from domain.phases import in_phase
from domain.standing import new_duty


def decide(command: DeliveryCommand, state: State, context: Context) -> list[Event]:
    if isinstance(command, RequireWorkspace):
        return [_workspace(command, in_phase(state, Reviewing))]
    if isinstance(state, Signing):
        raise Refused(ApplicationReason.NO_AGREEMENT, "nothing is delivered before the agreement is signed")
    delivering = in_phase(state, Delivering)
    match command:
        case DeliverData():
            return _order(delivering, context)
        case RecordDelivery():
            return _delivered(command, delivering, context)
        case FileOfflineDelivery():
            return _file(command, delivering, context)
        case QuestionFiling():
            _filing(delivering)
            return [FilingQuestioned(question=command.question)]
        case RefileOfflineDelivery():
            _filing(delivering)
            return [OfflineDeliveryRefiled(filing=_filed(command, context))]
        case RecordPackagePrepared():
            _filing(delivering)  # so that it can't settle a delivery on the platform
            reported = delivering.dossier.own_duty(command.duty_id)
            package = Package(sha256=command.sha256, size=command.size)
            return [PackagePrepared(duty_id=reported.id, package=package)]
        case HandOver():
            return _hand_over(command, delivering, context)
        case _:
            assert_never(command)


def _must_be_free(state: Delivering, context: Context) -> None:
    """Nothing new is given out while the item is suspended or the use restricted (R22 §31, §32)."""
    if context.registry.suspended(state.dossier.item.item_id):
        raise Refused(ApplicationReason.ITEM_SUSPENDED, "the item's opening is suspended")
    if grounds := state.dossier.restricted:
        raise Refused(ApplicationReason.DELIVERY_RESTRICTED, f"restricted: {', '.join(one.by for one in grounds)}")


def _workspace(command: RequireWorkspace, state: Reviewing) -> WorkspaceRequired:
    """Before the agreement is drawn up, so that its text says so."""
    contents = state.dossier.contents.model_copy(update={"delivery": DeliveryMode(command.mode)})
    return WorkspaceRequired(contents=contents, reason=command.reason)


def _order(state: Delivering, context: Context) -> list[Event]:
    mode = state.dossier.contents.delivery
    if mode is DeliveryMode.OFFLINE:
        raise Refused(ApplicationReason.OFFLINE_NEEDS_HAND_OVER, "file it, then hand it over")
    _must_be_free(state, context)
    if state.dossier.own_duties:
        raise Refused(ApplicationReason.ALREADY_ORDERED, "the delivery has been ordered; retry it if it failed")
    name = "open_workspace" if mode in WORKSPACES else f"deliver_{mode}"
    return [DeliveryOrdered(duty=new_duty(context, name))]


def _delivered(command: RecordDelivery, state: Delivering, context: Context) -> list[Event]:
    reported = state.dossier.own_duty(command.duty_id)
    mode = state.dossier.contents.delivery
    if command.delivery.mode != mode:
        raise Refused(ApplicationReason.OTHER_MODE, f"agreed is delivery by {mode}")
    return [DataDelivered(duty_id=reported.id, delivery=command.delivery), *first_report(state, context)]


def _file(command: FileOfflineDelivery, state: Delivering, context: Context) -> list[Event]:
    if state.dossier.contents.delivery is not DeliveryMode.OFFLINE:
        raise Refused(ApplicationReason.OTHER_MODE, f"agreed is delivery by {state.dossier.contents.delivery}")
    if isinstance(state.filing, Filing):
        raise Refused(ApplicationReason.ALREADY_FILED, f"filed as {state.filing.number}; refile to replace it")
    return [OfflineDeliveryFiled(filing=_filed(command, context), duty=new_duty(context, "prepare_package"))]


def _filed(command: FileOfflineDelivery | RefileOfflineDelivery, context: Context) -> Filing:
    return Filing(
        number=f"{context.case_id}:{context.version + 1}:filing",
        reason=command.reason,
        medium=command.medium,
        receiver=command.receiver,
    )


def _filing(state: Delivering) -> Filing:
    if not isinstance(state.filing, Filing):
        raise Refused(ApplicationReason.NO_FILING, "no offline delivery has been filed")
    return state.filing


def _hand_over(command: HandOver, state: Delivering, context: Context) -> list[Event]:
    filing = _filing(state)
    _must_be_free(state, context)
    if filing.question:
        raise Refused(ApplicationReason.NO_FILING, "the competent department has asked about the filing; refile it")
    if not isinstance(state.package, Package):
        raise Refused(ApplicationReason.NO_PACKAGE, "the package is not ready")
    if command.sha256 != state.package.sha256:
        raise Refused(ApplicationReason.WRONG_PACKAGE, f"prepared was {state.package.sha256}")
    hand_over = HandedOver(
        filing=filing.number,
        medium_id=command.medium_id,
        sha256=command.sha256,
        receiver_signature=command.receiver_signature,
    )
    return [DataHandedOver(hand_over=hand_over), *first_report(state, context)]
