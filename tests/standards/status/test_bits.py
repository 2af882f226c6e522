import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signet.standards import status
from signet.standards.errors import StatusError

from .lists import EMPTY, packed


def test_example_of_the_standard():
    assert status.decode(EMPTY) == bytes(16_384)


@pytest.mark.parametrize(
    ("index", "place", "byte"),
    [
        (0, 0, 0b1000_0000),
        (1, 0, 0b0100_0000),
        (7, 0, 0b0000_0001),
        (8, 1, 0b1000_0000),
        (131_071, 16_383, 0b0000_0001),
    ],
)
def test_index_zero_is_the_leftmost_bit(index, place, byte):
    bits = status.new_bits()

    status.set_bit(bits, index)

    assert bits[place] == byte
    assert sum(bits) == byte
    assert status.get_bit(bits, index) is True


@settings(deadline=None)  # a shared machine is slow at times
@given(st.sets(st.integers(0, 131_071), max_size=50))
def test_round_trip(indexes):
    bits = status.new_bits()
    for index in indexes:
        status.set_bit(bits, index)

    decoded = status.decode(status.encode(bits))

    assert decoded == bytes(bits)
    assert {
        index for index in range(131_072) if decoded[index >> 3] and status.get_bit(decoded, index)
    } == indexes


def test_clearing_a_bit_leaves_its_neighbours():
    bits = status.new_bits()
    for index in (8, 9, 10):
        status.set_bit(bits, index)

    status.set_bit(bits, 9, value=False)

    assert [status.get_bit(bits, index) for index in (8, 9, 10)] == [True, False, True]


def test_same_bits_give_the_same_text():
    header = status.from_base64url(status.encode(status.new_bits())[1:])[:10]

    assert status.encode(status.new_bits()) == status.encode(status.new_bits())
    # RFC 1952: no time and no file name in the header.
    assert header[3:8] == bytes(5)


@pytest.mark.parametrize("size", [0, 8, 131_064, 131_073])
def test_lists_too_small_to_hide_in(size):
    with pytest.raises(StatusError):
        status.new_bits(size)


def test_too_small_a_list_is_not_encoded():
    with pytest.raises(StatusError):
        status.encode(bytes(16_383))


@pytest.mark.parametrize("index", [-1, 131_072, 10**12])
def test_index_outside_the_list(index):
    bits = status.new_bits()

    with pytest.raises(StatusError):
        status.get_bit(bits, index)
    with pytest.raises(StatusError):
        status.set_bit(bits, index)


def test_bound_on_inflation_is_the_callers():
    text = packed(bytes(20_000))

    assert len(status.decode(text, max_bytes=20_000)) == 20_000
    with pytest.raises(StatusError, match="inflates"):
        status.decode(text, max_bytes=19_999)


def test_bomb_is_stopped_at_the_bound():
    """64 MiB of zeros in 64 KiB: only the bound may ever be in memory."""
    text = packed(bytes(64 * 1024 * 1024))
    tracemalloc.start()

    with pytest.raises(StatusError, match="inflates"):
        status.decode(text)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * status.MAX_BYTES
