"""Where no request of ours may go: every spelling of an address of our own, and names that change their mind."""

import socket
from ipaddress import ip_address
from typing import Any

import httpx
import pytest

from activities.outgoing import AddressRefused, Guard, is_public
from embedded.temporal import EmbeddedTemporal
from tests.webhooks.hooked import Hooked
from tests.webhooks.receiving import FakeReceiver
from tests.workflows.instance import until

ELSEWHERE = "8.8.8.8"
GUARD = Guard(https_only=False)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "fe80::1", "fc00::1", "ff02::1", "2001:db8::1",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::",
    ],
)  # fmt: skip
def test_an_address_of_our_own_is_not_public(address: str) -> None:
    """Loopback, private, link-local, shared, multicast, reserved, and any of them inside an IPv6 address."""
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    """Also one inside an IPv6 address."""
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "LOCALHOST", "0", "127.0.0.1.",
        "[::1]", "[::ffff:127.0.0.1]",
    ],
)  # fmt: skip
async def test_no_spelling_of_loopback_is_reached(receiver: FakeReceiver, host: str) -> None:
    """Neither the look before nor the client itself lets it pass, though somebody listens there."""
    url = f"http://{host}:{receiver.port}/hook"
    with pytest.raises((AddressRefused, OSError)):  # some have no address by that name
        await GUARD.look_up(url)
    async with GUARD.client(2) as client:
        with pytest.raises((httpx.HTTPError, httpx.InvalidURL)):
            await client.get(url)
    assert receiver.received() == []


def test_only_https_is_taken_in_production() -> None:
    """Elsewhere http is taken too."""
    assert "https" in Guard(https_only=True).objection("http://example.org/")
    assert Guard(https_only=True).objection("https://example.org/hook") == ""
    assert GUARD.objection("http://example.org/hook") == ""


def test_an_exception_is_for_one_host_and_port() -> None:
    """Another port of the same host stays closed."""
    guard = Guard(https_only=False, allowed=frozenset({"127.0.0.1:9000"}))
    assert guard.objection("http://127.0.0.1:9000/") == ""
    assert guard.objection("http://127.0.0.1:9001/") != ""


class Rebinding:
    """A name server that answers with an address of the internet first, and with ours from then on."""

    def __init__(self, name: str, honest: int) -> None:
        self.name = name
        self.honest = honest
        self.real = socket.getaddrinfo
        self.asked = 0

    def __call__(self, host: Any, port: Any, *args: Any, **named: Any) -> Any:
        """As `socket.getaddrinfo`."""
        if host not in (self.name, self.name.encode()):
            return self.real(host, port, *args, **named)
        self.asked += 1
        address = ELSEWHERE if self.asked <= self.honest else "127.0.0.1"
        return self.real(address, port, *args, **named)


@pytest.mark.parametrize("honest", [0, 1])
async def test_a_name_that_changes_its_mind_reaches_nothing(
    hooked: Hooked, receiver: FakeReceiver, temporal: EmbeddedTemporal, monkeypatch: pytest.MonkeyPatch, honest: int
) -> None:
    """Whether it names us at once or only after it was judged: refused, written down, and not one request came."""
    names = Rebinding("rebinding.example.org", honest)
    monkeypatch.setattr(socket, "getaddrinfo", names)
    webhook, _ = hooked.subscribe(f"http://{names.name}:{receiver.port}/hook")
    hooked.instance.open()
    async with hooked.serving(temporal.address):
        await until(lambda: hooked.settled(webhook, 1))
    assert names.asked > honest
    assert {attempt.error for attempt in hooked.attempts(webhook)} == {"the address is not a public one"}
    assert receiver.received() == []
