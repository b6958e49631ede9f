"""One trace leads from a request through the log into the workflow, and to what it reports; off by itself."""

import json
from collections.abc import Generator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

import psycopg
import pytest

from domain.people import Role
from embedded.postgres import EmbeddedPostgres
from embedded.temporal import EmbeddedTemporal
from tests.operations.collector import Collector, Kept, collecting
from tests.operations.conftest import Pair
from tests.operations.demands import merged, told
from tests.operations.processes import Processes, Running, processes
from tests.parts import fresh_database, fresh_namespace
from tests.waiting import until
from tests.webhooks.receiving import FakeReceiver


@dataclass(frozen=True)
class Traced:
    """Processes that send their spans to the collector, soon after they end, and may tell the receiver."""

    here: Processes
    api: Running
    collector: Collector
    receiver: FakeReceiver


@pytest.fixture(scope="module")
def traced(
    postgres: EmbeddedPostgres,
    superuser: psycopg.Connection,
    migrated_template: str,
    temporal: EmbeddedTemporal,
    tmp_path_factory: pytest.TempPathFactory,
) -> Generator[Traced]:
    folder = tmp_path_factory.mktemp("traced")
    receiver = FakeReceiver(folder / "receiver")
    with ExitStack() as parts:
        collector = parts.enter_context(collecting())
        database = parts.enter_context(fresh_database(postgres, superuser, migrated_template))
        more = {
            "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
            "OTEL_BSP_SCHEDULE_DELAY": "100",
            "SLUICE_WEBHOOK_ALLOWED": json.dumps([receiver.address]),
            "SLUICE_WEBHOOK_RETRY_SECONDS": "[0.2]",
        }
        receiver.start()
        parts.callback(receiver.kill)
        namespace = fresh_namespace(temporal.address)
        here = parts.enter_context(processes(database, temporal.address, namespace, folder, **more))
        api, _ = here.server(), here.worker()
        yield Traced(here, api, collector, receiver)


def test_one_trace_leads_from_the_request_through_log_and_workflow_to_the_other_case(traced: Traced) -> None:
    """Each step under the one that brought it about, in both processes; the events carry it as their correlation."""
    here, api, collector = traced.here, traced.api, traced.collector
    first, second = merged(here, api.url)
    until(lambda: told(here, api.url, first, second))
    by_kind = {
        event["kind"]: event["correlation_id"]
        for case in (first, second)
        for event in here.get(api.url, Role.COMPETENT_DEPARTMENT, f"/v1/demands/{case}/events").json()["events"]
    }
    trace = by_kind["demand_merged"].split("-")[1]
    assert by_kind["messages_sent"].split("-")[1] == trace

    def reported() -> bool:
        return any(span.name == "report record_messages_sent" for span in collector.of(trace).values())

    until(reported)
    until(lambda: any(span.name.startswith("POST") for span in collector.of(trace).values()))
    spans = collector.of(trace)
    path = ["POST /v1/demands/{case_id}/merge-demand", "handle merge_demand", "tell DataDemand"]
    assert _path(spans, "do tell_main_demand") == [*path, "do tell_main_demand"]
    assert _path(spans, "report record_messages_sent") == [*path, "report record_messages_sent"]
    assert {span.service for span in spans.values()} == {"sluice-api", "sluice-worker"}


def test_each_attempt_to_tell_a_subscriber_belongs_to_the_trace_of_what_it_tells(traced: Traced) -> None:
    """From the request to the subscriber's answer, the failed attempt too; the subscriber's address is not in it."""
    here, api, collector, receiver = traced.here, traced.api, traced.collector, traced.receiver
    receiver.fail(times=1)
    wanted = {"url": f"{receiver.url}?token=secret", "types": ["sluice.demand.demand_merged"]}
    made = here.ask(api.url, Role.COMPETENT_DEPARTMENT, "/v1/webhooks", wanted)
    assert made.status_code == 201, made.text
    _, second = merged(here, api.url)
    until(lambda: len(sent(collector, second)) == 2)
    first, last = sent(collector, second)
    events = here.get(api.url, Role.COMPETENT_DEPARTMENT, f"/v1/demands/{second}/events").json()["events"]
    (trace,) = (one["correlation_id"].split("-")[1] for one in events if one["kind"] == "demand_merged")
    assert (first.trace, last.trace) == (trace, trace)
    until(lambda: first.parent in collector.of(trace))
    assert collector.of(trace)[first.parent].name == "handle merge_demand"
    assert (first.failed, first.said["http.response.status_code"], first.said["sluice.attempt"]) == (True, "500", "1")
    assert (last.failed, last.said["http.response.status_code"], last.said["sluice.attempt"]) == (False, "200", "2")
    assert first.said["sluice.webhook"] == made.json()["id"]
    assert not any("token=secret" in said for span in collector.spans for said in span.said.values())


def sent(collector: Collector, case: str) -> list[Kept]:
    """The attempts to tell a subscriber of that case, in their order."""
    return [span for span in collector.spans if span.name == "deliver webhook" and span.said["sluice.case"] == case]


def test_without_a_collector_the_request_s_own_id_is_carried_on_to_what_the_workflow_reports(pair: Pair) -> None:
    """So the log says what came of what, whether or not anyone traces."""
    here, api = pair.here, pair.api
    first, second = merged(here, api.url)
    until(lambda: told(here, api.url, first, second))
    events = here.get(api.url, Role.COMPETENT_DEPARTMENT, f"/v1/demands/{second}/events").json()["events"]
    correlation = {event["kind"]: event["correlation_id"] for event in events}
    assert len(correlation["demand_merged"]) == 32
    assert correlation["messages_sent"] == correlation["demand_merged"]


def _path(spans: Mapping[str, Kept], name: str) -> list[str]:
    """The names from the trace's first span to the one of that name."""
    (span,) = (span for span in spans.values() if span.name == name)
    names = [span.name]
    while span.parent:
        span = spans[span.parent]
        names.insert(0, span.name)
    return names
