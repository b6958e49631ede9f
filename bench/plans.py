"""What PostgreSQL did for each query: the plans as they were carried out, those of its functions' queries too."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.sql import SQL, Composed, Identifier, Literal

from bench.instance import Instance
from bench.workload import DECIDERS
from composition import Store, open_store
from embedded.postgres import APP

_EXPLAINING = {
    "session_preload_libraries": "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_timing": "off",
    "auto_explain.log_nested_statements": "on",
    "auto_explain.log_format": "json",
}
_REMOVED = ("Rows Removed by Filter", "Rows Removed by Join Filter", "Rows Removed by Index Recheck")
_Node = Mapping[str, Any]


@dataclass(frozen=True)
class Plans:
    """How many there were, which tables they read from end to end, and the most rows that one step looked at."""

    count: int
    read_through: tuple[str, ...]
    most_rows: int


def carried_out(at: Instance, work: Callable[[Store], object]) -> Plans:
    """The plans of all that the work asks of a store that is opened for it."""
    assert at.stack.postgres, "the bench starts its own"
    log, superuser = at.stack.postgres.home.folder / "log", at.stack.postgres.superuser_url
    with psycopg.connect(superuser, autocommit=True) as connection:
        for name, value in _EXPLAINING.items():
            told = SQL("ALTER ROLE {} SET {} = {}").format(Identifier(APP), _setting(name), Literal(value))
            connection.execute(told)
        begin = log.stat().st_size
        try:
            with open_store(at.stack.settings, DECIDERS) as store:
                work(store)
        finally:
            connection.execute(SQL("ALTER ROLE {} RESET ALL").format(Identifier(APP)))
    with log.open("rb") as written:
        written.seek(begin)
        plans = list(_plans(written.read().decode()))
    nodes = [node for plan in plans for node in _nodes(plan) if node["Actual Loops"]]
    through = {node["Relation Name"] for node in nodes if node["Node Type"].endswith("Seq Scan")}
    return Plans(len(plans), tuple(sorted(through)), max(map(_rows, nodes), default=0))


def _setting(name: str) -> Composed:
    return SQL(".").join(map(Identifier, name.split(".")))


def _plans(log: str) -> Iterator[_Node]:
    """Those in PostgreSQL's log: a message's further lines begin with a tab."""
    for message in log.replace("\n\t", "\t").splitlines():
        _, found, plan = message.partition(" plan:\t")
        if found:
            yield json.loads(plan)["Plan"]


def _nodes(plan: _Node) -> Iterator[_Node]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)


def _rows(node: _Node) -> int:
    """Rows that a step gave or passed over, all its rounds together."""
    rows: float = (node["Actual Rows"] + sum(node.get(name, 0) for name in _REMOVED)) * node["Actual Loops"]
    return round(rows)
