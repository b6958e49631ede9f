"""Which case is meant at a terminal, and what the API says of it, by the typed client."""

from typing import Annotated, Any

import typer

from cli_case_fields import WrongFields
from client import Sluice, models
from client.problems import NotFound
from domain.kernel import AnyDecider
from domain.processes import PROCESSES

CaseId = Annotated[str, typer.Argument(metavar="CASE", help="案件编号 the case's id, or process/id")]
AsRole = Annotated[str, typer.Option("--role", envvar="SLUICE_ROLE", help="以何角色 · role, or role@organisation")]
_BY_NAME = {one.name: one for one in PROCESSES} | {one.plural: one for one in PROCESSES}


def process_of(name: str) -> AnyDecider:
    """The process of that name or path. Raises WrongFields, with those there are."""
    if name not in _BY_NAME:
        known = "、".join(one.name for one in PROCESSES)
        raise WrongFields(f"请指明流程：{known}\nname a process, one of these: {known}")
    return _BY_NAME[name]


def find(api: Sluice, case: str, as_of: str = "") -> tuple[AnyDecider, models.CaseView]:
    """The case and its process, which is looked for when it isn't named. Raises the problem `unknown_case`."""
    process, _, case_id = case.rpartition("/")
    deciders = [process_of(process)] if process else list(PROCESSES)
    for decider in deciders:
        try:
            answer = api.ask("GET", f"/v1/{decider.plural}/{case_id}", query={"as_of": as_of or None})
        except NotFound:
            if decider is deciders[-1]:
                raise
        else:
            return decider, models.CaseView.model_validate_json(answer.content)
    raise AssertionError("there is a process at least")


def actions_of(api: Sluice, case: models.CaseView) -> models.Actions:
    """What the caller may do with the case now, and why not the rest."""
    return models.Actions.model_validate_json(api.ask("GET", case.links["actions"]).content)


def deadlines_of(api: Sluice, case: models.CaseView) -> models.DeadlineHistory:
    """Every deadline that the case had or has, with its receipt."""
    return models.DeadlineHistory.model_validate_json(api.ask("GET", case.links["deadlines"]).content)


def events_of(api: Sluice, case: models.CaseView) -> list[dict[str, Any]]:
    """What happened, oldest first, as far as the caller may know."""
    found, cursor = list[dict[str, Any]](), ""
    while True:
        answer = api.ask("GET", case.links["events"], query={"cursor": cursor})
        page = models.EventPage.model_validate_json(answer.content)
        found += page.events
        cursor = page.next_cursor
        if not cursor:
            return found
