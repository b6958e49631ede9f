"""`./sluice verify-agreement FILE`: whether a signed agreement is what it says, without the server."""

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from domain.agreement_bundle import AgreementBundle, SignatureShown
from domain.application.signing_on_paper import OnPaper
from store.signing_keys import key_id_of, signature_holds

app = typer.Typer(add_completion=False)


@dataclass(frozen=True)
class Finding:
    """One thing that was checked."""

    holds: bool
    what: str


def findings(bundle: AgreementBundle) -> Iterator[Finding]:
    """Check everything in the bundle; nothing outside it is asked.

    The document's bytes against its hash, each signature (Ed25519, RFC 8032) against hash and key,
    each key against its id, and that every party signed.
    """
    digest = sha256(bundle.document.encode()).hexdigest()
    same = digest == bundle.sha256
    yield Finding(same, f"the document's SHA-256 is {digest}" + ("" if same else ", not as stated"))
    signed: set[str] = set()
    for signature in bundle.signatures:
        holds = _holds(signature, digest)
        if holds:
            signed.add(signature.organisation)
        said = "signed this document" if holds else "did NOT sign this document"
        yield Finding(holds, f"{signature.organisation} {said} with {signature.key_id}")
    if isinstance(bundle.paper, OnPaper):
        yield from _on_paper(bundle, bundle.paper)
        return
    for party in bundle.parties:
        if party not in signed:
            yield Finding(False, f"{party} has no signature that holds")


def _on_paper(bundle: AgreementBundle, paper: OnPaper) -> Iterator[Finding]:
    """What can be said of a paper without seeing it: what is named, never that a signature is genuine."""
    told = f"the paper of {paper.signed_on}, scan {paper.scan}"
    leave = paper.basis or paper.consent
    yield Finding(bool(leave), f"signed on paper, by leave of {leave or 'no one'}")
    for party in bundle.parties:
        named = party in paper.organisations
        yield Finding(named, f"{party} is {'named' if named else 'NOT named'} as a signer of {told}")


def _holds(signature: SignatureShown, digest: str) -> bool:
    try:
        key = base64.b64decode(signature.public_key, validate=True)
    except binascii.Error:
        return False
    return key_id_of(key) == signature.key_id and signature_holds(key, digest, signature.signature)


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="The answer of GET /v1/applications/…/agreement.")],
) -> None:
    """Say what holds and what doesn't; ends with code 1 unless all of it holds."""
    try:
        bundle = AgreementBundle.model_validate_json(file.read_bytes())
    except OSError as error:
        typer.echo(f"{file} can't be read: {error.strerror}", err=True)
        raise typer.Exit(2) from None
    except ValidationError:
        typer.echo(f"{file} is no agreement bundle", err=True)
        raise typer.Exit(2) from None
    found = list(findings(bundle))
    for finding in found:
        typer.echo(f"{'holds ' if finding.holds else 'FAILS '} {finding.what}")
    if isinstance(bundle.paper, OnPaper):
        typer.echo("Look at the scan itself: no key proves what was signed by hand.")
    typer.echo("Compare the key ids with those that the organisations made known themselves.")
    if not all(finding.holds for finding in found):
        raise typer.Exit(1)


if __name__ == "__main__":
    app()
