"""Free loopback ports, taken from below the range the kernel gives to outgoing connections.

A port from that range could be taken by any client while our server is down for a restart, and a
client that retries such a port can even end up connected to itself.
"""

import socket
from secrets import randbelow

LOWEST, COUNT = 15_000, 15_000


def is_free(port: int) -> bool:
    """Say whether a server could listen on 127.0.0.1 at `port` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a port that is free now; who loses it to a neighbour in between tries again."""
    for _ in range(1000):
        if is_free(port := LOWEST + randbelow(COUNT)):
            return port
    raise RuntimeError(f"no free loopback port between {LOWEST} and {LOWEST + COUNT}")
