"""What the caller may do with a case now, and why not the rest: the same rules that decisions ask."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field

from api.auth import Caller, may_act
from api.cases import READING, finder
from api.commands import operations
from api.openapi import Operation, problem_responses
from api.parts import Parts, parts_of
from api.problems import ProblemTable
from domain.kernel import AnyDecider
from domain.may import may
from domain.people import Actor, Role
from domain.value import Value
from store.cases import CaseRow

READ_ONLY = "scope"  # the rule of the API's own: a key that only reads
_YES = {"zh": "该角色在此阶段可以办理", "en": "This role may ask for it in this phase"}
_IT_DEPENDS = {
    "zh": "该角色在此阶段可以办理；是否须回避，还要看所填的 {fields}",
    "en": "This role may ask for it in this phase; four eyes may still refuse it for its {fields}",
}
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
    depends_on: tuple[str, ...] = Field(
        description="of what is `allowed`: fields of the body for which `four_eyes` may still refuse it, as it depends"
        " on whom or which case they name"
    )
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
        found = actions_of(given, row, actor, parts_of(request), acting=may_act(request))
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
    operations: Iterable[Operation], row: CaseRow, actor: Actor, parts: Parts, *, acting: bool
) -> tuple[Action, ...]:
    """What the rules say of each, the allowed ones first. `acting` is whether the actor's key may do more than read."""
    found = [_action(one, row, actor, parts, acting=acting) for one in operations]
    return tuple(sorted(found, key=lambda action: not action.allowed))


def _action(operation: Operation, row: CaseRow, actor: Actor, parts: Parts, *, acting: bool) -> Action:
    decider, kind = operation.decider, operation.kind
    verdict = may(decider, kind, row.state, actor, parts.registry)
    silent = verdict.allowed and not acting
    rule, reason = (READ_ONLY, "scope_needed") if silent else (verdict.rule, verdict.reason or "")
    depends_on = () if reason else decider.four_eyes_on.get(kind, ())
    return Action(
        command=kind,
        label={"zh": decider.labels.zh.get(kind, kind), "en": decider.labels.en.get(kind, kind)},
        path=operation.path.format(case_id=row.case_id),
        allowed=verdict.allowed and acting,
        rule=rule,
        reason=reason,
        depends_on=depends_on,
        why=_why(parts.problems, reason, depends_on),
    )


def _why(problems: ProblemTable, reason: str, depends_on: Sequence[str]) -> _Words:
    if reason and (kind := problems.kind(reason)):
        return {"zh": kind.zh, "en": kind.en}
    if depends_on:
        return {
            "zh": _IT_DEPENDS["zh"].format(fields="、".join(depends_on)),
            "en": _IT_DEPENDS["en"].format(fields=", ".join(depends_on)),
        }
    return _YES
