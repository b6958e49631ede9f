"""`./sluice people`: organisations, people, their roles and keys, and the keys they sign with."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from pydantic import TypeAdapter, ValidationError
from rich.console import Console
from rich.table import Table

import cli_delegations
from cli_register import Id, Organisation_, Role_, opened, operator, utc
from composition import RULES, shipped_organisations
from domain.mail import Address
from settings import load_settings
from store.access_log import AccessLog, What, Who
from store.mail_people import MailPeople
from store.people import Assignment, Organisation, People, PeopleError
from store.publishers import publishers
from store.rules import Rules
from store.signing_keys import SigningKeys

app = typer.Typer(no_args_is_help=True, help="Make, list and revoke people and their API keys.")
signing = typer.Typer(no_args_is_help=True, help="Keys with which an organisation signs.")
app.add_typer(signing, name="signing-key")
app.add_typer(cli_delegations.app)


@app.command()
def add_organisation(
    organisation: Annotated[str, typer.Argument(help="A new id, which never changes.")],
    name: Annotated[str, typer.Argument(help="Its name in Chinese.")],
    name_en: Annotated[str, typer.Option(help="Its name in English.")] = "",
) -> None:
    """Record an organisation, or give a known one its new name."""
    with opened() as database:
        made = Organisation(id=organisation, name_zh=name, name_en=name_en)
        People(database).add_organisations([made])
    typer.echo(f"{organisation}: {name}")


@app.command()
def load_organisations() -> None:
    """Record the city's own organisations, as the rules name them."""
    with opened() as database:
        found = shipped_organisations()
        People(database).add_organisations(found)
    typer.echo(f"{len(found)} organisations")


@app.command()
def add(
    person: Annotated[str, typer.Argument(help="A new id; the log names this alone.")],
    organisation: Organisation_,
    role: Role_,
    name: Annotated[str, typer.Option(help="Kept where it can be erased.")] = "",
    contact: Annotated[str, typer.Option(help="Kept where it can be erased.")] = "",
) -> None:
    """Record a person with a role, and show their key this once."""
    with opened() as database:
        assignment = Assignment(role=role, organisation=organisation)
        key = People(database).add(person, name, contact, assignment)
    _show_key(person, key)


@app.command()
def grant(
    person: Id,
    organisation: Organisation_,
    role: Role_,
    until: Annotated[datetime | None, typer.Option(help="UTC; without it, until ended.")] = None,
) -> None:
    """Let a person hold one more role from now on."""
    with opened() as database:
        assignment = Assignment(role=role, organisation=organisation)
        People(database).grant(person, assignment, utc(until))
    typer.echo(f"{person} is {role} of {organisation}")


@app.command()
def end(person: Id, organisation: Organisation_, role: Role_) -> None:
    """End a role now."""
    with opened() as database:
        if not People(database).end(person, Assignment(role=role, organisation=organisation)):
            raise PeopleError(f"{person} is not {role} of {organisation} now")
    typer.echo(f"{person} is no longer {role} of {organisation}")


@app.command()
def new_key(
    person: Id,
    read_only: Annotated[bool, typer.Option("--read-only", help="It reads, and gives no command.")] = False,
    until: Annotated[datetime | None, typer.Option(help="UTC; without it, until revoked.")] = None,
) -> None:
    """Make one more key of a person, and show it this once."""
    with opened() as database:
        key = People(database).new_key(person, "read" if read_only else "act", utc(until))
    _show_key(person, key)


@app.command()
def revoke_key(prefix: Annotated[str, typer.Argument(help="slc_ and twelve digits.")]) -> None:
    """Revoke a key; it opens nothing from the next request on."""
    with opened() as database:
        if not People(database).revoke_key(prefix):
            raise PeopleError(f"no live key begins with {prefix}")
    typer.echo(f"{prefix} is revoked")


@app.command()
def erase(person: Id) -> None:
    """Empty a person's name, contact and mail address. The log keeps naming the id."""
    with opened() as database:
        if not People(database).erase(person):
            raise PeopleError(f"{person} is unknown, or erased already")
    typer.echo(f"{person} is erased")


@app.command()
def mail(
    person: Id,
    address: Annotated[str, typer.Argument(help="Checked by you; an empty one takes it away.")],
) -> None:
    """Let mail reach a person at this address. One who stopped the mail stays untold until they resume it."""
    settings = load_settings()
    with opened() as database:
        rules = Rules(RULES, database)
        people = MailPeople(database, rules, settings.mail_digest_hour, settings.mail_asked_per_hour)
        people.set_address(person, _checked(address))
        reached = people.told(person) is not None
    typer.echo(f"{person} {'is told by mail' if reached else 'is not told by mail'}")


@app.command("list")
def show() -> None:
    """Show people with their roles and keys, organisations, and publishers that named no officer."""
    with opened() as database:
        read = What(what="names", route="sluice people list")
        AccessLog(database).record(Who(person=operator(), credential="shell"), read)
        people, organisations = People(database).listed(), People(database).organisations()
        vacant = [one for one in publishers(database) if not one.officer]
    console = Console()
    table = Table("person", "name", "roles now", "keys", title="人员 · people")
    for one in people:
        table.add_row(one.id, one.name, "\n".join(one.roles), "\n".join(one.keys))
    console.print(table)
    table = Table("organisation", "名称", "name", title="机构 · organisations")
    for body in organisations:
        table.add_row(body.id, body.name_zh, body.name_en)
    console.print(table)
    for publisher in vacant:
        told = "" if publisher.head else "，也没有负责人 and no head"
        console.print(f"[bold yellow]未指定专人 no named officer{told}: {publisher.id} {publisher.name_zh}")


@signing.command("new")
def new_signing_key(
    organisation: Annotated[str, typer.Argument(help="Id of the organisation.")],
    file: Annotated[Path, typer.Argument(help="Where the private key is written; must be new.")],
) -> None:
    """Make a key pair: the private key goes into a file that its owner alone reads, and nowhere else."""
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    try:
        made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise typer.BadParameter(f"{file} is there already; name a new file") from None
    with os.fdopen(made, "wb") as out:
        out.write(pem)
    with opened() as database:
        key_id = SigningKeys(database).register(organisation, public)
    typer.echo(f"{key_id}\nprivate key in {file}; keep it to yourself, we have none")


@signing.command("register")
def register_signing_key(
    organisation: Annotated[str, typer.Argument(help="Id of the organisation.")],
    public_pem: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
) -> None:
    """Register an organisation's public Ed25519 key."""
    with opened() as database:
        typer.echo(SigningKeys(database).register(organisation, public_pem.read_bytes()))


def _checked(address: str) -> str:
    try:
        return address and TypeAdapter[str](Address).validate_python(address)
    except ValidationError:
        raise PeopleError("that is no mail address") from None


def _show_key(person: str, key: str) -> None:
    typer.echo(f"key of {person}, shown this once:\n{key}")


if __name__ == "__main__":
    app()
