"""One trace leads from a request through the log into the workflow, and to what it reports; off by itself."""

from collections.abc import Generator, Mapping
from pathlib import Path

import pytest

from domain.people import Role
from embedded.temporal import EmbeddedTemporal
from tests.operations.collector import Collector, Kept, collecting
from tests.operations.demands import merged, told
from tests.operations.processes import Processes, processes, until
from tests.parts import Database, fresh_namespace


@pytest.fixture
def collector() -> Generator[Collector]:
    with collecting() as found:
        yield found


@pytest.fixture
def traced(
    database: Database, temporal: EmbeddedTemporal, tmp_path: Path, without_settings: None, collector: Collector
) -> Generator[Processes]:
    """Processes that send their spans to the collector, soon after they end."""
    more = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_BSP_SCHEDULE_DELAY": "100"}
    with processes(database, temporal.address, fresh_namespace(temporal.address), tmp_path, **more) as found:
        yield found


def test_one_trace_leads_from_the_request_through_log_and_workflow_to_the_other_case(
    traced: Processes, collector: Collector
) -> None:
    """Each step under the one that brought it about, in both processes; the events carry it as their correlation."""
    api, _ = traced.server(), traced.worker()
    first, second = merged(traced, api.url)
    until(lambda: told(traced, api.url, first, second))
    by_kind = {
        event["kind"]: event["correlation_id"]
        for case in (first, second)
        for event in traced.get(api.url, Role.COMPETENT_DEPARTMENT, f"/v1/demands/{case}/events").json()["events"]
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


def test_without_a_collector_the_request_s_own_id_is_carried_on_to_what_the_workflow_reports(here: Processes) -> None:
    """So the log says what came of what, whether or not anyone traces."""
    api, _ = here.server(), here.worker()
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
