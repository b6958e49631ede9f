"""One trace from a request through the log into the workflow and what it reports (OpenTelemetry, W3C Trace Context).

Nothing is stored for it but what is there anyway: an event's correlation id is the `traceparent` of the span in which
it was decided, and what a workflow or a subscriber is told carries it on. Without a collector no spans are made, and
the correlation id is the request's own.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_TRACER = trace.get_tracer("sluice")
_W3C = TraceContextTextMapPropagator()


@contextmanager
def span(
    name: str, parent: str = "", kind: trace.SpanKind = trace.SpanKind.INTERNAL, **said: str
) -> Generator[trace.Span]:
    """A span under `parent`, a traceparent; under the present one where `parent` is none. `said` become attributes."""
    if isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):  # nobody has set one up
        yield trace.INVALID_SPAN
        return
    carried: Mapping[str, str] = {"traceparent": parent}
    under = _W3C.extract(carried) if parent else None
    attributes = {f"sluice.{key}": value for key, value in said.items() if value}
    with _TRACER.start_as_current_span(name, under, kind, attributes) as one:
        yield one


def correlation(otherwise: str = "") -> str:
    """The traceparent of the present span; `otherwise` where nothing is traced."""
    if not trace.get_current_span().get_span_context().is_valid:
        return otherwise
    carrier: dict[str, str] = {}
    _W3C.inject(carrier)
    return carrier.get("traceparent", otherwise)
