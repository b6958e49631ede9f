"""Searching the cases that one may see: by their title and subject, their parties' names, or their whole id.

A text is found by any part of it, in any script. Migration 0012 says how it is kept.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain.kernel import AnyDecider
from domain.people import Actor
from domain.visibility import SEES_ALL, View, may_see
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

    def __init__(self, database: Database, cases: Cases, deciders: Mapping[str, AnyDecider]) -> None:
        self._database = database
        self._cases = cases
        self._deciders = deciders

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
        organisations = self._named(wanted)
        parties = [_quoted(f"@{one}") for one in organisations]
        values = {
            "asked": _asked(actor, words, parties),
            "parts": words,
            "parties": " | ".join(parties),
            "before": before[0] if before else "infinity",
            "below": before[1] if before else "",
        }
        found: list[CaseRow] = []
        while missing := limit - len(found):
            rows = self._rows({**values, "limit": missing})
            found += (row for row in rows if self._tells(actor, row, words, organisations))
            if len(rows) < missing:
                break
            values |= {"before": rows[-1].opened_at, "below": rows[-1].case_id}
        return found

    def _named(self, text: str) -> list[str]:
        """The organisations whose name or id the text is a part of."""
        with self._database.connection() as connection:
            return [row["id"] for row in connection.execute(_ORGANISATIONS, {"text": text, "most": NAMED}).fetchall()]

    def _rows(self, values: Mapping[str, Any]) -> list[CaseRow]:
        with self._database.connection() as connection:
            return [self._cases.read(row) for row in connection.execute(_PAGE, values).fetchall()]

    def _tells(self, actor: Actor, row: CaseRow, words: list[str], organisations: list[str]) -> bool:
        """Whether it is found by what the actor is shown of it: a party that they are not told of finds nothing."""
        shown = f"{row.summary.title} {row.summary.subject}".lower()
        if all(word in shown for word in words):
            return True
        parties = View.of(self._deciders[row.process], actor, row.summary).parties(row.summary)
        told = {one for group in parties.values() for one in group} | {*row.summary.applicants}
        return not told.isdisjoint(organisations)


def _asked(actor: Actor, words: list[str], parties: list[str]) -> str:
    """What the terms of a case have to hold, as a tsquery."""
    terms = " & ".join(_quoted(term) for word in words for term in _terms(word))
    either = " | ".join([f"({terms})", *parties])
    if actor.role in SEES_ALL:
        return f"({either})"
    who = " | ".join(_quoted(f"@{one}") for one in (actor.organisation, actor.id))
    return f"({who}) & ({either})"


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
