"""What must happen next, which is nothing, and the case at a glance."""

from domain.grading_rules.state import Published, State
from domain.kernel import Plan, Summary
from domain.people import Role, publishers_side
from domain.phases import Unopened


def plan(state: State) -> Plan:
    """No limit and no duty. The case stays open: a further version may come."""
    return Plan()


def summary(state: State) -> Summary:
    """The case's search columns, and whose it is. The guide is any competent department's."""
    if isinstance(state, Unopened):
        return Summary(phase=state.phase)
    publisher = state.dossier.publisher
    versions = state.versions if isinstance(state, Published) else state.dossier.former
    parties = publishers_side(publisher) if publisher else dict[Role, tuple[str, ...]]()
    return Summary(phase=state.phase, title=versions[-1].title, parties=parties)
