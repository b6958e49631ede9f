"""What an application's case carries with it, whatever its phase."""

from typing import Annotated

from domain import standing
from domain.application.commitment import Broken, MaybeCommitment, MaybeSupervision, NoCommitment, NoSupervision
from domain.application.duties import BESIDE
from domain.application.papers import Acknowledgement, Contents, Earlier, NotAcknowledged, SubmittedMaterial
from domain.application.restrictions import Restriction
from domain.application.review_papers import ReviewPapers
from domain.application.spot_check import Check, NoCheck
from domain.application.sub_orders import SubOrder
from domain.items import MaterialRequirement, PublishedItem
from domain.kernel import Duty, Reason, Refused
from domain.value import SHOWN


class Dossier(standing.Dossier):
    """What a case carries with it through all phases."""

    applicant: str
    drafted_by: str
    item: PublishedItem  # the version applied under, for ever
    contents: Contents
    chain: tuple[Earlier, ...]
    materials: tuple[SubmittedMaterial, ...] = ()
    overridden: tuple[str, ...] = ()  # subjects freed from the one-time notice
    flags: Annotated[tuple[str, ...], SHOWN] = ()
    suspended_for: Annotated[tuple[str, ...], SHOWN] = ()  # the item's suspension, as told; rules ask the registry
    violations: Annotated[tuple[str, ...], SHOWN] = ()  # of the applicant, recorded elsewhere
    restricted: tuple[Restriction, ...] = ()  # while there is one, nothing is given out
    commitment: MaybeCommitment = NoCommitment()
    supervision: MaybeSupervision = NoSupervision()
    check: Check = NoCheck()
    gathered: ReviewPapers = ReviewPapers()
    acknowledged: Acknowledgement = NotAcknowledged()  # of an application for several items, at the whole
    # of an application for several items
    further: tuple[PublishedItem, ...] = ()  # beside `item`, frozen alike
    sub_orders: tuple[SubOrder, ...] = ()
    # of one item's part of such an application
    parent: str = ""
    fused_with: tuple[str, ...] = ()  # ids of the other items

    @property
    def items(self) -> tuple[PublishedItem, ...]:
        """All that is applied for in this case."""
        return (self.item, *self.further)

    @property
    def requirements(self) -> tuple[MaterialRequirement, ...]:
        """The lines of all items' material lists; one that several lists have is asked for once."""
        return tuple({line.id: line for item in self.items for line in item.materials}.values())

    @property
    def several_sources(self) -> bool:
        """Whether the data will be fused with other data (R22 §19(3))."""
        return bool(self.further or self.fused_with or self.contents.sources)

    @property
    def own_duties(self) -> tuple[Duty, ...]:
        """The duties of the phase itself, owed or failed; what runs beside it holds nothing up."""
        every = (*self.duties, *(failed.duty for failed in self.failed))
        return tuple(duty for duty in every if duty.name not in BESIDE)

    def own_duty(self, duty_id: str) -> Duty:
        """The phase's own duty that is being reported on; raises `Refused` when it isn't owed, or runs beside it."""
        duty = self.owed(duty_id)
        if duty.name in BESIDE:
            raise Refused(Reason.UNKNOWN_DUTY, f"{duty_id} is {duty.name}")
        return duty

    @property
    def commitment_broken(self) -> bool:
        """Whether something committed to was not put right in time, and still is not."""
        supervision = self.supervision
        tasks = () if isinstance(supervision, NoSupervision) else supervision.tasks
        return any(isinstance(task.finding, Broken) for task in tasks)

    def material(self, requirement: str) -> str:
        """The hash of what was handed in for `requirement`; empty if nothing was."""
        return next((paper.material for paper in self.materials if paper.requirement == requirement), "")
