"""The signed agreement as one bundle that proves itself without this server."""

import base64

from fastapi import APIRouter, Request

from api.access_log import note_read
from api.auth import Caller
from api.cases import READING, seen_case
from api.openapi import problem_responses
from api.parts import Parts, parts_of
from api.problems import Problem
from domain.agreement_bundle import AgreementBundle, SignatureShown
from domain.application.events import AgreementDrafted, SignatureGiven, SignedScanRegistered
from domain.application.signing_on_paper import NoPaper
from domain.visibility import View
from store.codec import Envelope
from store.sealing import Erased

router = APIRouter(prefix="/v1/applications", tags=["applications"])


@router.get(
    "/{case_id}/agreement",
    operation_id="get_agreement",
    responses=problem_responses(*READING, 410),
)
def agreement(request: Request, case_id: str, actor: Caller) -> AgreementBundle:
    """The agreement's text and signatures, as far as they are given."""
    parts = parts_of(request)
    row = seen_case(request, case_id, actor)
    history = parts.log.events(row.case_id)
    drafted = [event.body for event in history if isinstance(event.body, AgreementDrafted)]
    view = View.of(parts.deciders[row.process], actor, row.summary)
    if not drafted or not view.shows(AgreementDrafted):
        raise Problem("no_agreement_yet")
    note_read(request, actor, "agreement", drafted[-1].document, row.case_id)
    dossier = row.state.dossier
    return AgreementBundle(
        case=row.case_id,
        document=_text(parts, row.case_id, drafted[-1]),
        sha256=drafted[-1].document,
        template_version=drafted[-1].template,
        parties=(dossier.item.publisher, dossier.applicant, *dossier.contents.joint_applicants),
        signatures=tuple(_signature(parts, event) for event in history if isinstance(event.body, SignatureGiven)),
        paper=next((event.body.paper for event in history if isinstance(event.body, SignedScanRegistered)), NoPaper()),
    )


def _text(parts: Parts, case_id: str, drafted: AgreementDrafted) -> str:
    kept = parts.agreements.of_case(case_id, drafted.document)
    try:
        content = parts.material.content(kept.material) if kept else None
    except Erased:
        raise Problem("material_erased") from None
    if content is None:
        raise Problem("no_agreement_yet")
    return content.decode()


def _signature(parts: Parts, event: Envelope) -> SignatureShown:
    given = event.body.signature
    key = parts.signing_keys.public_key(given.key_id) or b""
    return SignatureShown(
        organisation=given.organisation,
        key_id=given.key_id,
        public_key=base64.b64encode(key).decode(),
        signature=given.signature,
        signed_at=event.occurred_at,
    )
