"""`./sluice people delegate` and what belongs to it: substitutes, with dates."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import uuid4

import typer
from rich.console import Console
from rich.table import Table

from cli_register import Organisation_, Role_, opened, operator, utc
from store.clock import Clocks
from store.delegations import Delegations, asked_for
from store.people import Assignment, PeopleError

app = typer.Typer()


@app.command()
def delegate(
    principal: Annotated[str, typer.Argument(help="Id of the person who is stood in for.")],
    substitute: Annotated[str, typer.Argument(help="Id of the person who acts.")],
    organisation: Organisation_,
    role: Role_,
    until: Annotated[datetime, typer.Option(help="UTC; the first instant at which it no longer holds.")],
    ground: Annotated[str, typer.Option(help="Why.")],
    since: Annotated[datetime | None, typer.Option(help="UTC; without it, from now on.")] = None,
) -> None:
    """Let one person act for another, in one role that the other holds."""
    with opened() as database:
        now = Clocks(database).now()
        asked = asked_for(
            Assignment(role=role, organisation=organisation),
            principal=principal,
            substitute=substitute,
            valid_from=utc(since) or now,
            valid_to=utc(until),
            ground=ground,
            granted_by=operator(),
            granted_at=now,
        )
        made = Delegations(database).grant(uuid4().hex, asked)
    typer.echo(f"{made.id}: {substitute} acts for {principal} as {role} of {organisation}")


@app.command()
def end_delegation(delegation: Annotated[str, typer.Argument(help="Its id, as `delegations` shows it.")]) -> None:
    """End a delegation now."""
    with opened() as database:
        if not Delegations(database).end(delegation, operator()):
            raise PeopleError(f"no delegation {delegation} stands")
    typer.echo(f"{delegation} is ended")


@app.command()
def delegations(person: Annotated[str, typer.Argument(help="Whose; without it, everyone's.")] = "") -> None:
    """Show the newest delegations, given or received."""
    with opened() as database:
        found = Delegations(database).page(person, (None, ""), 200)
    table = Table("id", "for", "acts", "as", "from (UTC)", "to (UTC)", "ended", title="委托 · delegations")
    for one in found:
        held = f"{one.role} @ {one.organisation}"
        days = [f"{at.astimezone(UTC):%Y-%m-%d %H:%M}" for at in (one.valid_from, one.valid_to)]
        table.add_row(one.id, one.principal, one.substitute, held, *days, one.ended_by)
    Console().print(table)
