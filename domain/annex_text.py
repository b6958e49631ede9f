"""Where the directory stands in the text of a plan: its document number, its year, its rows."""

import re
from collections.abc import Iterator, Sequence

from domain.value import Value

HEADER = ("序号", "部门", "计划开放目录名称", "计划开放时间")
_INSTRUMENT = re.compile(r"[\u4e00-\u9fff]+〔\d{4}〕\d+号")
_YEAR = re.compile(r"(\d{4})\s*年度\S*公共数据开放指导目录")
_SOURCE_LINE = re.compile(r"# source-line: (\d+)")


class AnnexError(ValueError):
    """The text is not a readable annex; says on which line, and what to do. Nothing was read."""

    def __init__(self, line: int, problem: str, remedy: str) -> None:
        super().__init__(f"line {line}: {problem}; {remedy}")
        self.line = line


class Line(Value):
    """A line and its number, from 1, in the source."""

    number: int
    text: str


def numbered(text: str) -> tuple[Line, ...]:
    """All lines, with the numbers that `# source-line: N` comments give to what follows them."""
    return tuple(_number(text.lstrip("\ufeff").replace("\r\n", "\n").split("\n")))


def _number(texts: Sequence[str]) -> Iterator[Line]:
    number = 0
    for text in texts:
        number += 1
        yield Line(number=number, text=text)
        if offset := _SOURCE_LINE.fullmatch(text.strip()):
            number = int(offset[1]) - 1


def plan_year(lines: Sequence[Line]) -> int:
    """The year in the directory's heading; `AnnexError` when there is none, or more than one."""
    found = {int(match[1]): line for line in lines if (match := _YEAR.search(line.text))}
    if len(found) == 1:
        return next(iter(found))
    what = "several years" if found else "no year"
    where = max((line.number for line in found.values()), default=1)
    remedy = "keep one heading such as 2025年度…公共数据开放指导目录"
    raise AnnexError(where, f"{what} in the directory's heading", remedy)


def document_number(lines: Sequence[Line]) -> str:
    """The number of the instrument, the first in the text; `AnnexError` when there is none."""
    for line in lines:
        if match := _INSTRUMENT.search(line.text):
            return match.group()
    raise AnnexError(1, "no document number such as 沪数〔2025〕12号", "add it above the table")


def table(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The rows in unbroken sequence from 1, without headers and page breaks.

    Text before the table and after it is passed over. Raises `AnnexError` for a row that is
    missing or out of turn, and for anything that stands between two rows.
    """
    rows: list[Line] = []
    inside, after = False, 0
    for line in lines:
        is_header = tuple(line.text.split()) == HEADER
        inside = inside or is_header
        if not inside or not line.text.strip():
            continue
        if after and (is_header or "\t" in line.text):
            raise AnnexError(after, "text between two rows", "join it to its row or remove it")
        if is_header:
            continue
        if _is_row(line, expected=len(rows) + 1):
            rows.append(line)
        else:
            after = after or line.number
    if not rows:
        remedy = f"it must begin with the header {' '.join(HEADER)}"
        raise AnnexError(lines[-1].number, "no table found", remedy)
    return tuple(rows)


def _is_row(line: Line, expected: int) -> bool:
    """Whether the line is the row expected here; anything without a tab is text after the table."""
    if "\t" in line.text:
        if line.text.split("\t")[0].strip() == str(expected):
            return True
        problem = f"row {expected} should be here"
        raise AnnexError(line.number, problem, "restore the missing or misnumbered row")
    if line.text.split()[0] == str(expected):
        problem = f"row {expected} has no tabs between its cells"
        raise AnnexError(line.number, problem, "put the tabs back")
    return False
