"""The guard of requests to addresses that others chose: none reaches what only we can reach.

The one place where it is decided. What is connected to is the very address that was judged, so a name
that resolves to something else a moment later gains nothing.
"""

import asyncio
import socket
import ssl
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

import httpx
from httpx_secure import SSRFProtectionError, httpx_ssrf_protection

_NAT64 = IPv6Network("64:ff9b::/96")
_NAMES_KEPT = 30  # seconds for which a name's address is used again
_CONNECTIONS = 200
REFUSED = "the address is not a public one"
Address = IPv4Address | IPv6Address


class AddressRefused(Exception):
    """The address leads to where no request of ours may go."""


@dataclass(frozen=True)
class Guard:
    """What may be called. `allowed` are exceptions as host:port, for development and tests only."""

    https_only: bool
    allowed: frozenset[str] = frozenset()

    def objection(self, url: str) -> str:
        """Why a URL is not taken, before any name is looked up; empty when nothing speaks against it."""
        try:
            parts = urlsplit(url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            return "it can't be read"
        if parts.scheme not in ("https",) if self.https_only else parts.scheme not in ("https", "http"):
            return "it must begin with https://"
        if not parts.hostname or parts.username is not None or parts.fragment or not url.isascii():
            return "it must name a host, in ASCII, without a user or a fragment"
        try:
            public = self.allows(parts.hostname, ip_address(parts.hostname), port)
        except ValueError:
            public = parts.hostname.rpartition(".")[2] not in ("localhost", "local", "internal") or self._excepted(
                parts.hostname, port
            )
        return "" if public else REFUSED

    def allows(self, host: str, address: Address, port: int) -> bool:
        """Whether the address that a host has may be connected to."""
        return is_public(address) or self._excepted(host, port)

    def client(self, timeout: float) -> httpx.AsyncClient:
        """A client that connects to nothing else; it follows no redirect and knows no proxy."""
        client = httpx.AsyncClient(
            timeout=timeout,
            verify=ssl.create_default_context(),
            trust_env=False,
            follow_redirects=False,
            limits=httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=20),
        )
        return httpx_ssrf_protection(
            client, check_globally_reachable=False, custom_validator=self.allows, dns_cache_ttl=_NAMES_KEPT
        )

    async def look_up(self, url: str) -> None:
        """Judge all addresses that the name has now. Raises AddressRefused, and OSError when it has none.

        The client judges the one that it takes again. This comes first because it connects before it
        judges: without a word sent, but others could learn which of our ports are open.
        """
        if self.objection(url):
            raise AddressRefused(REFUSED)
        parts = urlsplit(url)
        host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        if not all(self.allows(host, ip_address(str(one[4][0]).partition("%")[0]), port) for one in found):
            raise AddressRefused(REFUSED)

    def _excepted(self, host: str, port: int) -> bool:
        return f"{host}:{port}" in self.allowed


def refused(error: Exception) -> bool:
    """Whether this error says that the guard stopped a request."""
    return isinstance(error, AddressRefused | SSRFProtectionError)


def is_public(address: Address) -> bool:
    """Whether anyone on the internet reaches the address: an IPv4 one inside an IPv6 one counts too."""
    if isinstance(address, IPv6Address):
        carried = IPv4Address(address.packed[-4:]) if address in _NAT64 else address.ipv4_mapped
        if carried is not None:
            return is_public(carried)
        if any(not is_public(inner) for inner in (address.sixtofour, *(address.teredo or ())) if inner):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved and not address.is_unspecified
