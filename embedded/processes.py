"""Sluice's own processes: `python -m server` and `python -m worker`, each with its log and readiness."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from signal import SIGTERM
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from embedded.child import Child

CHECKOUT = Path(__file__).resolve().parent.parent


def start_process(
    module: str,
    environment: Mapping[str, str],
    log: Path,
    *,
    ready_url: str = "",
    timeout: float = 60,
) -> Child:
    """Run `python -m module` with `environment` over ours; wait until `ready_url`, if any, answers 200.

    Raises `StartFailed` with the end of its log when it ends early or `timeout` seconds pass.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    child = Child(
        [sys.executable, "-m", module],
        name=module,
        log=log,
        stop_signal=SIGTERM,
        environment={**os.environ, **environment},
        folder=CHECKOUT,
    )
    if ready_url:
        child.wait_until(lambda: answers(ready_url), timeout)
    return child


def answers(url: str) -> bool:
    """Whether a GET of `url` is answered with 200 within five seconds."""
    try:
        with urlopen(url, timeout=5) as response:  # noqa: S310 - an address of our own making
            return bool(response.status == 200)
    except (HTTPError, URLError, ConnectionError, TimeoutError):
        return False
