"""What one connection may take before there is a request that could be counted: time, bytes, and its address's others.

uvicorn bounds none of it: who sends a header a minute, headers without end, or a body that nobody reads any more would
hold a connection, or the memory, for ever.
"""

from asyncio import BaseTransport, TimerHandle, Transport
from collections import Counter
from typing import Any, ClassVar, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.limiting import network_of

HEAD_SECONDS = 10.0  # from the first byte, or the last answer's end, until a request's headers are there
HEAD_BYTES = 64 * 1024  # of the request line and its headers
OF_ADDRESS = 256  # open connections of one address; behind a balancer it is the balancer's to bound them
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class Connection(HttpToolsProtocol):
    """One connection to the API."""

    _open: ClassVar[Counter[str]] = Counter()  # by address

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._address = ""
        self._waiting: TimerHandle | None = None  # for the next request's headers
        self._head: int | None = None  # bytes of them so far; None between the headers' end and the next request

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(cast(Transport, transport))
        self._address = network_of(self.client[0]) if self.client else ""
        self._open[self._address] += 1
        if self._open[self._address] > OF_ADDRESS and not self.config.proxy_headers:
            self.transport.close()
        else:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._open[self._address] -= 1
        if not self._open[self._address]:
            del self._open[self._address]
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._waiting is None and self.cycle.response_complete:
            self._wait()  # a request to come, or the rest of one that was answered already
        super().data_received(data)
        if self._head is not None:
            self._head += len(data)
            if self._head > HEAD_BYTES and not self.transport.is_closing():
                self.transport.write(_TOO_LARGE)
                self.transport.close()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head = 0

    def on_headers_complete(self) -> None:
        self._head = None
        self._stop_waiting()
        super().on_headers_complete()

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
