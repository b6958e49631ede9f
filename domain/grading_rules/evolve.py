"""What each event makes of the state. No rule is asked here: it happened."""

from typing import assert_never

from domain.grading_rules.events import Event, GradingRulesPublished, GradingRulesWithdrawn, RulesVersionPublished
from domain.grading_rules.state import Published, RulesDossier, State, Withdrawn
from domain.phases import Unopened, changed, was


def evolve(state: State, event: Event) -> State:
    """The state after `event`; raises `Impossible` for an event that can't follow on `state`."""
    match event:
        case GradingRulesPublished():
            was(state, Unopened)
            dossier = RulesDossier(case_id=event.case_id, publisher=event.publisher)
            return Published(dossier=dossier, versions=(event.rules,))
        case RulesVersionPublished():
            if isinstance(state, Published):
                return changed(state, versions=(*state.versions, event.rules))
            return Published(dossier=was(state, Withdrawn).dossier, versions=(event.rules,))
        case GradingRulesWithdrawn():
            withdrawn = was(state, Published)
            former = (*withdrawn.dossier.former, *withdrawn.versions)
            return Withdrawn(dossier=changed(withdrawn.dossier, former=former), ground=event.ground)
        case _:
            assert_never(event)
