"""The work that is measured: cases of 8 commands, asked in order by the people that a case needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bench.process import MEASURED, STEPS, OpenMeasured, TakeStep
from composition import Store
from domain.application import APPLICATION
from domain.application.commands import (
    AcceptMaterials,
    ApproveApplication,
    DraftApplication,
    EditDraft,
    SubmitApplication,
)
from domain.application.papers import DeliveryMode, SubmittedMaterial
from domain.items import Condition, ConditionKind, ItemContent, MaterialRequirement, OpenType
from domain.kernel import AnyDecider
from domain.open_list_item import OPEN_LIST_ITEM
from domain.people import Actor, Role
from domain.value import Value
from store import items
from store.people import Assignment, Organisation
from store.request import Request

DECIDERS: tuple[AnyDecider, ...] = (MEASURED, APPLICATION, OPEN_LIST_ITEM)
BODY = 300  # bytes of JSON a command
_ITEM = "bench-1"
_CAST = {
    "applicant": (Role.APPLICANT, "bench-applicant"),
    "operator": (Role.PLATFORM_OPERATOR, "bench-platform"),
    "publisher": (Role.DATA_PUBLISHER, "bench-publisher"),
}


@dataclass(frozen=True)
class Ask:
    """One command, and who gives it."""

    who: str
    command: Value


@dataclass(frozen=True)
class Workload:
    """What is asked of each case of a process, in order."""

    decider: AnyDecider
    asks: tuple[Ask, ...]

    @property
    def name(self) -> str:
        return self.decider.name


@dataclass(frozen=True)
class Cast:
    """The people of the bench: as actors for `handle`, by their keys over HTTP."""

    actors: Mapping[str, Actor]
    keys: Mapping[str, str]

    def request(self, workload: Workload, case_id: str, n: int) -> Request:
        """The n-th command for a case, as `handle` takes it."""
        ask = workload.asks[n]
        return Request(workload.name, case_id, f"{case_id}/{n}", ask.command, self.actors[ask.who])


def set_up(store: Store) -> tuple[Cast, tuple[Workload, Workload]]:
    """Make the people, the item and the material in an empty database. Returns who asks, and what."""
    store.people.add_organisations(Organisation(id=of, name_zh=of) for _, of in _CAST.values())
    keys: dict[str, str] = {}
    for who, (role, organisation) in _CAST.items():
        keys[who] = store.people.add(who, "", "", Assignment(role=role, organisation=organisation))
    actors = {who: Actor(id=who, role=role, organisation=of) for who, (role, of) in _CAST.items()}
    items.register(store.desk, _item(), "bench")
    material = store.material.keep("bench-applicant", "applicant", "application/pdf", b"%PDF-1.7 bench")
    return Cast(actors, keys), (_measured(), _application(material.id))


def opening(words: str = "", due: datetime | None = None) -> OpenMeasured:
    """Open a measured case whose first limit is due then, else in 10 working days."""
    return OpenMeasured(words=words, due=due)


def _measured() -> Workload:
    first = Ask("applicant", opening(_filler(opening())))
    steps = (TakeStep(number=number, words="") for number in range(2, STEPS + 1))
    rest = (Ask("applicant", step.model_copy(update={"words": _filler(step)})) for step in steps)
    return Workload(MEASURED, (first, *rest))


def _application(material: str) -> Workload:
    draft = DraftApplication(item_id=_ITEM, scenario="-", delivery=DeliveryMode.API)
    edits = (EditDraft(scenario=f"{n}", delivery=DeliveryMode.API) for n in range(4))
    written = [Ask("applicant", _padded(draft)), *(Ask("applicant", _padded(edit)) for edit in edits)]
    papers = (SubmittedMaterial(requirement="proof", material=material),)
    return Workload(
        APPLICATION,
        (
            *written,
            Ask("applicant", SubmitApplication(materials=papers, rules_accepted=True)),
            Ask("operator", AcceptMaterials()),
            Ask("publisher", ApproveApplication(conditions_met=True, risk_note="r" * 200)),
        ),
    )


def _padded(command: DraftApplication | EditDraft) -> Value:
    return command.model_copy(update={"scenario": command.scenario + _filler(command)})


def _filler(command: Value) -> str:
    return "w" * max(0, BODY - len(command.model_dump_json()))


def _item() -> ItemContent:
    return ItemContent(
        item_id=_ITEM,
        title="bench",
        publisher="bench-publisher",
        open_type=OpenType.CONDITIONAL,
        conditions=(Condition(id="scenario", kind=ConditionKind.SCENARIO, text="bench"),),
        materials=(MaterialRequirement(id="proof", title="bench"),),
    )
