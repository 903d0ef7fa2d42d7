"""Noise that sticks to surfaces: what each pixel shows has a number, and its noise hangs on that number alone.

A latent's noise is the sum of its pixels' own over the root of how often each counts, so that it stays unit Gaussian
however the picture is stretched ("How I Warped Your Noise", Chang et al. 2024, section 3; here on exact flow, with
whole pixels in place of polygons). All is whole numbers up to the last division, so that the same surfaces give the
same noise on any machine.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float32, UInt8, UInt32
from numba import njit
from numpy import ndarray

from melies.core.option import Option, Setting

Surfaces = UInt32[ndarray, "h w"]
VARIED = (  # as A1111 and Deforum call them
    Option("subseed", 0, "another seed, which a variation leans towards", low=0),
    Option("subseed_strength", 0.0, "how far it leans (variation strength): 1 is the other seed", low=0, high=1),
)
MIXERS = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)  # splitmix64 (Steele et al. 2014)
MIDDLE, SPREAD = 2 * 65535, float(np.sqrt((65536.0**2 - 1) / 3))  # mean and deviation of four 16-bit numbers


def packed(surfaces: Surfaces) -> UInt8[ndarray, "h w 4"]:
    """Surfaces as an asset's bytes."""
    return np.ascontiguousarray(surfaces.astype("<u4")).view(np.uint8).reshape(*surfaces.shape, 4)


def unpacked(pixels: UInt8[ndarray, "h w 4"]) -> Surfaces:
    """Surfaces from an asset's bytes."""
    return np.asarray(np.ascontiguousarray(pixels).view("<u4")[..., 0], np.uint32)


def noise(surfaces: Surfaces, seed: int, draw: int, shape: tuple[int, int, int]) -> Float32[ndarray, "c h w"]:
    """The `draw`-th unit Gaussian noise of (C, H, W) cells over the surfaces, which lie on at least as many pixels."""
    found: Float32[ndarray, "c h w"] = _noise(surfaces, np.uint64(seed % 2**64), np.uint64(draw), *shape)
    return found


def seeds(seed: int, settings: Mapping[str, Setting]) -> tuple[tuple[int, float], ...]:
    """Seeds, and how much of each one's noise is taken: squares add up to 1, so that it stays unit Gaussian.

    The arc between two Gaussians in many dimensions is all but a right angle, so this is what slerp does (White 2016).
    """
    share, other = float(settings["subseed_strength"]), int(settings["subseed"])
    if other == seed:
        return ((seed, 1.0),)
    both = ((seed, float(np.cos(share * np.pi / 2))), (other, float(np.sin(share * np.pi / 2))))
    return both[:1] if share == 0 else both[1:] if share == 1 else both


@njit(cache=True, nogil=True)
def _mixed(value: np.uint64) -> np.uint64:
    value ^= value >> np.uint64(30)
    value *= np.uint64(MIXERS[1])
    value ^= value >> np.uint64(27)
    value *= np.uint64(MIXERS[2])
    return value ^ (value >> np.uint64(31))


@njit(cache=True, nogil=True)
def _chance(value: np.uint64) -> np.int64:
    """A nearly Gaussian whole number out of 64 bits, 0 in the mean: four uniform ones added up."""
    sixteen = np.uint64(65535)
    total = (value & sixteen) + ((value >> np.uint64(16)) & sixteen)
    total += ((value >> np.uint64(32)) & sixteen) + (value >> np.uint64(48))
    return np.int64(total) - np.int64(MIDDLE)


@njit(cache=True, nogil=True)
def _noise(surfaces: ndarray, seed: np.uint64, draw: np.uint64, channels: int, height: int, width: int) -> ndarray:
    rows, columns = surfaces.shape
    cells = np.zeros((channels, height, width), np.float32)
    stream = _mixed(seed + np.uint64(MIXERS[0]) * (draw + np.uint64(1)))
    sums = np.empty(channels, np.int64)
    for row in range(height):
        top, bottom = row * rows // height, (row + 1) * rows // height
        for column in range(width):
            left, right = column * columns // width, (column + 1) * columns // width
            here = np.sort(surfaces[top:bottom, left:right].copy().ravel())
            sums[:], energy, at = 0, 0, 0
            while at < here.size:
                after = at + 1
                while after < here.size and here[after] == here[at]:
                    after += 1
                count = after - at
                energy += count * count
                for channel in range(channels):
                    key = (np.uint64(channel) << np.uint64(32)) | np.uint64(here[at])
                    sums[channel] += count * _chance(_mixed(stream ^ _mixed(key + np.uint64(MIXERS[0]))))
                at = after
            for channel in range(channels):
                cells[channel, row, column] = np.float32(sums[channel] / (SPREAD * np.sqrt(energy)))
    return cells
