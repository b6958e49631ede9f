"""Worklists are exact: every view of every role equals a plain filter over all rows, page by page and counted."""

from collections.abc import Generator, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from random import Random

import pytest

from composition import Store, open_store
from domain.deciding import due_by
from domain.kernel import Seat, Summary
from domain.people import Actor, Role
from domain.visibility import SEES_ALL, may_see
from settings import Settings
from store import worklists
from store.cases import CaseRow
from store.claims import Claim, Claimed, Claims
from store.worklists import Due, View, Whose, Worklists
from tests.parts import Database
from tests.store.board import BOARD, pin

START = datetime(2026, 3, 2, 1, tzinfo=UTC)
SOON, LAPSE = 3, 48  # days, hours
ROLES = (Role.APPLICANT, Role.DATA_PUBLISHER, Role.PLATFORM_OPERATOR, Role.GENERAL_OFFICE, Role.EXPERT)
ORGANISATIONS = ("o-a", "o-b", "o-c")
ACTORS = [
    Actor(id=f"p-{role}-{of}".replace("_", "-"), role=role, organisation=of) for role in ROLES for of in ORGANISATIONS
]
VIEWS = [
    View(whose, due, claimed, kinds)
    for whose, due, claimed, kinds in product(
        Whose,
        (None, *Due),
        (None, True, False),
        (None, (("board", "waiting"),), (("board", "working"), ("toy", "open"))),
    )
]


@pytest.fixture
def store(database: Database, tmp_path: Path) -> Generator[Store]:
    settings = Settings(database_url=database.app_url, clock=START, data_folder=tmp_path, master_key="5a" * 32)
    with open_store(settings, (BOARD,)) as opened:
        yield opened


def _summary(random: Random) -> Summary:
    """Any parties, some roles bound to nobody; often nobody's turn; now and then someone of them is asked by name."""
    bound = random.sample(ROLES, random.randrange(4))
    parties = {role: tuple(random.sample(ORGANISATIONS, random.randrange(3))) for role in bound}
    named = [actor for actor in ACTORS if any(actor.organisation in group for group in parties.values())]
    awaited = random.sample(named, min(len(named), random.choice((0, 0, 1, 2))))
    return Summary(
        phase=random.choice(("waiting", "working")),
        holder=random.choice((None, *ROLES)),
        awaited=tuple(Seat(actor.role, actor.organisation, actor.id) for actor in awaited),
        parties=parties,
        applicants=tuple(random.sample([*ORGANISATIONS, *(actor.id for actor in ACTORS)], random.randrange(3))),
        escalated_to=tuple(random.sample(ROLES, random.choice((0, 0, 1, 2)))),
    )


def _history(store: Store, random: Random, cases: int) -> None:
    """Cases that are opened, changed, claimed, taken over, released, closed; then days pass, and limits with them."""
    claims, versions = Claims(store.database, LAPSE), dict.fromkeys((f"c-{n:03}" for n in range(cases)), 0)
    for day in range(4):
        now = START + timedelta(days=day)
        store.clocks.move(now)
        for case_id in versions:
            if versions[case_id] and random.random() < 0.5:
                continue
            versions[case_id] += 1
            due = random.choice((None, now + timedelta(hours=random.randint(1, 200))))
            closed = versions[case_id] > 1 and random.random() < 0.2
            reminder = random.choice((None, now + timedelta(hours=random.randint(1, 100))))
            pin(store.desk, case_id, versions[case_id], _summary(random), due, reminder=reminder, closed=closed)
        for case_id in random.sample(list(versions), cases // 3):
            _claim_or_release(claims, case_id, random)
    store.clocks.move(START + timedelta(days=4))


def _claim_or_release(claims: Claims, case_id: str, random: Random) -> None:
    actor = random.choice(ACTORS)
    if random.random() < 0.2:
        claims.release(case_id, actor)
        return
    with suppress(Claimed):
        claims.claim(case_id, actor, take_over=random.random() < 0.5)


def _live(claims: Iterable[Claim], now: datetime) -> Claim | None:
    return next((claim for claim in claims if claim.ended_at is None and claim.until > now), None)


def _belongs(row: CaseRow, claim: Claim | None, actor: Actor, view: View, now: datetime) -> bool:
    """The views in plain words: what a worklist has to agree with."""
    shown, deadline = row.summary, due_by(row.plan)
    if row.plan.closed or not may_see(actor, shown):
        return False
    bound = shown.parties.get(actor.role)
    is_mine = actor.organisation in bound if bound is not None else actor.role in SEES_ALL
    named = (actor.role, actor.organisation, actor.id) in shown.awaited
    waits = named or (actor.role in (shown.holder, *shown.escalated_to) and is_mine)
    claimed_by_me = claim is not None and claim.person == actor.id
    parties = {one for group in shown.parties.values() for one in group} | {*shown.applicants}
    whose = {
        Whose.MINE: waits or claimed_by_me,
        Whose.CLAIMED: claimed_by_me,
        Whose.ORGANISATION: actor.organisation in parties,
        Whose.ALL: True,
    }
    soon = deadline is not None and now < deadline.due <= now + timedelta(days=SOON)
    overdue = (deadline is not None and deadline.due <= now) or bool(shown.escalated_to)
    due = {None: True, Due.OVERDUE: overdue, Due.SOON: soon}
    kinds = view.kinds is None or (row.process, shown.phase) in view.kinds
    return whose[view.whose] and due[view.due] and kinds and view.claimed in (None, claim is not None)


def _paged(lists: Worklists, actor: Actor, view: View, size: int) -> list[str]:
    """The ids of all pages, one after the other."""
    found, after = list[str](), None
    while page := lists.page(actor, view, after, size):
        found += [entry.row.case_id for entry in page]
        after = page[-1].due, page[-1].row.case_id
    return found


@pytest.mark.parametrize("seed", range(3))
def test_every_view_of_every_role_is_a_plain_filter_over_all_rows(store: Store, seed: int) -> None:
    """After any history: the same cases in the same order, none twice, the claim beside it, and the same count."""
    random = Random(seed)  # noqa: S311 -- a repeatable history, no secret
    _history(store, random, 36)
    lists, claims, now = Worklists(store.database, store.cases, SOON), Claims(store.database, LAPSE), store.clocks.now()
    rows = store.cases.of_process("board")
    held = {row.case_id: _live(claims.of(row.case_id), now) for row in rows}
    far = datetime.max.replace(tzinfo=UTC)
    order = {row.case_id: (due.due if (due := due_by(row.plan)) else far, row.case_id) for row in rows}
    seen = 0
    for actor, view in product(ACTORS, VIEWS):
        belonging = (row.case_id for row in rows if _belongs(row, held[row.case_id], actor, view, now))
        wanted = sorted(belonging, key=order.__getitem__)
        entries = lists.page(actor, view, None, 1000)
        assert [entry.row.case_id for entry in entries] == wanted, (actor, view)
        assert [entry.claim for entry in entries] == [held[case_id] for case_id in wanted]
        if random.random() < 0.05:
            assert _paged(lists, actor, view, 7) == wanted
            assert lists.count(actor, view).model_dump() == {"count": len(wanted), "exact": True}
        seen += len(wanted)
    assert seen > 1000  # the table is not full of nothing


def test_a_case_waits_for_whom_it_names_and_not_for_their_colleague(store: Store) -> None:
    """Until they have answered; the other's own list is as it was. Their claim ends with it."""
    lists, claims = Worklists(store.database, store.cases, SOON), Claims(store.database, LAPSE)
    li, wang = (Actor(id=name, role=Role.EXPERT, organisation="o-a") for name in ("p-li", "p-wang"))
    parties = {Role.DATA_PUBLISHER: ("o-b",), Role.EXPERT: ("o-a",)}
    asked = Summary(phase="working", holder=Role.DATA_PUBLISHER, parties=parties)
    seat = Seat(Role.EXPERT, "o-a", "p-li")
    pin(store.desk, "c-1", 1, asked.model_copy(update={"awaited": (seat,)}), None)
    claims.claim("c-1", li, take_over=False)
    pin(store.desk, "c-1", 2, asked.model_copy(update={"awaited": (seat,), "phase": "waiting"}), None)
    found = [[entry.row.case_id for entry in lists.page(one, View(), None, 9)] for one in (li, wang)]
    assert found == [["c-1"], []]
    assert lists.page(li, View(Whose.CLAIMED), None, 9)
    pin(store.desk, "c-1", 3, asked, None)
    assert [lists.page(li, View(whose), None, 9) for whose in (Whose.MINE, Whose.CLAIMED)] == [[], []]


def test_counts_by_phase_are_those_of_the_view(store: Store) -> None:
    """A case at two of one's seats counts once."""
    _history(store, Random(7), 60)  # noqa: S311 -- a repeatable history, no secret
    lists = Worklists(store.database, store.cases, SOON)
    kinds = (("board", "waiting"), ("board", "working"), ("board", "blank"))
    for actor, whose in product(ACTORS, Whose):
        found = lists.phases(actor, View(whose, kinds=kinds))
        counted = {kind: lists.count(actor, View(whose, kinds=(kind,))) for kind in kinds}
        assert found == {kind: count for kind, count in counted.items() if count.count}


def test_a_count_says_where_it_stops(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to the bound it is exact; beyond, it says at least so many."""
    monkeypatch.setattr(worklists, "COUNTED", 5)
    lists = Worklists(store.database, store.cases, SOON)
    auditor, everything = Actor(id="p-aud", role=Role.AUDITOR, organisation="o-aud"), View(Whose.ALL)
    for n in range(1, 7):
        pin(store.desk, f"c-{n}", 1, Summary(phase="waiting"), None)
        assert lists.count(auditor, everything).model_dump() == {"count": min(n, 5), "exact": n <= 5}


def test_a_claim_lapses_and_can_be_taken_over_and_all_is_kept(store: Store) -> None:
    """Renewed by its holder, refused to another, theirs once it has lapsed; who held it when is there to read."""
    claims, (li, wang) = Claims(store.database, LAPSE), ACTORS[:2]
    pin(store.desk, "c-1", 1, Summary(phase="waiting"), None)
    first = claims.claim("c-1", li, take_over=False)
    store.clocks.move(START + timedelta(hours=1))
    renewed = claims.claim("c-1", li, take_over=False)
    assert (renewed.since, renewed.until) == (first.since, first.until + timedelta(hours=1))
    with pytest.raises(Claimed):
        claims.claim("c-1", wang, take_over=False)
    store.clocks.move(renewed.until)
    claims.claim("c-1", wang, take_over=False)
    claims.claim("c-1", li, take_over=True)
    assert claims.release("c-1", li) and not claims.release("c-1", li)
    kept = [(claim.person, claim.ended_at, claim.ended_by) for claim in claims.of("c-1")]
    now = renewed.until
    assert kept == [(li.id, now, ""), (wang.id, now, li.id), (li.id, now, li.id)]
