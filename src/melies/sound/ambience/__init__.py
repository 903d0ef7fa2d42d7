"""Ambience: the air of a place, layer by layer."""

from melies.sound.ambience.layer import layers
from melies.sound.ambience.weave import ambience

__all__ = ["ambience", "layers"]
