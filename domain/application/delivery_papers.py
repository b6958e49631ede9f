"""What is given out, on the platform or off line, and what stands in the file for it (R22 §21)."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from domain.texts import Id, Sha256
from domain.value import Value


class Download(Value):
    """A file behind a link that ends."""

    mode: Literal["download"] = "download"
    delivery_id: Id
    sha256: Sha256
    size: int = Field(ge=0, description="Bytes")
    expires_at: AwareDatetime


class ApiAccess(Value):
    """A credential bound to the agreement and its scenario; only its prefix is ever shown again."""

    mode: Literal["api"] = "api"
    delivery_id: Id
    credential_prefix: Id


class Workspace(Value):
    """A place to compute in, bound to agreement and scenario: only aggregated results leave it (R22 §21)."""

    mode: Literal["sandbox", "privacy_computing"]
    delivery_id: Id
    credential_prefix: Id
    manifest: Sha256 = Field(description="SHA-256 of the manifest that says what is in it")


class HandedOver(Value):
    """Data handed over on a medium."""

    mode: Literal["offline"] = "offline"
    filing: str
    medium_id: str
    sha256: str
    receiver_signature: str


OnlineDelivery = Annotated[Download | ApiAccess | Workspace, Field(discriminator="mode")]
Delivery = Annotated[Download | ApiAccess | Workspace | HandedOver, Field(discriminator="mode")]


class NoFiling(Value):
    """The competent department has been told nothing."""

    kind: Literal["no_filing"] = "no_filing"


class Filing(Value):
    """An offline delivery reported to the competent department (报备, R22 §21)."""

    kind: Literal["filing"] = "filing"
    number: str
    reason: str
    medium: str
    receiver: str
    question: str = ""  # what the department asks; an empty one bars nothing


class NoPackage(Value):
    """No package is ready to hand over."""

    kind: Literal["no_package"] = "no_package"


class Package(Value):
    """The file that was prepared for the hand-over."""

    kind: Literal["package"] = "package"
    sha256: str
    size: int  # bytes


class NoReceipt(Value):
    """Nothing was handed over, or its receipt is not on record."""

    kind: Literal["no_receipt"] = "no_receipt"


class Receipt(Value):
    """What the receiver of a hand-over signed, on record with the competent department."""

    kind: Literal["receipt"] = "receipt"
    number: str
