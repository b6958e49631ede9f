"""Who asks, and what is there to be asked for: the people of an application, an item with data, a file."""

from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from composition import Store
from demo.cast import Casting
from demo.client import Person
from domain.items import Condition, ConditionKind, ItemContent, MaterialRequirement, OpenType
from domain.people import Role
from store import items

ITEM = ItemContent(
    item_id="torture-1",
    title="断电试验数据",
    publisher="publisher",
    open_type=OpenType.CONDITIONAL,
    conditions=(Condition(id="scenario", kind=ConditionKind.SCENARIO, text="仅用于试验"),),
    materials=(MaterialRequirement(id="proof", title="资质证明"),),
    source="sh-2025-110.csv",
)
_PEOPLE = {
    "ann": (Role.APPLICANT, "acme"),
    "bob": (Role.APPLICANT, "byte"),
    "clerk": (Role.PLATFORM_OPERATOR, "platform"),
    "reviewer": (Role.DATA_PUBLISHER, "publisher"),
    "department": (Role.COMPETENT_DEPARTMENT, "department"),
    "office": (Role.GENERAL_OFFICE, "office"),
}


@dataclass(frozen=True)
class Cast:
    """Everyone by role, and the file that each organisation may submit."""

    people: Mapping[Role, tuple[Person, ...]]
    material: Mapping[str, str]

    def everyone(self) -> tuple[Person, ...]:
        return tuple(person for group in self.people.values() for person in group)


def make_cast(store: Store, http: httpx.Client) -> Cast:
    """Record the people, publish the item, keep a file for each applicant, in an empty instance."""
    casting = Casting(store.database, http)
    people: dict[Role, tuple[Person, ...]] = {}
    for person, (role, organisation) in _PEOPLE.items():
        casting.organisation(organisation, f"{organisation}公司")
        made = casting.person(person, person, role, organisation)
        people[role] = (*people.get(role, ()), made)
    items.register(store.desk, ITEM, "torture")
    material = {
        person.organisation: store.material.keep(
            person.organisation, person.id, "application/pdf", b"%PDF-1.7 proof"
        ).id
        for person in people[Role.APPLICANT]
    }
    return Cast(people, material)
