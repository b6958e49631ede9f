"""What `./sluice up` and `./sluice statistics` say when a document that rules rest on ends soon (R22 §39)."""

from collections.abc import Sequence
from contextlib import closing

from composition import RULES
from domain.policy import Instrument
from store.clock import Clocks
from store.database import Database
from store.rules_files import load_rulebook


def lines(ending: Sequence[Instrument]) -> list[str]:
    """One line for each document, for a rich console."""
    return [
        f"[bold yellow]有效期将至 {one.valid_to} 届满 · in force until {one.valid_to}: {one.zh} · {one.en}"
        for one in ending
    ]


def ending_now(database_url: str) -> Sequence[Instrument]:
    """The documents that end soon, by the clock of the instance at that address."""
    with closing(Database(database_url)) as database:
        return load_rulebook(RULES).ending(Clocks(database).now())
