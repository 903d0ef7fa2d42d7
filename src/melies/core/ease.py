"""Easing: how something gets from 0 to 1."""

from __future__ import annotations


def smoothstep(u: float) -> float:
    """0 to 1 with flat ends; `u` is clipped to [0, 1]."""
    u = min(1.0, max(0.0, u))
    return u * u * (3.0 - 2.0 * u)
