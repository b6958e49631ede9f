"""What every case carries beside its phase: deadlines that passed, duties owed, duties that failed.

A process keeps a subclass of `Dossier` in each of its opened phases and hands the shared commands and
events to `answer` and `note`.
"""

from collections.abc import Sequence
from typing import Literal, TypeVar, assert_never, overload

from domain.deadlines import Deadline, Level, Limit
from domain.examples import example
from domain.kernel import (
    AdoptCalendar,
    Context,
    DeadlinePassed,
    DeadlineRedated,
    Duty,
    Plan,
    Reason,
    Refused,
    ReportDeadlinePassed,
    ReportDutyFailed,
)
from domain.people import Role
from domain.phases import changed
from domain.texts import Id
from domain.value import Value

HEADS_UP = ".reminder"  # ends the name of a deadline that only warns of another
_LADDER = (Level.L1, Level.L2, Level.L3)


class RetryDuty(Value):
    """Have a failed duty done again, once what stood in its way is removed."""

    model_config = example(duty_id="case-1:12:deliver_api")
    kind: Literal["retry_duty"] = "retry_duty"
    duty_id: Id


class Sent(Value):
    """A message to another case and its answer; `reason` is empty when it was accepted."""

    process: str
    case_id: str
    kind: str
    reason: str = ""


class RecordMessagesSent(Value):
    """Report that other cases were told, and what each answered."""

    model_config = example(duty_id="case-1:12:tell_users", sent=[])
    kind: Literal["record_messages_sent"] = "record_messages_sent"
    duty_id: Id
    sent: tuple[Sent, ...] = ()


class DutyFailed(Value):
    """A duty was tried until its bound; a person has to see to it."""

    kind: Literal["duty_failed"] = "duty_failed"
    duty: Duty
    why: str


class DutyRetried(Value):
    """A person had a failed duty done again, as a new one."""

    kind: Literal["duty_retried"] = "duty_retried"
    failed: Duty
    duty: Duty


class MessagesSent(Value):
    """Other cases were told what concerns them."""

    kind: Literal["messages_sent"] = "messages_sent"
    duty_id: str
    sent: tuple[Sent, ...]


class Askers(Value):
    """Persons and organisations that asked, beside those that the case names.

    Whoever acted for those who asked or had it done by a substitute, and whoever asked for the case it came from.
    Four eyes look at them, and so they decide nothing; it gives them nothing to see.
    """

    who: tuple[str, ...] = ()


class AskersNoted(Value):
    """Someone acted for those who asked, who was not known to have; a substitute's principal too."""

    kind: Literal["askers_noted"] = "askers_noted"
    askers: Askers


# A process takes into its unions what it needs: time always, duties if it owes any, messages if it sends any.
TimeCommand = ReportDeadlinePassed | AdoptCalendar
DutyCommand = ReportDutyFailed | RetryDuty
SharedCommand = TimeCommand | DutyCommand | RecordMessagesSent
TimeEvent = DeadlinePassed | DeadlineRedated
DutyEvent = DutyFailed | DutyRetried
Answer = DeadlinePassed | DutyEvent | MessagesSent
SharedEvent = Answer | AskersNoted  # all that `note` takes; `redated` takes the rest


class FailedDuty(Value):
    """A duty that waits for a person."""

    duty: Duty
    why: str


class Dossier(Value):
    """What a case carries with it through all phases; a process adds its own papers."""

    case_id: str
    askers: Askers = Askers()
    passed: tuple[DeadlinePassed, ...] = ()  # every deadline that came while it stood
    duties: tuple[Duty, ...] = ()
    failed: tuple[FailedDuty, ...] = ()

    @property
    def missed(self) -> tuple[str, ...]:
        """The limits that were not kept: overdue flags that stay in every later phase."""
        return tuple(
            gone.name for gone in self.passed if gone.level is not Level.EFFECT and not gone.name.endswith(HEADS_UP)
        )

    @property
    def escalated_to(self) -> tuple[Role, ...]:
        """Whom the ladder L1–L3 has reached so far, in that order."""
        told = (role for gone in self.passed if gone.level in _LADDER for role in gone.tells)
        return tuple(dict.fromkeys(told))

    @property
    def needs_attention(self) -> tuple[str, ...]:
        """The names of the duties that failed for good."""
        return tuple(failed.duty.name for failed in self.failed)

    def plan(self, *limits: Limit, final: bool = False) -> Plan:
        """The plan of a phase with these limits. A final phase is closed once nothing is owed any more."""
        spent = {(gone.name, gone.due) for gone in self.passed}
        standing = tuple(
            limit for limit in limits if isinstance(limit, Deadline) and (limit.name, limit.due) not in spent
        )
        closed = final and not self.duties and not self.failed
        return Plan(deadlines=standing, duties=self.duties, closed=closed)

    def owed(self, duty_id: str) -> Duty:
        """The duty that is being reported on; a report on any other is refused, and changes nothing."""
        for duty in self.duties:
            if duty.id == duty_id:
                return duty
        raise Refused(Reason.UNKNOWN_DUTY, f"{duty_id} is not owed")


D = TypeVar("D", bound=Dossier)


def new_duty(context: Context, name: str, *, event: int = 1) -> Duty:
    """The duty `name`, caused by the command's `event`-th event, counted from 1."""
    return Duty(id=f"{context.case_id}:{context.version + event}:{name}", name=name)


def owing(dossier: D, *duties: Duty) -> D:
    """`dossier` with further duties owed."""
    return changed(dossier, duties=(*dossier.duties, *duties))


def settled(dossier: D, duty_id: str) -> D:
    """`dossier` without that duty, be it owed or failed."""
    duties = tuple(duty for duty in dossier.duties if duty.id != duty_id)
    return changed(dossier, duties=duties, failed=tuple(f for f in dossier.failed if f.duty.id != duty_id))


def also_asked(dossier: D, askers: Askers) -> D:
    """`dossier` with further ones who asked, each once."""
    return changed(dossier, askers=Askers(who=tuple(dict.fromkeys((*dossier.askers.who, *askers.who)))))


def relieved(dossier: D) -> D:
    """`dossier` without any duty: what a phase that is over owed is owed no more."""
    return changed(dossier, duties=(), failed=())


@overload
def answer(command: TimeCommand, dossier: Dossier, plan: Plan, context: Context) -> Sequence[DeadlinePassed]: ...
@overload
def answer(
    command: TimeCommand | DutyCommand, dossier: Dossier, plan: Plan, context: Context
) -> Sequence[DeadlinePassed | DutyEvent]: ...
@overload
def answer(command: SharedCommand, dossier: Dossier, plan: Plan, context: Context) -> Sequence[Answer]: ...
def answer(command: SharedCommand, dossier: Dossier, plan: Plan, context: Context) -> Sequence[Answer]:
    """The events of a command that every process shares; none for news that are none. Raises `Refused`.

    What else a passed deadline or a done duty means, the process adds itself.
    """
    match command:
        case ReportDeadlinePassed():
            return [
                DeadlinePassed(name=due.name, due=due.due, level=due.level, tells=due.tells)
                for due in plan.deadlines
                if (due.name, due.due) == (command.name, command.due)
            ]
        case ReportDutyFailed():
            return [DutyFailed(duty=dossier.owed(command.duty_id), why=command.why)]
        case RetryDuty():
            return [_retried(command, dossier, context)]
        case RecordMessagesSent():
            return [MessagesSent(duty_id=dossier.owed(command.duty_id).id, sent=command.sent)]
        case AdoptCalendar():
            return []  # `domain.deciding.ask` redates the standing deadlines
        case _:
            assert_never(command)


def _retried(command: RetryDuty, dossier: Dossier, context: Context) -> DutyRetried:
    for failed in dossier.failed:
        if failed.duty.id == command.duty_id:
            return DutyRetried(failed=failed.duty, duty=new_duty(context, failed.duty.name))
    raise Refused(Reason.UNKNOWN_DUTY, f"{command.duty_id} has not failed")


def note(dossier: D, event: SharedEvent) -> D:
    """What a shared event makes of the dossier."""
    match event:
        case DeadlinePassed():
            return changed(dossier, passed=(*dossier.passed, event))
        case DutyFailed():
            left = settled(dossier, event.duty.id)
            return changed(left, failed=(*left.failed, FailedDuty(duty=event.duty, why=event.why)))
        case DutyRetried():
            return owing(settled(dossier, event.failed.id), event.duty)
        case MessagesSent():
            return settled(dossier, event.duty_id)
        case AskersNoted():
            return also_asked(dossier, event.askers)
        case _:
            assert_never(event)
