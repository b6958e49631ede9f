"""Drawing cases to be spot-checked: the population as it is now, the draw on record, an order to each case drawn."""

from collections.abc import Sequence
from datetime import datetime

from psycopg.rows import DictRow

from domain.application.commands import OrderSpotCheck
from domain.application.spot_check import Sample
from domain.kernel import case_id_of
from domain.people import Actor
from domain.sampling import digest, draw
from domain.spot_check_draw import Draw
from domain.value import Value
from store.database import Database
from store.desk import Desk
from store.request import Request

# A publisher draws from its own agreements; who is bound to no case by a role draws from all.
_POPULATION = """
SELECT case_id FROM cases
WHERE process = 'application' AND phase IN ('delivered', 'deletion_due') AND (%(item)s = '' OR subject = %(item)s)
  AND CASE WHEN parties::jsonb ? %(role)s THEN parties::jsonb -> %(role)s ? %(organisation)s ELSE true END
ORDER BY case_id"""
_RECORD = """
INSERT INTO spot_check_draws (id, seed, size, item, population, population_sha256, drawn, actor, drawn_at)
VALUES (%(id)s, %(seed)s, %(size)s, %(item)s, %(population)s, %(population_sha256)s, %(drawn)s, %(actor)s,
    %(drawn_at)s)
ON CONFLICT (id) DO NOTHING"""
_ORDERS = """
SELECT case_id, reason FROM commands WHERE command_id = ANY(%s)"""


class NothingInUse(Exception):
    """No agreement is in use that the actor could check."""


class OtherDraw(Exception):
    """The key was used for another draw."""


class Order(Value):
    """What became of the order to one case; `reason` is empty when it was accepted."""

    case_id: str
    reason: str


class SpotChecks:
    """Draws, each recorded before the first case hears of it."""

    def __init__(self, database: Database, desk: Desk) -> None:
        self._database = database
        self._desk = desk

    def draw(self, key: str, actor: Actor, seed: str, size: int, item: str, now: datetime) -> Draw:
        """Draw and order; asked again with the same key, the same draw, and the orders that are still missing.

        Raises NothingInUse and OtherDraw, and what the desk raises.
        """
        draw_id = case_id_of("spot_check", f"{actor.id}/{key}")
        found = self.get(draw_id) or self._record(draw_id, actor, seed, size, item, now)
        if (found.seed, found.size, found.item) != (seed, size, item):
            raise OtherDraw
        for case_id in found.drawn:
            self._desk.handle(_order(found, case_id))
        return found

    def get(self, draw_id: str) -> Draw | None:
        """A recorded draw."""
        with self._database.connection() as connection:
            row = connection.execute("SELECT * FROM spot_check_draws WHERE id = %s", (draw_id,)).fetchone()
        return _read(row) if row else None

    def orders(self, found: Draw) -> tuple[Order, ...]:
        """What became of the orders, in order of rank; those not given yet are missing."""
        with self._database.connection() as connection:
            ids = [_command_id(found, case_id) for case_id in found.drawn]
            rows = connection.execute(_ORDERS, (ids,)).fetchall()
        reasons = {row["case_id"]: row["reason"] for row in rows}
        return tuple(Order(case_id=one, reason=reasons[one]) for one in found.drawn if one in reasons)

    def _record(self, draw_id: str, actor: Actor, seed: str, size: int, item: str, now: datetime) -> Draw:
        population = self._population(actor, item)
        if not population:
            raise NothingInUse
        made = {
            "id": draw_id,
            "seed": seed,
            "size": size,
            "item": item,
            "population": list(population),
            "population_sha256": digest(population),
            "drawn": list(draw(population, size, seed)),
            "actor": actor.model_dump_json(),
            "drawn_at": now,
        }
        with self._database.connection() as connection:
            connection.execute(_RECORD, made)
        found = self.get(draw_id)
        if found is None:
            raise RuntimeError(f"the draw {draw_id} was recorded and is not there")
        return found

    def _population(self, actor: Actor, item: str) -> Sequence[str]:
        values = {"item": item, "role": actor.role, "organisation": actor.organisation}
        with self._database.connection() as connection:
            return [row["case_id"] for row in connection.execute(_POPULATION, values).fetchall()]


def _command_id(found: Draw, case_id: str) -> str:
    return f"{found.id}/{case_id}"


def _order(found: Draw, case_id: str) -> Request:
    sample = Sample(
        draw=found.id,
        seed=found.seed,
        population=found.population_sha256,
        population_size=len(found.population),
        size=found.size,
        drawn=found.drawn,
    )
    return Request(
        process="application",
        case_id=case_id,
        command_id=_command_id(found, case_id),
        command=OrderSpotCheck(ground=sample),
        actor=found.actor,
        causation_id=found.id,
    )


def _read(row: DictRow) -> Draw:
    return Draw.model_validate({**row, "actor": Actor.model_validate_json(row["actor"])})
