"""The order in which a status list hands out its entries: a permutation that a secret decides.

Neighbors in the list then say nothing about who was awarded together (Bitstring Status List
v1.0, section 6.1), and no index is ever drawn twice, without asking which are taken.
"""

from functools import lru_cache
from hashlib import blake2b

_HALF = 9
_MASK = (1 << _HALF) - 1
_ROUNDS = 4


def nth(seed: bytes, position: int, *, size: int) -> int:
    """The index at `position` of the order that `seed` decides among `size` (≤ 2^18) entries.

    A Feistel network over 18 bits; results beyond `size` are sent through again.
    """
    tables = _tables(seed)
    value = position
    while True:
        left, right = value >> _HALF, value & _MASK
        for table in tables:
            left, right = right, left ^ table[right]
        value = left << _HALF | right
        if value < size:
            return value


@lru_cache(maxsize=64)
def _tables(seed: bytes) -> tuple[tuple[int, ...], ...]:
    return tuple(
        tuple(
            int.from_bytes(
                blake2b(bytes([turn, half >> 8, half & 255]), key=seed).digest()[:2], "big"
            )
            & _MASK
            for half in range(1 << _HALF)
        )
        for turn in range(_ROUNDS)
    )
