"""The log's lines: one JSON object each, who asked about which case, and nothing that is not to be known."""

import httpx

from domain.people import Role
from tests.operations.conftest import Pair
from tests.operations.demands import ASKED
from tests.operations.processes import Processes, lines
from tests.waiting import until


def test_every_request_s_line_says_who_asked_about_which_case_reads_too(here: Processes) -> None:
    """By their ids; whoever is nobody has none, and what the address asked for is left out."""
    api = here.server(SLUICE_LOG_LEVEL="debug")
    opened = here.ask(api.url, Role.APPLICANT, "/v1/demands", ASKED)
    case = opened.json()["id"]
    here.get(api.url, Role.APPLICANT, f"/v1/demands/{case}?as_of=1")
    here.get(api.url, Role.AUDITOR, f"/v1/demands/{case}/events")
    here.get(api.url, Role.APPLICANT, "/v1/worklist")
    refused = here.get(api.url, Role.DATA_PUBLISHER, f"/v1/applications/{case}")
    assert refused.status_code == 404
    nobody = httpx.get(f"{api.url}/v1/demands/{case}", headers={"Sluice-On-Behalf-Of": "made-up"})
    assert nobody.status_code == 401
    until(lambda: len(lines(api, "request")) >= 6)
    asked = [line for line in lines(api, "request") if line["path"].startswith("/v1/")]

    applicant = {"actor": "applicant", "role": "applicant", "organisation": "o-applicant"}
    auditor = {"actor": "auditor", "role": "auditor", "organisation": "o-auditor"}
    publisher = {"actor": "data-publisher", "role": "data_publisher", "organisation": "sh-qixiangju"}
    about = {"case": case}
    wanted = [applicant | about, applicant | about, auditor | about, applicant, publisher | about, about]
    known = ("actor", "role", "organisation", "on_behalf_of", "case")
    assert [{name: line[name] for name in known if name in line} for line in asked] == wanted
    assert [line["status"] for line in asked] == [201, 200, 200, 200, 404, 401]
    assert asked[0]["request"] == opened.headers["Sluice-Request-Id"]
    text = api.child.log.read_text(encoding="utf-8")
    for secret in (*here.keys.values(), "as_of", "made-up", ASKED["need"]):
        assert secret not in text


def test_what_is_logged_on_the_way_says_so_too(pair: Pair) -> None:
    """On the level that is usual in production: who changed which subscription."""
    api = pair.api
    wanted = {"url": "https://93.184.215.14/hook", "types": ["sluice.plan_item.*"]}  # none of which happens here
    made = pair.here.ask(api.url, Role.AUDITOR, "/v1/webhooks", wanted)
    assert made.status_code == 201, made.text
    until(lambda: bool(lines(api, "webhook_created")))
    (line,) = lines(api, "webhook_created")
    assert (line["actor"], line["organisation"], line["webhook"]) == ("auditor", "o-auditor", made.json()["id"])
    assert line["request"] == made.headers["Sluice-Request-Id"]
    assert lines(api, "request") == []
