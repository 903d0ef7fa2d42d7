"""The fast PNG files are PNG files, and what is none is nothing."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from melies.media import png

PIXELS = st.tuples(st.integers(1, 9), st.integers(1, 9), st.sampled_from([1, 3, 4])).flatmap(
    lambda shape: arrays.arrays(np.uint8, shape)
)


@given(PIXELS, st.dictionaries(st.sampled_from(["melies", "parameters"]), st.text("ab{}:,", max_size=20)))
def test_everybody_reads_them_alike(pixels: np.ndarray, text: dict[str, str]) -> None:
    content = png.encode(pixels, text)
    ours = png.decode(content)
    assert ours is not None and np.array_equal(ours, pixels)
    with Image.open(io.BytesIO(content)) as theirs:
        theirs.load()
        assert np.array_equal(np.asarray(theirs).reshape(pixels.shape), pixels)
        assert theirs.info == text


@given(st.binary(max_size=64), st.integers(0, 200))
def test_what_is_harmed_is_nothing_or_whole(harm: bytes, at: int) -> None:
    pixels = np.arange(5 * 7 * 3, dtype=np.uint8).reshape(5, 7, 3)
    content = bytearray(png.encode(pixels))
    at %= len(content)
    content[at : at + len(harm)] = harm
    for some in (bytes(content), bytes(content[:at])):
        found = png.decode(some)
        assert found is None or found.ndim == 3


@pytest.mark.parametrize("size", [(100_000, 100_000), (0, 5), (4, 4)])
def test_a_picture_that_claims_another_size_is_nothing(size: tuple[int, int]) -> None:
    head = struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    body = b"IHDR" + head
    forged = struct.pack(">I", len(head)) + body + struct.pack(">I", zlib.crc32(body))
    content = png.encode(np.zeros((400, 400, 3), np.uint8))
    assert png.decode(png.SIGNATURE + forged + content[33:]) is None or size == (4, 4)
