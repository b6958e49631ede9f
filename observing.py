"""What a process shows to those who run it, on a port of its own: `/metrics` and `/ready`. Not for the public."""

import json
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager, suppress
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.types import StartResponse, WSGIEnvironment

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.registry import Collector

PORTS = 16  # tried from the one that is set: several processes of one machine share the setting
Missing = Callable[[], Mapping[str, str]]
"""The parts by name, each `ok` or what is wrong with it."""
_NOTICES_SECONDS = 0.1  # how soon it notices that it is to end

_log = structlog.get_logger()


@contextmanager
def observed(host: str, port: int, parts: Missing, collectors: Iterable[Collector] = ()) -> Generator[None]:
    """Serve until the block ends; `port` 0 serves nothing. Raises OSError when no port is free."""
    if not port:
        yield
        return
    own = CollectorRegistry()
    for collector in collectors:
        own.register(collector)
    server = _listening(host, port)
    server.set_app(_application(own, parts))
    Thread(target=server.serve_forever, args=(_NOTICES_SECONDS,), name="metrics", daemon=True).start()
    _log.info("metrics_served", port=server.server_port)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing: the log is for what happens."""


def _listening(host: str, port: int) -> _Server:
    for candidate in range(port, port + PORTS - 1):
        with suppress(OSError):  # another process of ours has it
            return _Server((host, candidate), _Quiet)
    return _Server((host, port + PORTS - 1), _Quiet)


def _application(own: CollectorRegistry, parts: Missing) -> Callable[[WSGIEnvironment, StartResponse], list[bytes]]:
    def answer(environ: WSGIEnvironment, start: StartResponse) -> list[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == "/metrics":
            start("200 OK", [("Content-Type", CONTENT_TYPE_LATEST)])
            return [generate_latest(REGISTRY) + generate_latest(own)]
        if path == "/ready":
            found = parts()
            ready = set(found.values()) <= {"ok"}
            start("200 OK" if ready else "503 Service Unavailable", [("Content-Type", "application/json")])
            return [json.dumps({"status": "ready" if ready else "not ready", "parts": found}).encode()]
        start("404 Not Found", [("Content-Type", "text/plain")])
        return [b"/metrics, /ready\n"]

    return answer
