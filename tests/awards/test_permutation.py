import pytest

from signet.awards import permutation
from signet.awards.models import StatusList


@pytest.mark.parametrize(("seed", "size"), [(b"a" * 32, StatusList.SIZE), (b"b" * 32, 1000)])
def test_every_entry_comes_once(seed, size):
    found = {permutation.nth(seed, position, size=size) for position in range(size)}

    assert found == set(range(size))


def test_another_seed_gives_another_order():
    first = [permutation.nth(b"a" * 32, n, size=StatusList.SIZE) for n in range(50)]
    second = [permutation.nth(b"b" * 32, n, size=StatusList.SIZE) for n in range(50)]

    assert len(set(first) & set(second)) < 5
    assert first == [permutation.nth(b"a" * 32, n, size=StatusList.SIZE) for n in range(50)]
