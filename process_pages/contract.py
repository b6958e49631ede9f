"""The API's contract, without an instance: it follows from the processes and the routes alone."""

from typing import Any, cast

from api.app import create_app
from api.parts import Parts
from api.problems import ProblemTable
from domain.processes import PROCESSES


class _Unserved:
    """Parts of an API that nobody asks: those that a request would need are not there."""

    deciders = {decider.name: decider for decider in PROCESSES}  # noqa: RUF012  # read alone
    problems = ProblemTable(PROCESSES)

    def __getattr__(self, name: str) -> None:
        return None


def contract() -> dict[str, Any]:
    """What `GET /openapi.json` answers."""
    return create_app(cast(Parts, _Unserved())).openapi()
