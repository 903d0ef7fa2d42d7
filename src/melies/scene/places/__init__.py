"""Places: one file each, registered by name, each setting one stage."""

from melies.scene.places.base import PLACES, Place

__all__ = ["PLACES", "Place"]
