"""The rules of publishing grading rules (R22 §13)."""

from typing import assert_never

from domain.grading import RulesText, RulesVersion, rules_of
from domain.grading_rules.commands import Command, PublishGradingRules, PublishRulesVersion, WithdrawGradingRules
from domain.grading_rules.events import Event, GradingRulesPublished, GradingRulesWithdrawn, RulesVersionPublished
from domain.grading_rules.reasons import GradingRulesReason
from domain.grading_rules.state import Opened, Published, State
from domain.kernel import AdoptCalendar, Context, Reason, Refused
from domain.people import Actor, Role
from domain.phases import Unopened, in_phase


def decide(command: Command, state: State, context: Context) -> list[Event]:
    """The events that `command` leads to. Raises `Refused` with the reason."""
    match command:
        case PublishGradingRules():
            in_phase(state, Unopened)
            return [_first(command, context)]
        case PublishRulesVersion():
            return [_further(command, in_phase(state, Opened), context)]
        case WithdrawGradingRules():
            _is_its_own(in_phase(state, Published).dossier.publisher, context.actor)
            return [GradingRulesWithdrawn(ground=command.ground)]
        case AdoptCalendar():
            return []  # no limit runs
        case _:
            assert_never(command)


def _first(command: PublishGradingRules, context: Context) -> GradingRulesPublished:
    _is_its_own(command.publisher, context.actor)
    rules = _version(command, context)
    _holds(rules, command.publisher, context)
    return GradingRulesPublished(case_id=context.case_id, publisher=command.publisher, rules=rules)


def _further(command: PublishRulesVersion, state: Opened, context: Context) -> RulesVersionPublished:
    publisher = state.dossier.publisher
    _is_its_own(publisher, context.actor)
    rules, standing = _version(command, context), state.versions if isinstance(state, Published) else ()
    if any(rules.version == known.version for known in (*state.dossier.former, *standing)):
        raise Refused(GradingRulesReason.VERSION_EXISTS, f"there is a version {rules.version}")
    if standing and rules.in_force_from <= standing[-1].in_force_from:
        raise Refused(GradingRulesReason.NOT_AFTER_LAST, f"{standing[-1].version} is not in force before it")
    _holds(rules, publisher, context)
    return RulesVersionPublished(rules=rules)


def _version(command: RulesText, context: Context) -> RulesVersion:
    text = {name: getattr(command, name) for name in RulesText.model_fields}
    return RulesVersion(**text, published_at=context.now)


def _is_its_own(publisher: str, actor: Actor) -> None:
    """The competent department has the city's guide, and each publisher its own rules (R22 §13¶1, ¶2)."""
    theirs = (Role.DATA_PUBLISHER, publisher) if publisher else (Role.COMPETENT_DEPARTMENT, actor.organisation)
    if (actor.role, actor.organisation) != theirs:
        raise Refused(Reason.OTHER_ORGANISATION, "the guide is the competent department's, other rules a publisher's")


def _holds(rules: RulesVersion, publisher: str, context: Context) -> None:
    """Raise `Refused` for rules that contradict themselves or the guide, or whose document isn't there."""
    if rules.document and context.registry.material(rules.document) != context.actor.organisation:
        raise Refused(GradingRulesReason.UNKNOWN_RULES_DOCUMENT, f"{rules.document} was not uploaded by them")
    for line in rules.lines:
        if rules.line(line.levels) is not line:
            raise Refused(GradingRulesReason.LEVELS_TWICE, "、".join(line.levels))
    if publisher:
        _follows_the_guide(rules, context)
    elif rules.follows:
        raise Refused(GradingRulesReason.UNKNOWN_GUIDE_VERSION, "the guide itself follows no other")


def _follows_the_guide(rules: RulesVersion, context: Context) -> None:
    """A version of the guide that is in force or will be; while none is published here, any that is named."""
    if not rules.supervision:
        raise Refused(GradingRulesReason.SUPERVISION_MISSING, "a publisher fixes its measures too (R22 §13)")
    if not rules.follows:
        raise Refused(GradingRulesReason.UNKNOWN_GUIDE_VERSION, "name the version of the guide that they follow")
    guide = rules_of("", context.registry)
    if guide is None:
        return
    followed = guide.version(rules.follows)
    if followed is None or followed.version not in guide.up_to_date(context.now):
        raise Refused(GradingRulesReason.UNKNOWN_GUIDE_VERSION, f"{rules.follows} is not up to date")
    for line in rules.lines:
        of_guide = followed.line(line.levels)
        if of_guide is not None and of_guide.open_type is not line.open_type:
            said = f"{'、'.join(line.levels)}: {of_guide.open_type} by the guide, not {line.open_type}"
            raise Refused(GradingRulesReason.CONTRADICTS_GUIDE, said)
