"""A draw by lot that anyone can repeat."""

from hashlib import sha256

import pytest

from domain.sampling import digest, draw

CASES = [f"app-{number}" for number in range(40)]


def test_a_draw_is_the_same_for_everyone_whatever_order_they_list_the_population_in() -> None:
    drawn = draw(CASES, 5, "2025-10-09 000000")
    assert drawn == draw(reversed(CASES), 5, "2025-10-09 000000")
    assert digest(CASES) == digest([*reversed(CASES), CASES[0]])


def test_the_rank_is_the_hash_of_seed_line_feed_and_id() -> None:
    ranked = sorted(CASES, key=lambda one: sha256(b"s\n" + one.encode()).hexdigest())
    assert draw(CASES, 3, "s") == tuple(ranked[:3])


def test_another_seed_draws_others_and_a_larger_sample_holds_the_smaller() -> None:
    assert draw(CASES, 10, "one") != draw(CASES, 10, "two")
    assert draw(CASES, 10, "one")[:4] == draw(CASES, 4, "one")


def test_every_case_is_about_equally_likely() -> None:
    counts = dict.fromkeys(CASES, 0)
    for seed in range(1000):
        for one in draw(CASES, 4, str(seed)):
            counts[one] += 1
    assert min(counts.values()) > 60 and max(counts.values()) < 145  # 100 on average


def test_a_sample_larger_than_the_population_is_all_of_it_and_one_of_none_is_refused() -> None:
    assert set(draw(CASES, 99, "s")) == set(CASES)
    with pytest.raises(ValueError, match="draws nothing"):
        draw(CASES, 0, "s")
