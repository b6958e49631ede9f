"""Who is told of an event by mail: those for whom the case has come to wait or is late, and who asked for it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.kernel import AnyDecider, Seat, Summary
from domain.mail import Topic, When
from domain.people import Actor, Role
from domain.seats import Seats, is_late, seats_of
from domain.value import Value
from domain.visibility import SEES_ALL, View, may_see
from store.codec import Envelope
from store.following import Line
from store.log import Log
from store.mail_notices import MailNotices, NewNotice
from store.mail_readers import MailReaders, Reader


@dataclass(frozen=True)
class _Happening:
    """An event of which somebody may have to be told, and the case right after it."""

    event: Envelope
    decider: AnyDecider
    summary: Summary
    topic: Topic  # for those at `seats`
    seats: Seats
    moved: bool  # into another phase: then those who asked are told


class MailMatching:
    """Makes notices of events. Doing it again changes nothing: a notice is known by its event."""

    def __init__(
        self, log: Log, deciders: Mapping[str, AnyDecider], readers: MailReaders, notices: MailNotices
    ) -> None:
        self._log = log
        self._deciders = deciders
        self._readers = readers
        self._notices = notices

    def follow(self, lines: Sequence[Line]) -> None:
        """Record the notices that a batch of the log makes."""
        if not self._readers.any():
            return
        wanted: defaultdict[str, set[int]] = defaultdict(set)
        for line in lines:
            wanted[line.case_id].add(line.version)
        happened = [one for case_id, versions in wanted.items() for one in self._of_case(case_id, versions)]
        among = _Among(self._readers, happened)
        self._notices.add([notice for one in happened for notice in _notices(one, among)])

    def follow_case(self, case_id: str, until: int) -> None:
        """The same for one case's events up to a position: those that could not be read in their turn."""
        missed = [event for event in self._log.events(case_id) if event.position <= until]
        self.follow([Line(one.position, case_id, one.version, b"") for one in missed])

    def _of_case(self, case_id: str, versions: set[int]) -> Iterator[_Happening]:
        history = self._log.events(case_id, up_to=max(versions))
        decider = self._deciders[history[0].process]
        state = decider.initial
        phase, before = decider.summary(state).phase, Seats()
        for event in history:
            state = decider.evolve(state, event.body)
            summary = decider.summary(state)
            seats = Seats() if decider.plan(state).closed else seats_of(summary)
            moved = summary.phase != phase
            if event.version in versions:
                late = is_late(event.body)
                told = seats if late or moved else seats - before
                if told or (moved and summary.applicants):
                    yield _Happening(event, decider, summary, Topic.LATE if late else Topic.TURN, told, moved)
            phase, before = summary.phase, seats


class _Among:
    """The readers of a batch, found by seat, and by who asked."""

    def __init__(self, readers: MailReaders, happened: Sequence[_Happening]) -> None:
        self._at: defaultdict[tuple[Role, str], list[Reader]] = defaultdict(list)
        self._anywhere: defaultdict[Role, list[Reader]] = defaultdict(list)
        seats = {seat for one in happened for seat in one.seats}
        asking = {(one.summary.asking_role, who) for one in happened if one.moved for who in one.summary.applicants}
        wanted = {(seat.role, seat.organisation) for seat in seats} | asking
        if not wanted:
            return
        unbound = {seat.role for seat in seats if not seat.organisation} & SEES_ALL
        for reader in readers.of({role for role, _ in wanted}, {who for _, who in wanted}, unbound):
            actor = reader.actor
            self._anywhere[actor.role].append(reader)
            for who in {actor.organisation, actor.id}:
                self._at[actor.role, who].append(reader)

    def seated(self, seats: Seats) -> Iterable[Reader]:
        """Those at the seats."""
        for seat in sorted(seats):
            if seat.organisation:
                yield from (one for one in self._at[seat.role, seat.organisation] if _sits(one.actor, seat))
            elif seat.role in SEES_ALL:
                yield from self._anywhere[seat.role]

    def asking(self, summary: Summary) -> Iterable[Reader]:
        """Those who asked for the case, in the role in which they did."""
        for who in summary.applicants:
            yield from self._at[summary.asking_role, who]


def _sits(actor: Actor, seat: Seat) -> bool:
    return actor.organisation == seat.organisation and seat.person in ("", actor.id)


def _notices(one: _Happening, among: _Among) -> Iterable[NewNotice]:
    """One for each person: what waits for them before what they asked for, their own role before another's."""
    told = [(one.topic, reader) for reader in among.seated(one.seats)]
    told += [(Topic.OWN, reader) for reader in among.asking(one.summary)] if one.moved else []
    found: dict[str, NewNotice] = {}
    kind: type[Value] = one.event.body.__class__
    for topic, reader in sorted(told, key=lambda pair: (pair[0] is Topic.OWN, pair[1].actor.on_behalf_of)):
        actor = reader.actor
        if actor.id in found or actor.id == one.event.actor.id or reader.when(topic) is When.NEVER:
            continue
        if not may_see(actor, one.summary):
            continue
        shown = View.of(one.decider, actor, one.summary).shows(kind)
        if shown or topic is not Topic.OWN:
            found[actor.id] = _notice(one, topic, reader, one.event.kind if shown else "")
    return found.values()


def _notice(one: _Happening, topic: Topic, reader: Reader, happened: str) -> NewNotice:
    return NewNotice(
        person=reader.actor.id,
        topic=topic,
        about=one.event.event_id,
        role=reader.actor.role,
        organisation=reader.actor.organisation,
        on_behalf_of=reader.actor.on_behalf_of,
        at_once=reader.when(topic) is When.AT_ONCE,
        process=one.decider.name,
        case_id=one.event.case_id,
        happened=happened,
    )
