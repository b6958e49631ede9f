"""Who asks, and what is there to be asked for: the people of every process, an item with data, files.

It is the world that the commands' examples speak of, so that an example fits it with few changes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import httpx

from composition import Store
from demo.cast import Casting
from demo.client import Person
from domain.items import Condition, ConditionKind, ItemContent, MaterialRequirement, OpenType
from domain.kernel import AnyDecider
from domain.people import Role
from domain.visibility import SEES_ALL
from store import items

ITEM = ItemContent(
    item_id="sh-2025-110",
    title="断电试验数据",
    publisher="sh-qixiangju",
    open_type=OpenType.CONDITIONAL,
    conditions=(Condition(id="scenario", kind=ConditionKind.SCENARIO, text="仅用于试验"),),
    materials=(
        MaterialRequirement(id="qualification", title="资质证明"),
        MaterialRequirement(id="security_system", title="数据安全管理制度"),
    ),
    source="sh-2025-110.csv",
)
_ORGANISATIONS: Mapping[Role, Sequence[str]] = {
    Role.APPLICANT: ("o-shenjiang", "o-byte"),
    Role.DATA_PUBLISHER: (ITEM.publisher, "sh-lvhua"),
    Role.DESIGNATED_OFFICER: (ITEM.publisher,),
    Role.PUBLISHER_HEAD: (ITEM.publisher,),
    Role.EXPERT: ("sh-experts",),
    Role.CONSULTATION_POINT: ("sh-xinxi-xiehui",),
}


@dataclass(frozen=True)
class Cast:
    """Everyone by role, and the file that each organisation may submit."""

    people: Mapping[Role, tuple[Person, ...]]
    material: Mapping[str, str]

    def everyone(self) -> tuple[Person, ...]:
        return tuple(person for group in self.people.values() for person in group)

    def overseer(self) -> Person:
        """Someone whose role sees every case."""
        return next(person for person in self.everyone() if person.role in SEES_ALL)


def make_cast(store: Store, http: httpx.Client) -> Cast:
    """Record the people, publish the item, keep a file for each organisation, in an empty instance."""
    casting = Casting(store.database, http)
    people: dict[Role, tuple[Person, ...]] = {}
    for role in sorted(_roles(store.deciders.values())):
        for organisation in _ORGANISATIONS.get(role, (f"o-{role}".replace("_", "-"),)):
            casting.organisation(organisation, f"{organisation}公司")
            name = f"someone-of-{organisation}" if role is Role.EXPERT else f"{role}-{organisation}".replace("_", "-")
            people[role] = (*people.get(role, ()), casting.person(name, name, role, organisation))
    items.register(store.desk, ITEM, "torture")
    cast = Cast(people, {})
    material = {
        person.organisation: store.material.keep(
            person.organisation, person.id, "application/pdf", f"%PDF-1.7 of {person.organisation}".encode()
        ).id
        for person in cast.everyone()
    }
    return Cast(people, material)


def _roles(deciders: Iterable[AnyDecider]) -> set[Role]:
    """Every role that any process's permissions name, and those that see all."""
    named = {role for decider in deciders for row in decider.permissions.values() for role in row}
    return (named | SEES_ALL) - {Role.CLOCK}
