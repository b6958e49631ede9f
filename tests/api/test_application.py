"""An application over HTTP with the real worker: agreement, signatures, deliveries, their end."""

import io
import json
import time
import zipfile
from hashlib import sha256
from pathlib import Path

import httpx

from domain.people import Role
from tests.api.applying import DATA, ITEM, Cast, approved, collect, ok, reviewed, sign_both, until


def test_from_draft_to_the_end_of_access_by_api(cast: Cast, tmp_path: Path) -> None:
    """The credential opens the real file from delivery to the end of the term, and no other item."""
    here = approved(cast, "api")
    early = cast.publisher.ask(f"{here}/deliver-data")
    assert (early.status_code, early.json()["reason"]) == (422, "no_agreement")
    sign_both(cast, here, tmp_path)
    ok(cast.publisher.ask(f"{here}/deliver-data"))
    delivery = until(cast, here, "delivered")
    collected = collect(cast, here)
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
    here = approved(cast, "download")
    sign_both(cast, here, tmp_path)
    ok(cast.operator.ask(f"{here}/deliver-data"))
    shown = until(cast, here, "delivered")["state"]["delivered"]
    assert shown["sha256"] == sha256(DATA).hexdigest() and shown["size"] == len(DATA)
    (tmp_path / "sources" / "weather.csv").write_bytes(b"another day")
    link = cast.api.url + collect(cast, here)["link"]
    assert httpx.get(link).content == DATA
    assert httpx.get(link + "x").status_code == 403
    ok(cast.operator.ask("/v1/clock", {"to": "2025-09-09T00:00:00+08:00"}))
    assert httpx.get(link).json()["reason"] == "no_access"


def test_only_the_applicant_collects_and_for_ten_minutes(cast: Cast, tmp_path: Path) -> None:
    """A lost answer can be asked again; later the secret is given to nobody."""
    here = approved(cast, "download")
    sign_both(cast, here, tmp_path)
    ok(cast.operator.ask(f"{here}/deliver-data"))
    until(cast, here, "delivered")
    delivery = ok(cast.publisher.get(f"{here}/delivery"))["deliveries"][0]
    collect = f"{here}/delivery/{delivery['id']}/collect"
    colleague = cast.api.person("p-wu", Role.EXPERT, "o-shenjiang")  # who applies for nothing there
    assert [one.ask(collect).json()["reason"] for one in (cast.publisher, colleague)] == ["forbidden"] * 2
    assert ok(cast.applicant.ask(collect)) == ok(cast.applicant.ask(collect))
    ok(cast.operator.ask("/v1/clock", {"to": "2025-09-03T10:30:00+08:00"}))
    assert cast.applicant.ask(collect).json()["reason"] == "already_collected"


def test_a_package_is_a_real_file_with_a_manifest(cast: Cast, tmp_path: Path) -> None:
    """What is handed over off line has the hash that was reported."""
    here = approved(cast, "offline")
    sign_both(cast, here, tmp_path)
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
    here = reviewed(cast, "api")
    ok(cast.publisher.ask(f"{here}/require-workspace", {"mode": "sandbox", "reason": "敏感融合"}))
    ok(cast.publisher.ask(f"{here}/approve-application", {"conditions_met": True}))
    sign_both(cast, here, tmp_path)
    assert "数据沙箱" in ok(cast.applicant.get(f"{here}/agreement"))["document"]
    reads = cast.api.parts.access_log.page(2**40, 100, case=here.rpartition("/")[2])  # each read is on record
    assert reads[0].what == "agreement" and reads[0].role == "applicant" and len(reads[0].subject) == 64
    ok(cast.publisher.ask(f"{here}/deliver-data"))
    shown = until(cast, here, "delivered")["state"]
    collected = collect(cast, here)
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
