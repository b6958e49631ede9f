"""The shortest way to work for the worker: a demand merged into another, which the worker tells."""

from domain.people import Role
from tests.operations.processes import Processes

ASKED = {"title": "逐小时降水实况", "need": "沿江配送需要按小时的降水实况", "category": "economy"}


def merged(here: Processes, url: str) -> tuple[str, str]:
    """A demand, and another that was merged into it: the worker owes the first one a message."""
    first, second = (_submitted(here, url) for _ in range(2))
    answer = here.ask(url, Role.COMPETENT_DEPARTMENT, f"/v1/demands/{second}/merge-demand", {"into": first})
    assert answer.status_code == 200, answer.text
    return first, second


def told(here: Processes, url: str, first: str, second: str) -> bool:
    """Whether the first knows of the second, and the second knows that it was told."""
    main, other = (here.get(url, Role.COMPETENT_DEPARTMENT, f"/v1/demands/{case}").json() for case in (first, second))
    return bool(main["state"]["dossier"]["merged"] == [second] and other["duties"] == [])


def _submitted(here: Processes, url: str) -> str:
    answer = here.ask(url, Role.APPLICANT, "/v1/demands", ASKED)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])
