"""The phases of a violation: one class each, so that what a phase lacks can't be written down."""

from typing import Annotated, Literal

from pydantic import Field

from domain import standing
from domain.deadlines import Deadline, Limit
from domain.phases import Unopened
from domain.value import Value
from domain.violation.papers import Allegation, Applied, Concurrence, Measure, Restricted, Unrestricted


class Dossier(standing.Dossier):
    """What a case carries with it through all phases."""

    allegation: Allegation
    reporter: str  # the person who reported; empty in every case that the party may see
    report: str = ""  # the report's own case, if it started with one
    restriction: Annotated[Restricted | Unrestricted, Field(discriminator="kind")] = Unrestricted()
    restricted: tuple[str, ...] = ()  # the applications that took the restriction


class Opened(Value):
    """Whatever has been reported or alleged."""

    dossier: Dossier


class Reported(Opened):
    """A person's report, to be taken up or not. The party does not see it."""

    phase: Literal["reported"] = "reported"


class TakenUp(Opened):
    """Closed: the report is looked into in a case of its own."""

    phase: Literal["taken_up"] = "taken_up"
    allegation: Allegation  # as worded for the party


class Judging(Opened):
    """Whatever may still be recorded."""

    concurrences: tuple[Concurrence, ...] = ()


class Alleged(Judging):
    """The competent department is to hear the party, or to decide."""

    phase: Literal["alleged"] = "alleged"


class Hearing(Judging):
    """The party may state its view."""

    phase: Literal["hearing"] = "hearing"
    question: str
    window: Limit
    reminders: tuple[Deadline, ...]
    view: str = ""  # empty until the party states it

    @property
    def heard(self) -> bool:
        """Whether the party stated its view, or had its time to."""
        return bool(self.view) or any(gone.name == self.window.name for gone in self.dossier.passed)


class OnRecord(Opened):
    """Whatever has been recorded. Unless it is restored, it stands against the party."""

    findings: str
    measures: tuple[Applied, ...] = ()
    publicised: bool = False  # once is enough

    @property
    def applied(self) -> frozenset[Measure]:
        return frozenset(each.measure for each in self.measures)


class Recorded(OnRecord):
    """On record; measures are to follow."""

    phase: Literal["recorded"] = "recorded"


class MeasuresApplied(OnRecord):
    """Measures were taken; the party is to put things right."""

    phase: Literal["measures_applied"] = "measures_applied"


class Publicised(OnRecord):
    """Act and measure are publicised until the limit ends."""

    phase: Literal["publicised"] = "publicised"
    text: str
    approver: str
    until: Limit


class Restored(OnRecord):
    """Closed: the party has put things right."""

    phase: Literal["restored"] = "restored"


class Dismissed(Opened):
    """Closed: nothing is recorded."""

    phase: Literal["dismissed"] = "dismissed"
    reason: str


OpenedState = Reported | TakenUp | Alleged | Hearing | Recorded | MeasuresApplied | Publicised | Restored | Dismissed
State = Unopened | OpenedState
