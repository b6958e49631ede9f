"""An application over HTTP with the real worker: agreement, signatures, deliveries, their end."""

import base64
import io
import json
import time
import zipfile
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from typer.testing import CliRunner

from cli_agreement import app as verify
from cli_spot_checks import app as spot_checks
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


@pytest.fixture
def cast(database: Database, tmp_path: Path, temporal: EmbeddedTemporal) -> Generator[Cast, None, None]:
    source = tmp_path / "sources" / "weather.csv"
    source.parent.mkdir()
    source.write_bytes(DATA)
    with served(database.app_url, tmp_path, PROCESSES, START) as api:
        applicant = api.person("p-shen", Role.APPLICANT, "o-shenjiang")
        operator = api.person("p-op", Role.PLATFORM_OPERATOR, "sh-dashuju")
        publisher = api.person("p-qi", Role.DATA_PUBLISHER, "sh-qixiangju")
        clerk = api.person("p-shuju", Role.COMPETENT_DEPARTMENT, "sh-shujuju")
        items.register(api.store.desk, ITEM, "p-op")
        keys = {name: Ed25519PrivateKey.generate() for name in ("o-shenjiang", "sh-qixiangju")}
        with working(api.store, temporal.address):
            yield Cast(api, applicant, operator, publisher, clerk, keys)


def test_from_draft_to_the_end_of_access_by_api(cast: Cast, tmp_path: Path) -> None:
    """The credential opens the real file from delivery to the end of the term, and no other item."""
    here = _approved(cast, "api")
    early = cast.publisher.ask(f"{here}/deliver-data")
    assert (early.status_code, early.json()["reason"]) == (422, "no_agreement")
    _sign_both(cast, here, tmp_path)
    ok(cast.publisher.ask(f"{here}/deliver-data"))
    delivery = _until(cast, here, "delivered")
    collected = _collect(cast, here)
    bearer = {"Authorization": f"Bearer {collected['credential']}"}
    data = httpx.get(cast.api.url + collected["data"], headers=bearer)
    assert data.content == DATA
    assert data.headers["Sluice-Agreement"] == delivery["state"]["agreement"]["id"]
    assert httpx.get(f"{cast.api.url}/v1/data/sh-2025-8", headers=bearer).status_code == 403
    ended = ok(cast.operator.ask("/v1/clock", {"to": "2026-10-20T00:00:00+08:00"}))
    assert "term_ended" in {event for due in ended["fell_due"] for event in due["events"]}
    assert httpx.get(cast.api.url + collected["data"], headers=bearer).status_code == 403
    assert ok(cast.applicant.get(f"{here}/delivery"))["deliveries"][0]["live"] is False


def test_a_download_link_ends(cast: Cast, tmp_path: Path) -> None:
    """The file as it was when delivered, with its hash; after the configured hours nothing."""
    here = _approved(cast, "download")
    _sign_both(cast, here, tmp_path)
    ok(cast.operator.ask(f"{here}/deliver-data"))
    shown = _until(cast, here, "delivered")["state"]["delivered"]
    assert shown["sha256"] == sha256(DATA).hexdigest() and shown["size"] == len(DATA)
    (tmp_path / "sources" / "weather.csv").write_bytes(b"another day")
    link = cast.api.url + _collect(cast, here)["link"]
    assert httpx.get(link).content == DATA
    assert httpx.get(link + "x").status_code == 403
    ok(cast.operator.ask("/v1/clock", {"to": "2025-09-09T00:00:00+08:00"}))
    assert httpx.get(link).json()["reason"] == "no_access"


def test_only_the_applicant_collects_and_for_ten_minutes(cast: Cast, tmp_path: Path) -> None:
    """A lost answer can be asked again; later the secret is given to nobody."""
    here = _approved(cast, "download")
    _sign_both(cast, here, tmp_path)
    ok(cast.operator.ask(f"{here}/deliver-data"))
    _until(cast, here, "delivered")
    delivery = ok(cast.publisher.get(f"{here}/delivery"))["deliveries"][0]
    collect = f"{here}/delivery/{delivery['id']}/collect"
    assert cast.publisher.ask(collect).json()["reason"] == "forbidden"
    assert ok(cast.applicant.ask(collect)) == ok(cast.applicant.ask(collect))
    ok(cast.operator.ask("/v1/clock", {"to": "2025-09-03T10:30:00+08:00"}))
    assert cast.applicant.ask(collect).json()["reason"] == "already_collected"


def test_a_package_is_a_real_file_with_a_manifest(cast: Cast, tmp_path: Path) -> None:
    """What is handed over off line has the hash that was reported."""
    here = _approved(cast, "offline")
    _sign_both(cast, here, tmp_path)
    filing = {"reason": "数据量大", "medium": "加密硬盘"}
    ok(cast.publisher.ask(f"{here}/file-offline-delivery", filing))
    deadline = time.monotonic() + 20
    while (package := ok(cast.publisher.get(here))["state"]["package"])["kind"] == "no_package":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    (made,) = (tmp_path / "packages").iterdir()
    assert sha256(made.read_bytes()).hexdigest() == package["sha256"]
    with zipfile.ZipFile(io.BytesIO(made.read_bytes())) as archive:
        assert archive.read("weather.csv") == DATA
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["files"][0]["sha256"] == sha256(DATA).hexdigest()
    hand_over = {"medium_id": "HDD-1", "sha256": package["sha256"], "receiver_signature": "x"}
    assert ok(cast.publisher.ask(f"{here}/hand-over", hand_over))["phase"] == "delivered"


def test_a_workspace_shows_what_is_in_it_and_gives_no_data_out(cast: Cast, tmp_path: Path) -> None:
    """The publisher wants a sandbox although an API was asked for; its credential opens the manifest until the end."""
    here = _reviewed(cast, "api")
    ok(cast.publisher.ask(f"{here}/require-workspace", {"mode": "sandbox", "reason": "敏感融合"}))
    ok(cast.publisher.ask(f"{here}/approve-application", {"conditions_met": True}))
    _sign_both(cast, here, tmp_path)
    assert "数据沙箱" in ok(cast.applicant.get(f"{here}/agreement"))["document"]
    ok(cast.publisher.ask(f"{here}/deliver-data"))
    shown = _until(cast, here, "delivered")["state"]
    collected = _collect(cast, here)
    bearer = {"Authorization": f"Bearer {collected['credential']}"}
    opened = httpx.get(cast.api.url + collected["data"], headers=bearer)
    manifest = opened.json()
    assert sha256(opened.content).hexdigest() == shown["delivered"]["manifest"]
    assert (manifest["workspace"], manifest["results"]) == ("sandbox", "aggregates_only")
    assert manifest["agreement"] == shown["agreement"]["id"]
    assert manifest["files"][0]["sha256"] == sha256(DATA).hexdigest()
    assert httpx.get(f"{cast.api.url}/v1/data/{ITEM.item_id}", headers=bearer).status_code == 403
    ok(cast.operator.ask("/v1/clock", {"to": "2026-10-20T00:00:00+08:00"}))
    assert httpx.get(cast.api.url + collected["data"], headers=bearer).status_code == 403
    assert not list((tmp_path / "workspaces").glob("*/manifest.json"))


def test_cases_are_drawn_by_lot_and_anyone_concerned_can_draw_again(cast: Cast, tmp_path: Path) -> None:
    """The draw is kept with its population; the case drawn is checked; the same key draws nothing more."""
    wanted = {"seed": "2025-09-03 000000", "size": 5}
    assert cast.clerk.ask("/v1/spot-checks", wanted).json()["reason"] == "nothing_to_draw"
    assert cast.applicant.ask("/v1/spot-checks", wanted).json()["reason"] == "forbidden"
    here = _approved(cast, "api")
    _sign_both(cast, here, tmp_path)
    ok(cast.publisher.ask(f"{here}/deliver-data"))
    _until(cast, here, "delivered")
    case, waiting = here.rpartition("/")[2], _approved(cast, "api")
    drawn = ok(cast.clerk.ask("/v1/spot-checks", wanted, Idempotency_Key="draw"))
    assert (drawn["draw"]["population"], drawn["orders"]) == ([case], [{"case_id": case, "reason": ""}])
    assert waiting.rpartition("/")[2] not in drawn["draw"]["population"]
    assert ok(cast.clerk.ask("/v1/spot-checks", wanted, Idempotency_Key="draw")) == drawn
    other = cast.clerk.ask("/v1/spot-checks", {**wanted, "size": 1}, Idempotency_Key="draw")
    assert other.json()["reason"] == "key_reused"
    said = _drawn_by_command(cast.publisher, "--seed", "7", "--size", "1", "--item", ITEM.item_id)
    assert f"{case}\tcheck_under_way" in said
    events = ok(cast.applicant.get(f"{here}/events"))["events"]
    (ordered,) = [event["body"] for event in events if event["kind"] == "spot_check_ordered"]
    assert ordered["ground"]["draw"] == drawn["draw"]["id"]
    assert ordered["ground"]["population"] == drawn["draw"]["population_sha256"]
    _check_draw_again(cast, drawn["draw"]["id"], case, tmp_path)


def _check_draw_again(cast: Cast, draw: str, case: str, tmp_path: Path) -> None:
    """The data user drawn fetches the draw and draws again; a stranger is shown none, and nobody can change it."""
    shown = cast.applicant.get(f"/v1/spot-checks/{draw}")
    assert _recomputed(shown.text, tmp_path) == 0
    assert _recomputed(shown.text.replace('"size":5', '"size":0'), tmp_path) == 2
    assert _recomputed(shown.text.replace(f'"population":["{case}"', '"population":["another"'), tmp_path) == 1
    stranger = cast.api.person("p-other", Role.APPLICANT, "o-other")
    assert stranger.get(f"/v1/spot-checks/{draw}").status_code == 404
    with cast.api.parts.database.connection() as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("DELETE FROM spot_check_draws")


def _drawn_by_command(who: Person, *arguments: str) -> str:
    """What `./sluice spot-check draw` says."""
    result = CliRunner().invoke(spot_checks, ["draw", "--url", who.url, *arguments], env={"SLUICE_KEY": who.key})
    assert result.exit_code == 0, result.output
    return result.output


def _recomputed(draw: str, tmp_path: Path) -> int:
    """The exit code of `./sluice spot-check verify`."""
    file = tmp_path / "draw.json"
    file.write_text(draw)
    return CliRunner().invoke(spot_checks, ["verify", str(file)]).exit_code


def test_who_could_not_see_the_case_gets_the_same_answer_once_they_can(cast: Cast) -> None:
    """A draft is nobody's business; having asked then must tell the publisher nothing later on either."""
    wishes = {"item_id": ITEM.item_id, "scenario": "为沿江配送车辆避让降水", "delivery": "api"}
    here = cast.applicant.ask("/v1/applications", wishes).headers["Location"]
    first = cast.publisher.ask(f"{here}/accept-usage-report", Idempotency_Key="early")
    assert (first.status_code, first.json()["reason"]) == (404, "unknown_case")
    material = ok(cast.applicant.send("/v1/material", "资质证明".encode()))["id"]
    submitted = {"materials": [{"requirement": "qualification", "material": material}], "rules_accepted": True}
    ok(cast.applicant.ask(f"{here}/submit-application", submitted))
    assert cast.publisher.ask(f"{here}/accept-usage-report").json()["reason"] == "wrong_phase"
    again = cast.publisher.ask(f"{here}/accept-usage-report", Idempotency_Key="early")
    assert (again.status_code, again.json()["reason"]) == (404, "unknown_case")


def ok(answer: httpx.Response) -> Any:
    """The body of an answer that must not be a problem."""
    assert answer.status_code < 300, answer.text
    return answer.json()


def _reviewed(cast: Cast, mode: str) -> str:
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


def _approved(cast: Cast, mode: str) -> str:
    """The same, approved."""
    here = _reviewed(cast, mode)
    ok(cast.publisher.ask(f"{here}/approve-application", {"conditions_met": True}))
    return here


def _sign_both(cast: Cast, here: str, tmp_path: Path) -> None:
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


def _until(cast: Cast, here: str, phase: str) -> Any:
    deadline = time.monotonic() + 20
    while (case := ok(cast.applicant.get(here)))["phase"] != phase:
        assert time.monotonic() < deadline, case
        time.sleep(0.05)
    return case


def _collect(cast: Cast, here: str) -> Any:
    delivery = ok(cast.applicant.get(f"{here}/delivery"))["deliveries"][0]
    return ok(cast.applicant.ask(f"{here}/delivery/{delivery['id']}/collect"))
