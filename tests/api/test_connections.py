"""What a connection may take before and after its request: real sockets, and times that are short here."""

import socket
import time
from collections.abc import Generator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
import pytest

from api import connections
from tests.api.served import Served

SECONDS = 0.4  # for a request's headers, here
HEAD = b"GET /health HTTP/1.1\r\nHost: here\r\n"
BODY = b"POST /v1/material HTTP/1.1\r\nHost: here\r\nContent-Length: 400000\r\n\r\n"


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", SECONDS)


@contextmanager
def connected(api: Served) -> Generator[socket.socket]:
    parts = urlsplit(api.url)
    with socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=10) as opened:
        yield opened


def until_closed(opened: socket.socket, piece: bytes = b"") -> tuple[bytes, float]:
    """What was answered until the connection ended, and after how many seconds; `piece` is sent all the while."""
    answered, begun = b"", time.monotonic()
    opened.settimeout(0.05)
    while time.monotonic() - begun < 10:
        try:
            opened.sendall(piece)
            if not (got := opened.recv(65_536)):
                return answered, time.monotonic() - begun
            answered += got
        except TimeoutError:
            continue
        except OSError:
            return answered, time.monotonic() - begun
    raise AssertionError("the connection is still open")


@pytest.mark.parametrize(
    ("sent", "piece"),
    [(b"", b""), (HEAD, b""), (HEAD, b"x"), (b"", b"\r\n")],
    ids=["nothing", "half a head", "a head letter by letter", "empty lines"],
)
def test_who_asks_nothing_or_slowly_is_cut_off(api: Served, sent: bytes, piece: bytes) -> None:
    """A request's headers have to be there within their time, however busily they come."""
    with connected(api) as opened:
        opened.sendall(sent)
        answered, after = until_closed(opened, piece)
        assert not answered and SECONDS * 0.9 < after < SECONDS * 10


def test_headers_have_an_end(api: Served) -> None:
    """More than their bytes are answered with 431, not kept."""
    with connected(api) as opened:
        opened.sendall(HEAD)
        answered, _ = until_closed(opened, b"X-Long: " + b"a" * 8000 + b"\r\n")
        assert answered in (b"", connections._TOO_LARGE)  # pyright: ignore[reportPrivateUsage]  # lost if we still wrote
    with connected(api) as opened:
        opened.sendall(HEAD + b"X-Long: " + b"a" * connections.HEAD_BYTES)
        assert opened.recv(100).startswith(b"HTTP/1.1 431 ")


def test_the_rest_of_a_body_that_was_answered_already_holds_nothing(api: Served) -> None:
    """Nobody waits for an upload without a key; who goes on sending a byte now and then is cut off."""
    with connected(api) as opened:
        opened.sendall(BODY)
        answered, after = until_closed(opened, b" ")
        assert answered.startswith(b"HTTP/1.1 401 ") and after < SECONDS * 10


def test_a_connection_goes_on_for_those_who_ask(api: Served) -> None:
    """Request after request, in pieces too, for longer than one of them may take."""
    with connected(api) as opened:
        for _ in range(6):
            opened.sendall(HEAD)
            time.sleep(SECONDS / 4)
            opened.sendall(b"\r\n")
            answer = b""
            while not answer.endswith(b'{"status":"alive"}'):  # it may come in pieces
                piece = opened.recv(4000)
                assert piece, answer
                answer += piece
            assert answer.startswith(b"HTTP/1.1 200 ")


def test_one_address_has_so_many_connections(api: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Further ones are closed at once, and there is room again as others end."""
    monkeypatch.setattr(connections, "OF_ADDRESS", 2)
    monkeypatch.setattr(connections, "HEAD_SECONDS", 60)
    with connected(api), connected(api), connected(api) as third:
        assert third.recv(10) == b""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            assert httpx.get(f"{api.url}/health").status_code == 200
            return
        except httpx.HTTPError:
            continue
    raise AssertionError("there is no room again")
