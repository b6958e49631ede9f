"""Stories of watching the use: a workspace that gives no data out, and spot checks drawn by lot."""

from hashlib import sha256
from uuid import uuid4

from client.asking import checked
from demo.applying import REPORT, Applying, Outcome
from demo.client import Json
from demo.collecting import call, collect, expect_shut
from demo.following import Following
from demo.stage import Stage, Story, at
from demo.told import Told
from domain import sampling

_SEED = "2025-12-19 开奖号码 5 1 8 0 3"


def sandbox(stage: Stage, told: Told) -> Story:
    """The publisher has an API wish served in a sandbox: its credential opens the manifest, never the data."""
    app = Applying(stage, "⑭", "敏感融合，沙箱交付 · delivered into a sandbox", "hangyun", 110)
    told.append(app)
    yield at("2025-10-13 10:00")
    app.submit("降水预报与船舶轨迹融合，优化靠泊", "api")
    yield at("2025-10-14 10:00")
    app.accept()
    why = {"mode": "sandbox", "reason": "与轨迹数据融合后可识别特定个人"}
    app.do(app.publisher, "require_workspace", why, phase="under_review")
    yield at("2025-10-17 10:00")
    app.approve()
    app.sign()
    app.do(app.publisher, "deliver_data", phase="agreement_signed")
    delivered = app.becomes("delivered")
    collected = collect(app)
    key = {"Authorization": f"Bearer {collected['credential']}"}
    opened = checked(app.applicant.http.get(collected["data"], headers=key))
    manifest: Json = opened.json()
    stage.expect(
        "⑭ a sandbox, aggregates only", (manifest["workspace"], manifest["results"]), ("sandbox", "aggregates_only")
    )
    stage.expect("⑭ manifest", sha256(opened.content).hexdigest(), delivered["state"]["delivered"]["manifest"])
    expect_shut(app, call(app, collected["credential"]))
    stage.say("⑭", "凭证只能进入沙箱，取不到数据 · its credential opens the sandbox, and no data", "green")
    app.outcome = Outcome("delivered", "met", "met")


def spot_checks(stage: Stage, told: Told) -> Story:
    """Two of the agreements in use are drawn; anyone concerned can draw again; both are answered and closed."""
    players = stage.players
    yield at("2025-12-19 21:00")
    stage.say(
        "Ⓗ", "[bold cyan]随机抽查：可由任何相关人复算 · spot checks, drawn so that others can draw again[/bold cyan]"
    )
    headers = {"Idempotency-Key": uuid4().hex}
    made = players.operator.post("/v1/spot-checks", {"seed": _SEED, "size": 2}, headers)["draw"]
    checks = [Following(stage, "Ⓗ", "随机抽查 · a spot check", case=case) for case in made["drawn"]]
    users = [players.applicants[check.shown()["state"]["dossier"]["applicant"]] for check in checks]
    shown = users[0].get(f"/v1/spot-checks/{made['id']}")["draw"]
    stage.expect(
        "Ⓗ the population's digest, made again", sampling.digest(shown["population"]), made["population_sha256"]
    )
    again = list(sampling.draw(shown["population"], shown["size"], shown["seed"]))
    stage.expect("Ⓗ drawn again by a data user", again, made["drawn"])
    told_of = f"{len(shown['population'])} 份在用协议中抽中 2 份，复算一致 · 2 of {len(shown['population'])} drawn"
    stage.say(
        "Ⓗ", f"{told_of}; drawn again, the same: {', '.join(stage.tags[check.case] for check in checks)}", "green"
    )
    yield at("2025-12-23 10:00")
    for check, user in zip(checks, users, strict=True):
        less = {"answer": {name: text for name, text in REPORT.items() if name != "security"}}
        check.refused(user, "answer_spot_check", less, reason="answer_incomplete")
        check.do(user, "answer_spot_check", {"answer": REPORT}, phase="delivered")
        check.do(players.operator, "close_spot_check", {"verdict": "ok"}, phase="delivered")
