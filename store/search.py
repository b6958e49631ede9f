"""Searching the cases that one may see: by their title and subject, their parties' names, or their whole id.

A text is found by any part of it, in any script. Migrations 0012 and 0019 say how it is kept.
"""

import re
from datetime import datetime

from domain.people import Actor
from domain.visibility import SEES_ALL, may_see
from store.cases import CaseRow, Cases
from store.database import Database

NAMED = 200  # organisations of one name part that are looked for
_WORDS = re.compile(r"[^ \t\r\n\u00a0\u3000]+")
_ORGANISATIONS = """
SELECT id FROM organisations WHERE strpos(lower(name_zh || ' ' || name_en), %(text)s) > 0 OR id = %(text)s
ORDER BY id LIMIT %(most)s"""
_PAGE = """
SELECT c.* FROM search_cases(
    %(asked)s::tsquery, %(parts)s::text[], %(parties)s::tsquery, %(before)s::timestamptz, %(below)s, %(limit)s
) AS found JOIN cases c ON c.case_id = found ORDER BY c.opened_at DESC, c.case_id DESC"""


class NothingToFind(ValueError):
    """The text holds no letter and no digit."""


class Search:
    """Pages of found cases."""

    def __init__(self, database: Database, cases: Cases) -> None:
        self._database = database
        self._cases = cases

    def page(self, actor: Actor, text: str, before: tuple[datetime, str] | None, limit: int) -> list[CaseRow]:
        """Visible cases that hold every word of the text, newest first, opened before (instant, case id).

        Closed ones too. A case whose id is the text is alone. Raises NothingToFind.
        """
        wanted = text.strip().lower()
        words = _WORDS.findall(wanted)
        if not any(character.isalnum() for character in wanted):
            raise NothingToFind(text)
        named = self._cases.get(text.strip())
        if named and may_see(actor, named.summary):
            return [named] if before is None else []
        with self._database.connection() as connection:
            rows = connection.execute(_ORGANISATIONS, {"text": wanted, "most": NAMED}).fetchall()
            parties = _parties(actor, [row["id"] for row in rows])
            values = {
                "asked": _asked(actor, words, parties),
                "parts": words,
                "parties": parties,
                "before": before[0] if before else "infinity",
                "below": before[1] if before else "",
                "limit": limit,
            }
            found = connection.execute(_PAGE, values).fetchall()
        return [self._cases.read(row) for row in found]


def _asked(actor: Actor, words: list[str], parties: str) -> str:
    """What the terms of a case have to hold, as a tsquery."""
    terms = " & ".join(_quoted(term) for word in words for term in _terms(word))
    either = f"({terms}) | {parties}" if parties else f"({terms})"
    return f"({either})" if actor.role in SEES_ALL else f"({_own(actor)}) & ({either})"


def _parties(actor: Actor, named: list[str]) -> str:
    """What holds where one of these is a party, as a tsquery; empty for none of them.

    '=' are parties that whoever sees a case is told of, '@' all of them: for who sees every case, but for their own,
    of which they are told no more than others who asked.
    """
    told, every = (" | ".join(_quoted(f"{sign}{one}") for one in named) for sign in "=@")
    return f"{told} | (({every}) & !({_own(actor)}))" if named and actor.role in SEES_ALL else told


def _own(actor: Actor) -> str:
    return " | ".join(_quoted(f"@{one}") for one in (actor.organisation, actor.id))


def _terms(word: str) -> list[str]:
    """Pairs of neighbours that hold every character of a word, or its one character.

    Not all its pairs: each costs a look into the index, and what is found is compared with the whole word anyway.
    """
    last = len(word) - 2
    return [word[n : n + 2] for n in {*range(0, last, 2), last}] if last >= 0 else [word]


def _quoted(term: str) -> str:
    """A term as it stands in a tsquery."""
    doubled = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
