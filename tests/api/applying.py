"""An application over HTTP with the real worker: who takes part, and the steps up to the delivery."""

import base64
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from typer.testing import CliRunner

from cli_agreement import app as verify
from domain.items import Condition, ConditionKind, ItemContent, MaterialRequirement, OpenType
from domain.people import Role
from domain.processes import PROCESSES
from embedded.temporal import EmbeddedTemporal
from store import items
from tests.api.served import Person, Served, served
from tests.api.working import working
from tests.parts import Database

START = datetime.fromisoformat("2025-09-03T10:12:00+08:00")
DATA = "时间,降水\n2025-09-03T10:00,0.2\n".encode()
ITEM = ItemContent(
    item_id="sh-2025-110",
    title="未来3小时短时临近预报",
    publisher="sh-qixiangju",
    open_type=OpenType.CONDITIONAL,
    conditions=(Condition(id="scenario", kind=ConditionKind.SCENARIO, text="用于申报的场景"),),
    materials=(MaterialRequirement(id="qualification", title="资质证明"),),
    source="weather.csv",
)


@dataclass
class Cast:
    """Who takes part, and the keys that two of them sign with."""

    api: Served
    applicant: Person
    operator: Person
    publisher: Person
    clerk: Person
    keys: dict[str, Ed25519PrivateKey]

    def key_id(self, organisation: str) -> str:
        pem = self.keys[organisation].public_key()
        public = pem.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return self.api.store.signing_keys.register(organisation, public)

    def sign(self, who: Person, organisation: str, here: str, document: str) -> httpx.Response:
        signature = self.keys[organisation].sign(bytes.fromhex(document))
        body = {
            "document": document,
            "key_id": self.key_id(organisation),
            "signature": base64.b64encode(signature).decode(),
        }
        return who.ask(f"{here}/sign-agreement", body)


@contextmanager
def casting(
    database: Database, folder: Path, temporal: EmbeddedTemporal, webhooks_to: Sequence[str] = ()
) -> Generator[Cast]:
    """An instance with its worker, in which the item is on the list. Webhooks may go to `webhooks_to` (host:port)."""
    source = folder / "sources" / "weather.csv"
    source.parent.mkdir()
    source.write_bytes(DATA)
    with served(database.app_url, folder, PROCESSES, START, webhook_allowed=tuple(webhooks_to)) as api:
        applicant = api.person("p-shen", Role.APPLICANT, "o-shenjiang")
        operator = api.person("p-op", Role.PLATFORM_OPERATOR, "sh-dashuju")
        publisher = api.person("p-qi", Role.DATA_PUBLISHER, "sh-qixiangju")
        clerk = api.person("p-shuju", Role.COMPETENT_DEPARTMENT, "sh-shujuju")
        items.register(api.store.desk, ITEM, "p-op")
        keys = {name: Ed25519PrivateKey.generate() for name in ("o-shenjiang", "sh-qixiangju")}
        with working(api.store, temporal.address, webhooks_to):
            yield Cast(api, applicant, operator, publisher, clerk, keys)


def ok(answer: httpx.Response) -> Any:
    """The body of an answer that must not be a problem."""
    assert answer.status_code < 300, answer.text
    return answer.json()


def reviewed(cast: Cast, mode: str) -> str:
    """An application that was submitted and accepted; its address."""
    wishes = {"item_id": ITEM.item_id, "scenario": "为沿江配送车辆避让降水", "delivery": mode}
    here = cast.applicant.ask("/v1/applications", wishes).headers["Location"]
    material = ok(cast.applicant.send("/v1/material", "资质证明".encode()))["id"]
    handed_in = [{"requirement": "qualification", "material": material}]
    submitted = {"materials": handed_in, "rules_accepted": True}
    ok(cast.applicant.ask(f"{here}/submit-application", submitted))
    case = here.rpartition("/")[2]
    assert cast.operator.get(f"/v1/material/{material}?case={case}").text == "资质证明"
    ok(cast.operator.ask(f"{here}/accept-materials"))
    assert case in [one["id"] for one in ok(cast.publisher.get("/v1/worklist"))["cases"]]
    return here


def approved(cast: Cast, mode: str) -> str:
    """The same, approved."""
    here = reviewed(cast, mode)
    ok(cast.publisher.ask(f"{here}/approve-application", {"conditions_met": True}))
    return here


def sign_both(cast: Cast, here: str, tmp_path: Path) -> None:
    """Wait for the text, sign it by both, and verify the bundle without the server."""
    deadline = time.monotonic() + 20
    while (answer := cast.applicant.get(f"{here}/agreement")).status_code == 404:
        assert time.monotonic() < deadline, answer.text
        time.sleep(0.05)
    document = ok(answer)["sha256"]
    assert _verified(answer.text, tmp_path) == 1
    ok(cast.sign(cast.applicant, "o-shenjiang", here, document))
    forged = cast.sign(cast.publisher, "o-shenjiang", here, document)
    assert forged.json()["reason"] == "signature_invalid"
    signed = ok(cast.sign(cast.publisher, "sh-qixiangju", here, document))
    assert signed["phase"] == "agreement_signed"
    bundle = cast.applicant.get(f"{here}/agreement").text
    assert _verified(bundle, tmp_path) == 0
    assert _verified(bundle.replace("降水", "晴天"), tmp_path) == 1


def _verified(bundle: str, tmp_path: Path) -> int:
    """The exit code of `./sluice verify-agreement`."""
    file = tmp_path / "agreement.json"
    file.write_text(bundle)
    return CliRunner().invoke(verify, [str(file)]).exit_code


def until(cast: Cast, here: str, phase: str) -> Any:
    deadline = time.monotonic() + 20
    while (case := ok(cast.applicant.get(here)))["phase"] != phase:
        assert time.monotonic() < deadline, case
        time.sleep(0.05)
    return case


def collect(cast: Cast, here: str) -> Any:
    delivery = ok(cast.applicant.get(f"{here}/delivery"))["deliveries"][0]
    return ok(cast.applicant.ask(f"{here}/delivery/{delivery['id']}/collect"))
