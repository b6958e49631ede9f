"""What has to hold of what cases tell one another."""

from collections import Counter
from collections.abc import Iterator

from bench.killing.evidence import Evidence, Found
from domain.standing import Sent


def messages_arrived(evidence: Evidence) -> Found:
    """A message is told of once, and is the command of its target's that the duty's id names, with that answer."""
    said = list(_said(evidence))
    times = Counter(command_id for command_id, _ in said)
    for command_id, sent in said:
        stored = evidence.commands.get(command_id)
        if times[command_id] != 1:
            yield f"{command_id} is reported {times[command_id]} times"
        elif stored is None:
            yield f"{command_id} was reported sent and never arrived"
        else:
            kept = stored.case_id, stored.kind, stored.outcome.reason
            told = sent.case_id, sent.kind, sent.reason
            yield None if kept == told else f"{command_id}: told {told}, recorded {kept}"


def _said(evidence: Evidence) -> Iterator[tuple[str, Sent]]:
    for report in evidence.messages:
        for sent in report.sent:
            yield f"{report.duty_id}/{sent.kind}/{sent.case_id}", sent
