"""Delivery on the platform, and off line once it is filed (R22 §21)."""

from typing import Literal

from pydantic import Field

from domain.application.delivery_papers import OnlineDelivery
from domain.examples import example
from domain.texts import Id, OptionalText, Sha256, Text
from domain.value import Value


class DeliverData(Value):
    """Order the delivery on the platform, in the agreed mode. Only a signed agreement allows it."""

    model_config = example()
    kind: Literal["deliver_data"] = "deliver_data"


class RequireWorkspace(Value):
    """Deliver into a sandbox or by privacy computing, whatever was asked for: a sensitive fusion (R22 §21)."""

    model_config = example(mode="sandbox", reason="与轨迹数据融合后可识别特定个人")
    kind: Literal["require_workspace"] = "require_workspace"
    mode: Literal["sandbox", "privacy_computing"]
    reason: Text


class RecordDelivery(Value):
    """Report that the data is there for the applicant."""

    model_config = example(
        duty_id="case-1:12:deliver_api",
        delivery={"mode": "api", "delivery_id": "delivery-1", "credential_prefix": "slc_7f3a"},
    )
    kind: Literal["record_delivery"] = "record_delivery"
    duty_id: Id
    delivery: OnlineDelivery


class FileOfflineDelivery(Value):
    """Tell the competent department that an offline delivery is truly needed, and why."""

    model_config = example(reason="单次数据量超出平台传输能力", medium="加密移动硬盘", receiver="申请单位数据管理员")
    kind: Literal["file_offline_delivery"] = "file_offline_delivery"
    reason: Text
    medium: Text = Field(description="What the data will be carried on")
    receiver: OptionalText = Field(default="", description="The receiver's function; no person's name")


class QuestionFiling(Value):
    """The competent department asks about a filing; the hand-over waits for the answer."""

    model_config = example(question="请说明无法通过平台交付的技术原因")
    kind: Literal["question_filing"] = "question_filing"
    question: Text


class RefileOfflineDelivery(Value):
    """File the offline delivery again, with what the department asked for."""

    model_config = example(reason="单次数据量 4 TB，超出平台上限", medium="加密移动硬盘", receiver="数据管理员")
    kind: Literal["refile_offline_delivery"] = "refile_offline_delivery"
    reason: Text
    medium: Text = Field(description="What the data will be carried on")
    receiver: OptionalText = Field(default="", description="The receiver's function; no person's name")


class RecordPackagePrepared(Value):
    """Report that the package for the hand-over is ready."""

    model_config = example(duty_id="case-1:12:prepare_package", sha256="ab" * 32, size=1048576)
    kind: Literal["record_package_prepared"] = "record_package_prepared"
    duty_id: Id
    sha256: Sha256
    size: int = Field(ge=0, description="Bytes")


class HandOver(Value):
    """Hand over the prepared package. The filing must stand unquestioned."""

    model_config = example(medium_id="HDD-2025-017", sha256="ab" * 32, receiver_signature="c2lnbmF0dXJl")
    kind: Literal["hand_over"] = "hand_over"
    medium_id: Id = Field(description="Serial number of the medium")
    sha256: Sha256
    receiver_signature: Id = Field(description="The receiver's signature, or the hash of its scan")


DeliveryCommand = (
    RequireWorkspace
    | DeliverData
    | RecordDelivery
    | FileOfflineDelivery
    | QuestionFiling
    | RefileOfflineDelivery
    | RecordPackagePrepared
    | HandOver
)
