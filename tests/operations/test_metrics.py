"""What those who run an instance see: metrics and readiness of each process, on a port of its own."""

from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families

from domain.people import Role
from embedded.ports import free_port
from observing import PORTS
from tests.api.provider import AUDIENCE, provided
from tests.operations.conftest import Pair
from tests.operations.demands import ASKED, merged, told
from tests.operations.processes import Processes, Running, ready
from tests.waiting import until

Values = dict[tuple[str, ...], float]


def values(running: Running, name: str) -> Values:
    """A metric's values by its labels' values, in the order of the labels' names."""
    families = text_string_to_metric_families(running.scrape())
    samples = (sample for family in families for sample in family.samples)
    return {tuple(one.labels[label] for label in sorted(one.labels)): one.value for one in samples if one.name == name}


def grown(before: Values, after: Values) -> Values:
    """By how much each value has grown, where it has."""
    more = {labels: value - before.get(labels, 0) for labels, value in after.items()}
    return {labels: value for labels, value in more.items() if value}


def test_commands_requests_cases_and_followers_are_counted_where_they_are_settled(pair: Pair) -> None:
    """By process and outcome in API and worker alike; addresses without what callers fill in."""
    here, api, worker = pair.here, pair.api, pair.worker
    asked, answered = (values(api, name) for name in ("sluice_commands_total", "sluice_http_requests_total"))
    did = values(worker, "sluice_commands_total")
    refused = here.ask(api.url, Role.AUDITOR, "/v1/demands", ASKED)
    assert refused.status_code == 403
    first, second = merged(here, api.url)
    until(lambda: told(here, api.url, first, second))

    commands = grown(asked, values(api, "sluice_commands_total"))
    assert commands["submit_demand", "accepted", "demand"] == 2
    assert commands["submit_demand", "forbidden", "demand"] == 1
    assert grown(did, values(worker, "sluice_commands_total"))["record_messages_sent", "accepted", "demand"] == 1

    requests = grown(answered, values(api, "sluice_http_requests_total"))
    assert requests["POST", "/v1/demands/{case_id}/merge-demand", "200"] == 1
    assert requests["POST", "/v1/demands", "201"] == 2
    assert not any(first in label for labels in requests for label in labels)

    assert values(api, "sluice_database_up") == {(): 1}
    assert sum(values(api, "sluice_cases_open").values()) >= 1
    assert values(api, "sluice_cases_overdue").keys() == values(api, "sluice_cases_open").keys()
    assert values(api, "sluice_follower_parked") == {("telling",): 0, ("webhooks",): 0}
    until(lambda: values(api, "sluice_follower_events") == {("telling",): 0, ("webhooks",): 0})
    assert "temporal_" in httpx.get(pair.temporal_metrics).text


def test_readiness_names_each_part_and_says_what_is_wrong_with_it(here: Processes) -> None:
    """The API takes commands without a worker, and says that there is none."""
    api = here.server()
    never = "has never run"
    assert ready(api) == {"database": "ok", "migrations": "ok", "worker": never, "webhooks": never}
    assert httpx.get(f"{api.metrics}/ready").status_code == 503
    public = httpx.get(f"{api.url}/ready")
    assert (public.status_code, public.json()["parts"]["worker"]) == (200, "has never run")

    worker = here.worker()
    everything = {"database": "ok", "migrations": "ok", "worker": "ok", "webhooks": "ok", "temporal": "ok"}
    until(lambda: ready(worker) == everything)
    until(lambda: httpx.get(f"{api.metrics}/ready").status_code == 200)

    lost = here.worker(SLUICE_TEMPORAL_ADDRESS=f"127.0.0.1:{free_port()}")
    until(lambda: ready(lost) == {**everything, "temporal": "waited for"})


def test_readiness_says_when_nobody_can_be_asked_whose_tokens_are_good(pair: Pair, tmp_path: Path) -> None:
    """Only with a provider in the settings; it is no reason to refuse those who have keys of ours."""
    with provided(tmp_path) as one:
        api = pair.here.server(
            SLUICE_OIDC_ISSUER=one.issuer,
            SLUICE_OIDC_AUDIENCE=AUDIENCE,
            SLUICE_OIDC_ROLES='{"shenji": "auditor"}',
            SLUICE_OIDC_ASK_AGAIN_SECONDS="0.05",
            SLUICE_OIDC_KEYS_FRESH_SECONDS="0.05",
        )
        assert ready(api)["identity_provider"] == "ok"
        one.leave()
        until(lambda: ready(api)["identity_provider"].startswith("away"))
        assert httpx.get(f"{api.url}/ready").status_code == 200
        one.come_back()
        until(lambda: ready(api)["identity_provider"] == "ok")
        api.child.stop()
    assert "identity_provider" not in ready(pair.api)


def test_metrics_are_on_a_port_of_their_own_and_not_among_the_public_routes(pair: Pair) -> None:
    """Processes of one machine that share the setting take one free port after the other."""
    assert httpx.get(f"{pair.api.url}/metrics").status_code == 404
    assert pair.api.metrics_port < pair.worker.metrics_port < pair.api.metrics_port + PORTS
    assert "sluice_commands_total" in pair.worker.scrape()
