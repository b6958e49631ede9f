"""A city's folder of rules, read into the domain's types. Anything wrong in it is BadRules."""

import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from domain.application.agreement import AgreementTemplate
from domain.calendar import Calendar
from domain.notices import CalendarYear, Statutory
from domain.policy import Policy
from domain.rulebook import Rulebook
from domain.value import Value

V = TypeVar("V", bound=Value)


class BadRules(ValueError):
    """A file of rules that can't be used: which file, which entries, and what to do about it."""

    def __init__(self, origin: str, problems: list[str]) -> None:
        super().__init__(f"{origin}: {'; '.join(problems)}. Nothing was changed: correct the file.")
        self.origin = origin
        self.problems = problems


def load_rulebook(folder: Path) -> Rulebook:
    """The rulebook of a city, such as rules/shanghai.

    Reads policy.toml, statutory.toml and calendars/YYYY.toml. Raises BadRules.
    """
    statutory = _parse(Statutory, _read(folder / "statutory.toml"), "statutory.toml")
    policy = _parse(Policy, _read(folder / "policy.toml"), "policy.toml")
    years = tuple(_load_year(path) for path in sorted((folder / "calendars").glob("*.toml")))
    if not years:
        raise BadRules("calendars", ["holds no YYYY.toml: add the notices of at least one year"])
    return Rulebook(policy, Calendar(years, statutory))


def parse_calendar(text: str, origin: str) -> CalendarYear:
    """A year's notices from the text of a calendar file; `origin` names it in BadRules."""
    return _parse(CalendarYear, text, origin)


def load_agreement_template(folder: Path) -> AgreementTemplate:
    """The newest template of a folder: files end in _1.toml, _2.toml and so on. Raises BadRules."""
    paths = sorted(folder.glob("*_*.toml"), key=lambda path: int(path.stem.rpartition("_")[2]))
    if not paths:
        raise BadRules("agreement", ["holds no template such as data_use_1.toml"])
    return _parse(AgreementTemplate, _read(paths[-1]), f"agreement/{paths[-1].name}")


def _load_year(path: Path) -> CalendarYear:
    origin = f"calendars/{path.name}"
    year = parse_calendar(_read(path), origin)
    if path.stem != str(year.year):
        raise BadRules(origin, [f"it says year = {year.year}: name the file after its year"])
    return year


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadRules(path.name, [f"cannot be read as UTF-8 text ({error})"]) from error


def _parse(kind: type[V], text: str, origin: str) -> V:
    try:
        return kind.model_validate(tomllib.loads(text))
    except ValidationError as error:
        raise BadRules(origin, [_problem(detail) for detail in error.errors()]) from error
    except ValueError as error:  # TOMLDecodeError names the line; a date such as 02-30 is one too
        raise BadRules(origin, [f"is not valid TOML: {error}"]) from error


def _problem(detail: Any) -> str:  # pydantic's ErrorDetails, whose `input` and `loc` are untyped
    """One of pydantic's findings as `notices, entry 1, off, entry 3: what is wrong`."""
    where = ", ".join(f"entry {at + 1}" if isinstance(at, int) else str(at) for at in detail["loc"])
    match detail["type"]:
        case "missing":
            what = "is missing: add it"
        case "extra_forbidden":
            what = "is not known here: remove it or correct its name"
        case "date_type" | "date_from_datetime_inexact" | "is_instance_of":
            what = f"{detail['input']!r} is not a date such as 2026-10-01 without quotes"
        case _:
            what = detail["msg"].removeprefix("Value error, ")
    return f"{where}: {what}" if where else what
