"""What the caller may do with a case now, and why not the rest: the same rules that decisions ask."""

from collections.abc import Iterable
from functools import cache
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field

from api.auth import Caller, may_act
from api.cases import READING, finder
from api.commands import operations
from api.openapi import Operation, problem_responses
from api.parts import parts_of
from api.problems import ProblemTable
from domain.kernel import AnyDecider
from domain.may import may
from domain.people import Actor, Role
from domain.value import Value
from store.cases import CaseRow

READ_ONLY = "scope"  # the rule of the API's own: a key that only reads
_YES = {"zh": "该角色在此阶段可以办理", "en": "This role may ask for it in this phase"}
_Words = dict[str, str]


class Action(Value):
    """One command, and the rule that says whether the caller may ask for it."""

    command: str
    label: _Words = Field(description="the command in Chinese (zh) and English (en)")
    method: Literal["POST"] = "POST"
    path: str
    allowed: bool
    rule: str = Field(
        description="`whitelist` is a yes; `role`, `phase`, `organisation`, `four_eyes`, `scope` are a no"
    )
    reason: str = Field(description="the `reason` that the refusal would have; empty when allowed")
    why: _Words = Field(description="the rule in words")


class Actions(Value):
    """Every command that people give to such a case, the allowed ones first.

    Not a promise: what is allowed may still be refused for what it says, or because the case has moved on.
    """

    id: str
    version: int
    phase: str
    role: Role = Field(description="the role you asked in; `Sluice-Role` chooses another")
    organisation: str
    on_behalf_of: str
    actions: tuple[Action, ...]


@cache  # made once for all applications of this process: FastAPI takes long
def action_routes(decider: AnyDecider) -> APIRouter:
    """The actions of one process's cases."""
    router = APIRouter(prefix=f"/v1/{decider.plural}", tags=[decider.plural])
    given = [one for one in operations([decider]) if not one.opens]

    @router.get("/{case_id}/actions", operation_id=f"actions_of_{decider.name}", responses=problem_responses(*READING))
    def actions(
        request: Request, response: Response, actor: Caller, row: Annotated[CaseRow, Depends(finder(decider))]
    ) -> Actions:
        """What you may do with the case now, and why not the rest. A command may still be refused for what it says."""
        response.headers["ETag"] = f'"{row.version}"'
        found = actions_of(given, row, actor, parts_of(request).problems, acting=may_act(request))
        return Actions(
            id=row.case_id,
            version=row.version,
            phase=row.summary.phase,
            role=actor.role,
            organisation=actor.organisation,
            on_behalf_of=actor.on_behalf_of,
            actions=found,
        )

    return router


def actions_of(
    operations: Iterable[Operation], row: CaseRow, actor: Actor, problems: ProblemTable, *, acting: bool
) -> tuple[Action, ...]:
    """What the rules say of each, the allowed ones first. `acting` is whether the actor's key may do more than read."""
    found = [_action(one, row, actor, problems, acting=acting) for one in operations]
    return tuple(sorted(found, key=lambda action: not action.allowed))


def _action(operation: Operation, row: CaseRow, actor: Actor, problems: ProblemTable, *, acting: bool) -> Action:
    words, kind = operation.decider.labels, operation.kind
    verdict = may(operation.decider, kind, row.state, actor)
    silent = verdict.allowed and not acting
    rule, reason = (READ_ONLY, "scope_needed") if silent else (verdict.rule, verdict.reason or "")
    return Action(
        command=kind,
        label={"zh": words.zh.get(kind, kind), "en": words.en.get(kind, kind)},
        path=operation.path.format(case_id=row.case_id),
        allowed=verdict.allowed and acting,
        rule=rule,
        reason=reason,
        why=_why(problems, reason),
    )


def _why(problems: ProblemTable, reason: str) -> _Words:
    kind = problems.kind(reason) if reason else None
    return {"zh": kind.zh, "en": kind.en} if kind else _YES
