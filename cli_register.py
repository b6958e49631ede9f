"""What the commands about people have in common."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from getpass import getuser
from typing import Annotated

import typer

from cli_database import open_database
from domain.organisations import OrganisationsError
from domain.people import Role
from store.database import Database, DatabaseAway
from store.people import PeopleError

Id = Annotated[str, typer.Argument(help="Id of the person.")]
Organisation_ = Annotated[str, typer.Option("--organisation", help="Id of the organisation.")]
Role_ = Annotated[Role, typer.Option("--role", help="The role to hold there.")]


def utc(given: datetime | None) -> datetime | None:
    return given.replace(tzinfo=UTC) if given else None


def operator() -> str:
    """The account at this machine, as it stands in the records."""
    return f"shell:{getuser()}"


@contextmanager
def opened() -> Generator[Database, None, None]:
    """The instance's database; what can't be done ends with a message and code 1."""
    try:
        with open_database() as database:
            yield database
    except (PeopleError, OrganisationsError, DatabaseAway) as refusal:
        typer.echo(f"people: {refusal}", err=True)
        raise typer.Exit(1) from None
