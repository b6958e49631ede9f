"""Statistics per agency, for any past date: as JSON, and as a table for a spreadsheet."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import AwareDatetime

from api.auth import Caller
from api.openapi import problem_responses
from api.parts import Parts, parts_of
from api.problems import Problem
from api.reading import instant
from domain.days import SHANGHAI
from domain.people import PUBLISHERS_SIDE, Actor
from domain.policy import Instrument
from domain.statistics.tally import ALL, FIGURES, Cell, Figure
from domain.value import Value
from domain.visibility import SEES_ALL
from store.statistics import Statistics, statistics

router = APIRouter(prefix="/v1/statistics", tags=["statistics"])
_READING = (400, 401, 403, 422, 503)
HEADINGS = ("机构 agency", "名称 name", "指标 figure", "说明", "meaning", "值 value", "样本 of", "单位", "效力", "依据")
AsOf = Annotated[str, Query(max_length=40, description="RFC 3339 instant, included; now when empty")]
Since = Annotated[str, Query(max_length=40, description="RFC 3339 instant; the start of that year when empty")]


class StatisticsView(Value):
    """The figures of a period, as the log says them. `agency` is empty for all together."""

    as_of: AwareDatetime
    since: AwareDatetime
    policy_version: str
    calendar_version: str
    ending: tuple[Instrument, ...]  # documents that rules rest on, whose last day was near then (R22 §39)
    figures: tuple[Figure, ...]
    agencies: Mapping[str, str]  # names by id
    cells: tuple[Cell, ...]


@router.get("", operation_id="statistics", responses=problem_responses(*_READING))
def figures(request: Request, actor: Caller, as_of: AsOf = "", since: Since = "") -> StatisticsView:
    """Figures per agency and in total, up to an instant. Those who supervise see all, a publisher its own."""
    parts = parts_of(request)
    found, cells = _read(parts, actor, as_of, since)
    return StatisticsView(
        as_of=found.as_of,
        since=found.since,
        policy_version=found.policy_version,
        calendar_version=found.calendar_version,
        ending=found.ending,
        figures=FIGURES,
        agencies=dict(sorted(parts.people.names({cell.agency for cell in cells}).items())),
        cells=cells,
    )


@router.get(
    ".csv",
    operation_id="statistics_table",
    responses=problem_responses(*_READING) | {200: {"content": {"text/csv": {}}}},
    response_class=Response,
)
def table(request: Request, actor: Caller, as_of: AsOf = "", since: Since = "") -> Response:
    """The same figures, one row each, for a spreadsheet: UTF-8 with a mark, so that Chinese is read."""
    parts = parts_of(request)
    _, cells = _read(parts, actor, as_of, since)
    names = parts.people.names({cell.agency for cell in cells})
    return Response("\ufeff" + write_table(cells, names), media_type="text/csv; charset=utf-8")


def write_table(cells: tuple[Cell, ...], names: Mapping[str, str]) -> str:
    """The cells as CSV, headings first; a figure without observations has an empty value."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows(_rows(cells, names))
    return text.getvalue()


def _rows(cells: tuple[Cell, ...], names: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    known = {figure.key: figure for figure in FIGURES}
    for cell in cells:
        figure = known[cell.figure]
        name = names.get(cell.agency, "全部 all" if cell.agency == ALL else "")
        value = "" if cell.value is None else f"{cell.value:g}"
        words = (figure.zh, figure.en, value, str(cell.of), figure.unit, figure.strength.value, figure.source)
        yield (cell.agency, name, cell.figure, *words)


def _read(parts: Parts, actor: Actor, as_of: str, since: str) -> tuple[Statistics, tuple[Cell, ...]]:
    if actor.role not in SEES_ALL.union(PUBLISHERS_SIDE):
        raise Problem("forbidden", "statistics are for those who supervise, and for publishers")
    now = parts.clocks.now()
    until = instant(as_of) if as_of else now
    if until > now:
        raise Problem("malformed_as_of", "the figures of a day to come can't be known")
    begin = instant(since) if since else _start_of_year(until)
    found = statistics(parts.database, parts.deciders, parts.rules, begin, until)
    seen = found.cells if actor.role in SEES_ALL else tuple(c for c in found.cells if c.agency == actor.organisation)
    return found, seen


def _start_of_year(at: datetime) -> datetime:
    return datetime(at.astimezone(SHANGHAI).year, 1, 1, tzinfo=SHANGHAI)
