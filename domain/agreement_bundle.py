"""A signed agreement as one file that proves itself without the server."""

from pydantic import AwareDatetime, Field

from domain.application.signing_on_paper import NoPaper, OnPaper
from domain.value import Value


class SignatureShown(Value):
    """One organisation's Ed25519 signature (RFC 8032) over the 32 bytes of the document's hash."""

    organisation: str
    key_id: str = Field(description="begins with ed25519- and the public key's own hash")
    public_key: str = Field(description="32 bytes, base64")
    signature: str = Field(description="64 bytes, base64")
    signed_at: AwareDatetime


class AgreementBundle(Value):
    """All that `./sluice verify-agreement` needs. `parties` are those whose signature is wanted."""

    case: str
    document: str = Field(description="the text; its UTF-8 bytes are what is hashed")
    sha256: str
    template_version: str
    parties: tuple[str, ...]
    signatures: tuple[SignatureShown, ...]
    paper: NoPaper | OnPaper = Field(
        default=NoPaper(), description="how it was signed on paper, if it was", discriminator="kind"
    )
