"""Delivered, on the platform or off line."""

from typing import Literal

from domain.application.delivery_papers import Filing, HandedOver, OnlineDelivery, Package
from domain.application.papers import Contents
from domain.kernel import Duty
from domain.value import Value


class WorkspaceRequired(Value):
    """The publisher set the mode of delivery: the data is to stay where it is."""

    kind: Literal["workspace_required"] = "workspace_required"
    contents: Contents
    reason: str


class DeliveryOrdered(Value):
    """The delivery was ordered; it is not done before it is reported."""

    kind: Literal["delivery_ordered"] = "delivery_ordered"
    duty: Duty


class DataDelivered(Value):
    """The data is there for the applicant, by link or credential."""

    kind: Literal["data_delivered"] = "data_delivered"
    duty_id: str
    delivery: OnlineDelivery


class OfflineDeliveryFiled(Value):
    """An offline delivery was filed with the competent department; its package is to be prepared."""

    kind: Literal["offline_delivery_filed"] = "offline_delivery_filed"
    filing: Filing
    duty: Duty


class FilingQuestioned(Value):
    """The competent department asked about the filing."""

    kind: Literal["filing_questioned"] = "filing_questioned"
    question: str


class OfflineDeliveryRefiled(Value):
    """The filing was replaced; it is unquestioned again."""

    kind: Literal["offline_delivery_refiled"] = "offline_delivery_refiled"
    filing: Filing


class PackagePrepared(Value):
    """The package for the hand-over is ready."""

    kind: Literal["package_prepared"] = "package_prepared"
    duty_id: str
    package: Package


class DataHandedOver(Value):
    """The prepared package was handed over under a standing filing."""

    kind: Literal["data_handed_over"] = "data_handed_over"
    hand_over: HandedOver


DeliveryEvent = (
    WorkspaceRequired
    | DeliveryOrdered
    | DataDelivered
    | OfflineDeliveryFiled
    | FilingQuestioned
    | OfflineDeliveryRefiled
    | PackagePrepared
    | DataHandedOver
)
