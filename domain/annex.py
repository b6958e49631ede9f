"""The guidance directory of a year's plan: raw text in, rows out (P25, annex).

The text comes from a paginated table. Cells drift to a neighbouring column, the header returns on
every page, line breaks inside a cell became spaces. So a cell is known by what it says, never by
the column it stands in: a date, an agency on record, or else the title.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from domain.annex_text import AnnexError, Line, document_number, numbered, plan_year, table
from domain.value import Value

_DUE = re.compile(r"\d{1,2}月\d{1,2}日前")
_ALMOST_DUE = re.compile(r"\d+\s*月.*前?")
_SUFFIX = re.compile(r"_(法人|自然人)$")
_STUTTER = re.compile(r"(.{2,})\1")  # the same characters twice in a row


class PlanRow(Value):
    """One row of the directory, with the text it was read from."""

    no: int
    agency: str  # without inner spaces; repeated from above where the cell is empty
    title: str
    due: str
    due_date: date  # that day included, never moved to a working day
    subject_suffix: str  # 法人, 自然人 or nothing
    agency_raw: str
    due_raw: str  # empty: the date was inferred
    source_line: int
    raw: str  # the line, with tabs written as \t
    note: str = ""

    @property
    def needs_confirmation(self) -> bool:
        """Whether a person has to confirm the date, because the source does not give it."""
        return not self.due_raw


class Annex(Value):
    """A plan's directory: the instrument that published it, its year, its rows in order."""

    instrument: str
    year: int
    rows: tuple[PlanRow, ...]


class _Cells(Value):
    """A row's cells, told apart; an empty text where there is no such cell."""

    no: int
    line: Line
    agency: str
    title: str
    due: str


def parse_annex(text: str, agencies: Collection[str]) -> Annex:
    """Read the annex, alone or inside the whole instrument (P25, annex).

    `agencies` are the names on record, without spaces. A comment `# source-line: N` says that the
    line after it is line N of the source, so that an excerpt keeps the source's line numbers.
    Raises `AnnexError` at the first line that can't be read with certainty.
    """
    lines = numbered(text)
    year, instrument = plan_year(lines), document_number(lines)
    cells = [_tell_apart(no, line, agencies) for no, line in enumerate(table(lines), 1)]
    rows = [_row(each, agency, cells, year) for each, agency in _agencies_filled_down(cells)]
    return Annex(instrument=instrument, year=year, rows=tuple(_note_near_duplicates(rows)))


def _tell_apart(no: int, line: Line, agencies: Collection[str]) -> _Cells:
    agency, title, due = [list[str]() for _ in range(3)]
    for cell in filter(None, map(str.strip, line.text.split("\t")[1:])):
        if _DUE.fullmatch(cell):
            due.append(cell)
        elif _closed_up(cell) in agencies:
            agency.append(cell)
        elif _ALMOST_DUE.fullmatch(cell):
            problem = f"{cell!r} is not a date such as 12月31日前"
            raise AnnexError(line.number, problem, "correct the date")
        else:
            title.append(cell)
    if len(title) > 1:
        problem = f"{title[0]!r} is no known agency and {title[1]!r} follows it"
        remedy = "join the title's parts, or add the agency to organisations.toml"
        raise AnnexError(line.number, problem, remedy)
    if not title or len(agency) > 1 or len(due) > 1:
        problem = f"row {no} needs one title, at most one agency and one date"
        raise AnnexError(line.number, problem, "complete the row")
    texts = {"agency": "".join(agency), "title": title[0], "due": "".join(due)}
    return _Cells(no=no, line=line, **texts)


def _closed_up(text: str) -> str:
    return "".join(text.split())


def _agencies_filled_down(rows: Sequence[_Cells]) -> Iterator[tuple[_Cells, str]]:
    agency = ""
    for row in rows:
        agency = _closed_up(row.agency) or agency
        if not agency:
            raise AnnexError(row.line.number, "the first row names no agency", "add the agency")
        yield row, agency


def _row(cells: _Cells, agency: str, rows: Sequence[_Cells], year: int) -> PlanRow:
    due, note = cells.due, ""
    if not due:
        block = [row for row, its in _agencies_filled_down(rows) if its == agency and row.due]
        origin = _nearest(cells, block)
        due = origin.due
        note = f"due cell absent in seed; inferred from row {origin.no} (same agency block)"
    suffix = _SUFFIX.search(cells.title)
    return PlanRow(
        no=cells.no,
        agency=agency,
        title=cells.title,
        due=due,
        due_date=_due_date(cells.line, due, year),
        subject_suffix=suffix[1] if suffix else "",
        agency_raw=cells.agency,
        due_raw=cells.due,
        source_line=cells.line.number,
        raw=cells.line.text.replace("\t", r"\t"),
        note=note,
    )


def _nearest(row: _Cells, block: Sequence[_Cells]) -> _Cells:
    """The row to take a missing date from; of two at the same distance, the later."""
    if not block:
        problem = f"row {row.no} has no date, nor has any row of its agency"
        raise AnnexError(row.line.number, problem, "add the date")
    return min(block, key=lambda other: (abs(other.no - row.no), other.no < row.no))


def _due_date(line: Line, due: str, year: int) -> date:
    month, day = map(int, re.findall(r"\d+", due))
    try:
        return date(year, month, day)
    except ValueError as error:
        raise AnnexError(line.number, f"{due!r} is no day of {year}", "correct the date") from error


def _note_near_duplicates(rows: Sequence[PlanRow]) -> Iterator[PlanRow]:
    """Note rows that read the same without a stutter. All stay: only the source can merge them."""
    alike: defaultdict[tuple[str, str], list[PlanRow]] = defaultdict(list)
    for row in rows:
        alike[row.agency, _STUTTER.sub(r"\1", row.title)].append(row)
    for row in rows:
        group = alike[row.agency, _STUTTER.sub(r"\1", row.title)]
        yield _noted(row, group) if len(group) > 1 else row


def _noted(row: PlanRow, group: Sequence[PlanRow]) -> PlanRow:
    stutters = [f"{r.no} repeats {m[1]}" for r in group if (m := _STUTTER.search(r.title))]
    why = f"({', '.join(stutters)}, probable typo)" if stutters else "(same title)"
    note = f"near-duplicate pair {'/'.join(str(r.no) for r in group)} {why} - keep both"
    return row.model_copy(update={"note": f"{row.note}; {note}" if row.note else note})
