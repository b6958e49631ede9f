"""What one case tells others: each a command of its own, handed to the desk under an id made from the duty."""

from collections.abc import Mapping
from dataclasses import dataclass

from activities.duties import DutyContext, DutyRefused, Effect
from domain.kernel import AnyDecider, Message, Registry
from domain.people import CLOCK
from domain.standing import RecordMessagesSent, Sent
from domain.value import Value, kind_of
from store.desk import Desk
from store.request import Request


@dataclass(frozen=True)
class Messenger:
    """Does every duty that a decider names in its `sends`."""

    desk: Desk
    registry: Registry
    deciders: Mapping[str, AnyDecider]

    def effects(self) -> Mapping[str, Effect]:
        """By the duties' names."""
        return {duty: self.send for decider in self.deciders.values() for duty in decider.sends}

    def send(self, context: DutyContext) -> Value:
        """Tell the other cases, each once, however often this is tried.

        Raises DutyRefused when a needed message is refused, and what the desk raises when it can't answer.
        """
        messages = self.deciders[context.process].sends[context.duty.name]
        sent = [self._send(context, message) for message in messages(context.duty, context.case.state, self.registry)]
        return RecordMessagesSent(duty_id=context.duty.id, sent=tuple(sent))

    def _send(self, context: DutyContext, message: Message) -> Sent:
        kind = kind_of(message.command)
        outcome = self.desk.handle(
            Request(
                process=message.process,
                case_id=message.case_id,
                command_id=f"{context.duty.id}/{kind}/{message.case_id}",
                command=message.command,
                actor=CLOCK,
                correlation_id=context.correlated,
                causation_id=context.duty.id,
            )
        ).outcome
        if outcome.reason and message.needed:
            raise DutyRefused(f"{message.case_id} {kind}: {outcome.reason} {outcome.detail}")
        return Sent(process=message.process, case_id=message.case_id, kind=kind, reason=outcome.reason)
