"""The author's hand: a picture, regions of it, and what is wanted there, made into the request of its next version."""

from melies.synthesis.hand.edit import Edited, edit
from melies.synthesis.hand.picture import Picture
from melies.synthesis.hand.wishes import add, change, embolden, keep, remove

__all__ = ["Edited", "Picture", "add", "change", "edit", "embolden", "keep", "remove"]
