"""Drawing by lot so that anyone can draw again, with nothing but `sha256sum` and `sort`.

Each id's rank is the SHA-256, in hexadecimal, of the UTF-8 bytes of the seed, a line feed, and the id. The ids with the
smallest ranks are drawn. The seed should be one that nobody could choose after seeing the population.
"""

from collections.abc import Iterable
from hashlib import sha256


def draw(population: Iterable[str], size: int, seed: str) -> tuple[str, ...]:
    """The ids drawn, in order of rank; all of them when `size` is larger. Raises `ValueError` for a size below 1."""
    if size < 1:
        raise ValueError(f"a sample of {size} draws nothing")
    return tuple(sorted(set(population), key=lambda one: (_rank(seed, one), one))[:size])


def digest(population: Iterable[str]) -> str:
    """SHA-256 in hexadecimal of the sorted ids, each followed by a line feed."""
    return sha256("".join(f"{one}\n" for one in sorted(set(population))).encode()).hexdigest()


def _rank(seed: str, one: str) -> str:
    return sha256(f"{seed}\n{one}".encode()).hexdigest()
