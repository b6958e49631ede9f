"""`./sluice docs`: write the pages, by asking every process what it does, and the client, from the contract."""

import gc
from dataclasses import replace
from pathlib import Path

import typer

from domain.policy import Exploratory
from domain.processes import PROCESSES
from process_pages.client import client_files
from process_pages.conformance import PAGE as CONFORMANCE
from process_pages.conformance import conformance_page, requirements
from process_pages.exploring import Unreached, explore
from process_pages.findings import Findings
from process_pages.sampling import Shelf
from process_pages.visibility import PAGE as VISIBILITY
from process_pages.visibility import page as visibility_page
from process_pages.writing import page
from store.rules_files import load_rulebook

CHECKOUT = Path(__file__).resolve().parents[1]
PAGE = CHECKOUT / "docs" / "processes.md"
CLIENT = CHECKOUT / "client"
RULEBOOK = load_rulebook(CHECKOUT / "rules" / "shanghai")

EVERYTHING = Exploratory(use_without_application=True)

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


# with what a city may switch on: the pages show it, and its commands say that it is off as shipped
EXPLORED = replace(RULEBOOK, policy=RULEBOOK.policy.model_copy(update={"exploratory": EVERYTHING}))


def explore_all() -> list[Findings]:
    """What every process was found to do. Raises `Unreached` when part of one stayed in the dark."""
    shelf = Shelf()
    gc.disable()  # of millions of values none is part of a ring; looking for rings takes a quarter of the time
    try:
        return [explore(process, EXPLORED, shelf) for process in PROCESSES]
    finally:
        gc.enable()


@app.command()
def write() -> None:
    """Walk every process and write the pages, then the client from the contract.

    Fails when a phase, command or event is out of reach.
    """
    try:
        pages = {
            PAGE: page(explore_all(), RULEBOOK),
            VISIBILITY: visibility_page(PROCESSES),
            CONFORMANCE: conformance_page(requirements()),
        }
    except Unreached as silent:
        typer.echo(f"sluice docs: {silent}", err=True)
        raise typer.Exit(1) from silent
    client = {CLIENT / name: text for name, text in client_files().items()}
    for file, text in (pages | client).items():
        fresh = file.exists() and file.read_text(encoding="utf-8") == text
        file.write_text(text, encoding="utf-8")
        typer.echo(f"{file.relative_to(CHECKOUT)} {'was up to date' if fresh else 'written'}")
