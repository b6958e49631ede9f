"""A desk over the toy process, on a real database."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from domain.items import PublishedItem
from domain.kernel import AnyDecider, Sketch
from domain.people import Actor, Role
from domain.value import Value
from store.codec import Codec
from store.database import Database
from store.desk import Desk
from store.handle import Handler
from store.request import Request
from store.rules import Rules
from tests.toy import TOY, OpenToy

RULES = Path(__file__).parents[2] / "rules" / "shanghai"
WANG = Actor(id="p-wang", role=Role.APPLICANT, organisation="o-wang")
LI = Actor(id="p-li", role=Role.APPLICANT, organisation="o-li")


class NoRegistry:
    """The toy looks nothing up."""

    def item(self, item_id: str) -> PublishedItem | None:
        raise LookupError(item_id)

    def case(self, case_id: str) -> Value | None:
        raise LookupError(case_id)

    def suspended(self, item_id: str) -> bool:
        raise LookupError(item_id)

    def find(self, process: str, *, subject: str = "", applicant: str = "", publisher: str = "") -> tuple[Sketch, ...]:
        raise LookupError(process)

    def material(self, material_id: str) -> str | None:
        raise LookupError(material_id)

    def held(self, role: Role, organisation: str, at: datetime) -> bool:
        return True

    def signature_holds(self, key_id: str, organisation: str, digest: str, signature: str) -> bool:
        raise LookupError(key_id)


@contextmanager
def a_desk(url: str, decider: AnyDecider = TOY) -> Generator[Desk]:
    database = Database(url)
    handler = Handler(database, {decider.name: Codec(decider)}, Rules(RULES, database), NoRegistry())
    desk = Desk(handler, database)
    try:
        yield desk
    finally:
        desk.close()
        database.close()


def asked(case: str, command: Value, *, key: str = "", actor: Actor = WANG, version: int | None = None) -> Request:
    """A request under a command id of its own, unless `key` names one."""
    command_id = key or f"{case}/{datetime.now(UTC).isoformat()}"
    return Request("toy", case, command_id, command, actor, expected_version=version)


def opened(case: str, *dues: datetime) -> Request:
    return asked(case, OpenToy(dues=dues), key=f"{case}/open")
