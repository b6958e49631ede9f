"""The duties of an application: draw up the agreement, deliver, open a workspace, prepare a package, switch access.

Each is done once a duty id: asked again, it finds what it did and reports the same.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Literal, TypedDict, TypeVar

from activities.delivered_files import Files, copy, measure, pack
from activities.duties import DutyContext, Effect
from activities.workspaces import Workspaces
from domain.application.agreement import AgreementTemplate, agreement_text, clauses_written
from domain.application.commands import (
    RecordAccessClosed,
    RecordAgreementDrafted,
    RecordDelivery,
    RecordDeliveryResumed,
    RecordDeliverySuspended,
    RecordPackagePrepared,
)
from domain.application.delivery_papers import ApiAccess, Download, Workspace
from domain.application.papers import WORKSPACES, DeliveryMode
from domain.application.state import Delivering, Signing
from domain.deadlines import Deadline
from domain.kernel import Registry
from domain.people import CLOCK
from domain.value import Value
from store.clock import Clocks
from store.deliveries import Deliveries, Parcel
from store.material import AgreementText, AgreementTexts, MaterialStore
from store.people import People
from store.rules import Rules

P = TypeVar("P", bound=Value)


class NoSource(Exception):
    """The item's data is not where its publisher said. A person has to see to it."""


class Bound(TypedDict):
    """The fields that deliveries of both modes share."""

    id: str
    case_id: str
    item_id: str
    agreement: str
    scenario: str
    created_at: datetime


@dataclass(frozen=True)
class ApplicationDuties:
    """The effects, over the parts of the store that they need."""

    registry: Registry
    clocks: Clocks
    rules: Rules
    people: People
    material: MaterialStore
    agreements: AgreementTexts
    deliveries: Deliveries
    files: Files
    workspaces: Workspaces
    template: AgreementTemplate

    def effects(self) -> Mapping[str, Effect]:
        """By the duties' names."""
        return {
            "draft_agreement": self.draft_agreement,
            "deliver_download": self.deliver_download,
            "deliver_api": self.deliver_api,
            "open_workspace": self.open_workspace,
            "prepare_package": self.prepare_package,
            "suspend_delivery": self.suspend_delivery,
            "resume_delivery": self.resume_delivery,
            "close_access": self.close_access,
        }

    def draft_agreement(self, context: DutyContext) -> Value:
        """Write the agreement and keep its text under the applicant's key (R22 §20)."""
        state = _phase(context, Signing)
        kept = self.agreements.of_duty(context.duty.id) or self._keep_text(context, state)
        return RecordAgreementDrafted(
            duty_id=context.duty.id,
            document=kept.sha256,
            template=kept.template_version,
            clauses=clauses_written(state, self.template),
        )

    def _keep_text(self, context: DutyContext, state: Signing) -> AgreementText:
        dossier = state.dossier
        joint = dossier.contents.joint_applicants
        names = self.people.names([dossier.item.publisher, dossier.applicant, *joint])
        text = agreement_text(state, names, self.template).encode()
        stored = self.material.keep(dossier.applicant, CLOCK.id, "text/plain", text)
        made = AgreementText(sha256(text).hexdigest(), self.template.version, stored.id)
        return self.agreements.record(context.duty.id, context.case_id, made)

    def deliver_download(self, context: DutyContext) -> Value:
        """Copy the file as it is now, and make a link to it that ends."""
        state = _phase(context, Delivering)
        delivery = self.deliveries.of_duty(context.duty.id)
        if delivery is None:
            source = self._source(state)
            digest, size = measure(source)
            kept = copy(source, self.files.downloads / f"{digest}{source.suffix}")
            now = self.clocks.now()
            hours = self.rules.current().number("delivery.link_hours", now)
            parcel = Parcel(
                **_bound(context, state, now),
                mode="download",
                source=kept.name,
                sha256=digest,
                size=size,
                expires_at=now + timedelta(hours=hours),
            )
            delivery = self.deliveries.record(context.duty.id, state.dossier.applicant, parcel)
        if delivery.expires_at is None:
            raise RuntimeError(f"download {delivery.id} never ends")
        handed = Download(
            delivery_id=delivery.id,
            sha256=delivery.sha256,
            size=delivery.size,
            expires_at=delivery.expires_at,
        )
        return RecordDelivery(duty_id=context.duty.id, delivery=handed)

    def deliver_api(self, context: DutyContext) -> Value:
        """Make a credential that opens this item, under this agreement, until the term ends."""
        state = _phase(context, Delivering)
        delivery = self.deliveries.of_duty(context.duty.id)
        if delivery is None:
            source = self._source(state)
            digest, size = measure(source)
            parcel = Parcel(
                **_bound(context, state, self.clocks.now()),
                mode="api",
                source=str(source.relative_to(self.files.sources.resolve())),
                sha256=digest,
                size=size,
                expires_at=state.term.due if isinstance(state.term, Deadline) else None,
            )
            delivery = self.deliveries.record(context.duty.id, state.dossier.applicant, parcel)
        handed = ApiAccess(delivery_id=delivery.id, credential_prefix=delivery.prefix)
        return RecordDelivery(duty_id=context.duty.id, delivery=handed)

    def open_workspace(self, context: DutyContext) -> Value:
        """Open a sandbox, or a place for privacy computing; its credential opens the manifest, not the data."""
        state = _phase(context, Delivering)
        delivery = self.deliveries.of_duty(context.duty.id)
        if delivery is None:
            rules = {"workspace": state.dossier.contents.delivery, "results": "aggregates_only"}
            manifest = _manifest(context, state, self._source(state), rules)
            parcel = Parcel(
                **_bound(context, state, self.clocks.now()),
                mode=_workspace_mode(state),
                source=self.workspaces.open(_id_of(context), manifest),
                sha256=sha256(manifest).hexdigest(),
                size=len(manifest),
                expires_at=state.term.due if isinstance(state.term, Deadline) else None,
            )
            delivery = self.deliveries.record(context.duty.id, state.dossier.applicant, parcel)
        opened = Workspace(
            mode=_workspace_mode(state),
            delivery_id=delivery.id,
            credential_prefix=delivery.prefix,
            manifest=delivery.sha256,
        )
        return RecordDelivery(duty_id=context.duty.id, delivery=opened)

    def prepare_package(self, context: DutyContext) -> Value:
        """Pack the data with a manifest that says what it is and under which agreement."""
        state = _phase(context, Delivering)
        package = self.files.packages / f"{_id_of(context)}.zip"
        if not package.exists():
            source = self._source(state)
            pack(package, source, _manifest(context, state, source, {}))
        digest, size = measure(package)
        return RecordPackagePrepared(duty_id=context.duty.id, sha256=digest, size=size)

    def suspend_delivery(self, context: DutyContext) -> Value:
        """Let no link or credential of the case open anything; its restrictions count as one ground here."""
        self.deliveries.suspend("case", context.case_id, context.case_id, self.clocks.now())
        return RecordDeliverySuspended(duty_id=context.duty.id)

    def resume_delivery(self, context: DutyContext) -> Value:
        """Let them open again what they opened before, unless the item is suspended."""
        self.deliveries.lift("case", context.case_id, context.case_id, self.clocks.now())
        return RecordDeliveryResumed(duty_id=context.duty.id)

    def close_access(self, context: DutyContext) -> Value:
        """Close every live link and credential of the case, and its workspaces."""
        for delivery in self.deliveries.of_case(context.case_id):
            if delivery.mode in WORKSPACES:
                self.workspaces.close(delivery.id)
        self.deliveries.close(context.case_id, self.clocks.now())
        return RecordAccessClosed(duty_id=context.duty.id)

    def _source(self, state: Delivering) -> Path:
        """The item's file now. The version applied under holds no source: it is nobody's to see."""
        wanted = state.dossier.item.item_id
        item = self.registry.item(wanted)
        folder = self.files.sources.resolve()
        path = (folder / item.source).resolve() if item and item.source else folder
        if not (path.is_relative_to(folder) and path.is_file()):
            raise NoSource(f"the data of {wanted} is not there")
        return path


def _phase(context: DutyContext, phase: type[P]) -> P:
    state = context.case.state
    if not isinstance(state, phase):
        raise RuntimeError(f"{context.duty.name} is owed in phase {context.case.summary.phase}")
    return state


def _id_of(context: DutyContext) -> str:
    """The same for the same duty, and good as a file's name."""
    return f"d-{sha256(context.duty.id.encode()).hexdigest()[:32]}"


def _bound(context: DutyContext, state: Delivering, now: datetime) -> Bound:
    """What every delivery is bound to."""
    return {
        "id": _id_of(context),
        "case_id": context.case_id,
        "item_id": state.dossier.item.item_id,
        "agreement": state.agreement.id,
        "scenario": state.dossier.contents.scenario,
        "created_at": now,
    }


def _workspace_mode(state: Delivering) -> Literal["sandbox", "privacy_computing"]:
    return "sandbox" if state.dossier.contents.delivery is DeliveryMode.SANDBOX else "privacy_computing"


def _manifest(context: DutyContext, state: Delivering, source: Path, further: Mapping[str, str]) -> bytes:
    digest, size = measure(source)
    dossier, agreement = state.dossier, state.agreement
    said = {
        "case": context.case_id,
        "agreement": agreement.id,
        "agreement_sha256": agreement.document,
        "item": dossier.item.item_id,
        "item_version": dossier.item.version,
        "scenario": dossier.contents.scenario,
        "files": [{"name": source.name, "sha256": digest, "size": size}],
        **further,
    }
    return json.dumps(said, ensure_ascii=False, indent=2, sort_keys=True).encode()
