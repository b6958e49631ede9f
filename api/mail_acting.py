"""A case as a mail's link shows it, and the actions that can be confirmed there."""

from dataclasses import dataclass, replace

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from api.actions import actions_of
from api.auth import Presented
from api.commands import asked_of, operations, settled
from api.openapi import Operation
from api.pages import page
from api.parts import Parts
from api.problems import Problem
from domain.deciding import due_by
from domain.kernel import AnyDecider, Reason
from domain.people import Actor
from store.cases import CaseRow
from store.mail_links import MailLink
from store.request import Outcome

_MOVED_ON = 412


@dataclass(frozen=True)
class Visit:
    """The link's person, signed in and in the link's role, and the case that it is about."""

    shown: Presented
    actor: Actor
    decider: AnyDecider
    row: CaseRow


class Acting:
    """The commands that a link may give: those that are complete without being told anything."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._offered = [one for one in operations(parts.deciders.values()) if not one.opens]
        self._complete = {(one.decider.name, one.kind): one for one in self._offered if _is_complete(one)}

    def page(self, request: Request, link: MailLink, visit: Visit, status: int = 200) -> Response:
        """The case, and what its reader may confirm now: nothing, once it has moved on."""
        row, decider = visit.row, visit.decider
        given = [one for one in self._offered if one.decider.name == decider.name]
        found = actions_of(given, row, visit.actor, self._parts, acting=visit.shown.may_act)
        moved = row.version != link.version
        allowed = [] if moved else [one for one in found if one.allowed]
        ready = [one for one in allowed if (decider.name, one.command) in self._complete]
        return page(
            request,
            "case.html",
            status,
            decider=decider,
            row=row,
            due=due_by(row.plan),
            actor=visit.actor,
            organisation=self._parts.people.names([visit.actor.organisation]).get(visit.actor.organisation, ""),
            moved=moved,
            read_only=not visit.shown.may_act,
            ready=ready,
            elsewhere=[one for one in allowed if one not in ready],
            mark=self._parts.browser.mark(request, link.form),
        )

    async def act(self, request: Request, link: MailLink, visit: Visit, kind: str) -> Response:
        """Give the command as the link's person, and show what became of it."""
        operation = self._complete.get((visit.decider.name, kind))
        if operation is None:
            raise Problem("not_found", "no command that a link may give")
        try:
            outcome = await self._settled(request, link, visit, operation)
        except Problem as problem:
            if problem.reason != Reason.STALE_VERSION:
                raise
            row = await run_in_threadpool(self._parts.cases.get, link.case_id)
            now = replace(visit, row=row or visit.row)
            return await run_in_threadpool(self.page, request, link, now, _MOVED_ON)
        return page(request, "done.html", decider=visit.decider, kind=kind, outcome=outcome)

    async def _settled(self, request: Request, link: MailLink, visit: Visit, operation: Operation) -> Outcome:
        asked = asked_of(
            operation,
            operation.command(),
            visit.actor,
            case_id=link.case_id,
            idempotency=f"mail-{link.id}-{operation.kind}",  # pressed again: the same outcome
            expected=link.version,  # so whatever else it offered is too late once one was done
            correlation=request.state.request_id,
            key=visit.shown.key,
        )
        return await settled(self._parts, operation, asked)


def _is_complete(operation: Operation) -> bool:
    return not any(field.is_required() for field in operation.command.model_fields.values())
