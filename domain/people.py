"""Who acts. Roles are bound to cases by organisation, never by a person's name (R22 §5, M19 §5)."""

from collections.abc import Mapping
from enum import StrEnum

from domain.value import Value


class Role(StrEnum):
    """The roles of POLICY.md. The clock is one: it reports deadlines and duties."""

    APPLICANT = "applicant"
    PLATFORM_OPERATOR = "platform_operator"
    DATA_PUBLISHER = "data_publisher"
    DESIGNATED_OFFICER = "designated_officer"
    PUBLISHER_HEAD = "publisher_head"
    COMPETENT_DEPARTMENT = "competent_department"
    CAC = "cac"
    GENERAL_OFFICE = "general_office"
    EXPERT = "expert"
    CONSULTATION_POINT = "consultation_point"
    AUDITOR = "auditor"
    CLOCK = "clock"


class Actor(Value):
    """Someone in one role at one instant; ids only, so that events hold no personal data."""

    id: str
    role: Role
    organisation: str  # a natural person who applies alone is an organisation of one
    on_behalf_of: str = ""  # for whom a substitute acts; beside the clock, what or who it reports of
    credential: str = ""  # what names the key or the token, never either

    @property
    def people(self) -> tuple[str, ...]:
        """Who acts, and whom they stand in for."""
        return (self.id, self.on_behalf_of) if self.on_behalf_of else (self.id,)


PUBLISHERS_SIDE = (Role.DATA_PUBLISHER, Role.DESIGNATED_OFFICER, Role.PUBLISHER_HEAD)


def publishers_side(*publishers: str) -> Mapping[Role, tuple[str, ...]]:
    """For a case's parties: who acts and is told on these publishers' side."""
    return dict.fromkeys(PUBLISHERS_SIDE, publishers)


CLOCK = Actor(id="clock", role=Role.CLOCK, organisation="sluice")
