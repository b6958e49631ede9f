"""Getting at what was delivered, as an applicant does, and seeing that it is the very data."""

import base64
from hashlib import sha256
from zipfile import ZipFile

import httpx

from client import Problem
from client.asking import checked
from demo.applying import Applying


def fetch_download(app: Applying) -> str:
    """Collect the link, fetch the file, compare it with record, header and source; returns the link."""
    stage, delivery = app.stage, _delivery(app)
    link = collect(app, delivery)["link"]
    response = checked(app.applicant.http.get(link))
    digest = sha256(response.content)
    stage.expect(f"{app.tag} hash of the file fetched", digest.hexdigest(), delivery["sha256"])
    said = f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    stage.expect(f"{app.tag} hash in the header", response.headers["Repr-Digest"], said)
    stage.expect(f"{app.tag} the file is the source", response.content, _source(app))
    expect_shut(app, app.applicant.http.get(f"{link.partition('?')[0]}?token=wrong"))
    told = f"已下载 {len(response.content)} 字节，哈希一致 · fetched, the hash agrees: {digest.hexdigest()[:16]}…"
    stage.say(app.tag, told, "green")
    return link


def call_api(app: Applying) -> str:
    """Collect the credential and call the data endpoint with it; returns the credential."""
    stage, delivery = app.stage, _delivery(app)
    credential = collect(app, delivery)["credential"]
    stage.expect(f"{app.tag} bound to its agreement", delivery["agreement"], f"{app.case}:agreement")
    response = call(app, credential)
    stage.expect(f"{app.tag} data by API is the source", checked(response).content, _source(app))
    expect_shut(app, call(app, credential, "sh-2025-97"))
    rows = response.content.count(b"\n")
    stage.say(app.tag, f"凭证可用，接口返回 {rows} 行 · the credential opens the data: {rows} lines", "green")
    return credential


def call(app: Applying, credential: str, item: str = "") -> httpx.Response:
    """GET the data of an item, else the application's own, with an API credential."""
    headers = {"Authorization": f"Bearer {credential}"}
    return app.applicant.http.get(f"/v1/data/{item or app.item_id}", headers=headers)


def expect_link_ended(app: Applying, link: str) -> None:
    """Check that the link opens nothing any more."""
    expect_shut(app, app.applicant.http.get(link))
    app.stage.say(app.tag, "下载链接满 72 小时已失效 · the link has ended after 72 hours", "green")


def expect_credential_closed(app: Applying, credential: str) -> None:
    """Check that the credential opens nothing any more."""
    expect_shut(app, call(app, credential))
    app.stage.say(app.tag, "凭证已失效 · the credential opens nothing any more", "green")


def expect_credential_shut(app: Applying, credential: str) -> None:
    """Check that the credential opens nothing for now."""
    expect_shut(app, call(app, credential))
    app.stage.say(app.tag, "凭证暂停使用 · the credential opens nothing for now", "yellow")


def expect_credential_open(app: Applying, credential: str) -> None:
    """Check that the same credential opens the data again."""
    app.stage.expect(f"{app.tag} data again", checked(call(app, credential)).content, _source(app))
    app.stage.say(app.tag, "同一凭证恢复可用 · the same credential opens the data again", "green")


def check_package(app: Applying, digest: str) -> None:
    """Find the package of that hash, and see that it holds the data."""
    packages = [path for path in app.stage.packages.iterdir() if sha256(path.read_bytes()).hexdigest() == digest]
    app.stage.expect(f"{app.tag} packages with the recorded hash", len(packages), 1)
    with ZipFile(packages[0]) as package:
        app.stage.expect(f"{app.tag} the package holds the source", package.read(f"{app.item_id}.csv"), _source(app))


def _delivery(app: Applying) -> dict[str, str]:
    app.stage.expect(f"{app.tag} phase", app.applicant.case(app.case)["phase"], "delivered")
    found: dict[str, str] = app.applicant.get(f"/v1/applications/{app.case}/delivery")["deliveries"][0]
    return found


def collect(app: Applying, delivery: dict[str, str] | None = None) -> dict[str, str]:
    """What opens a delivery, the newest unless told: a link, or a credential and where it opens something."""
    delivery = delivery or _delivery(app)
    return app.applicant.post(f"/v1/applications/{app.case}/delivery/{delivery['id']}/collect")


def _source(app: Applying) -> bytes:
    return (app.stage.sources / f"{app.item_id}.csv").read_bytes()


def expect_shut(app: Applying, response: httpx.Response) -> None:
    """Check that the answer gives nothing out."""
    try:
        checked(response)
    except Problem as problem:
        app.stage.expect_problem(problem, "no_access")
    else:
        app.stage.expect(f"{app.tag} access", "open", "closed")
