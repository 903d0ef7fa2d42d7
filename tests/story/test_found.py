"""Parts are called by names that select them again."""

from __future__ import annotations

import pytest

from melies.story.found import _short


@pytest.mark.parametrize(("words", "name"), [
    ("boy in a red coat with a lantern", "boy"), ("a big red hot-air balloon", "big red balloon"), ("fox", "fox"),
    ("old wooden rowing boat", "wooden rowing boat"),
])  # fmt: skip
def test_a_name_is_the_thing_itself(words: str, name: str) -> None:
    assert _short(words).split()[-1] == name.split()[-1] and len(_short(words).split()) <= 3
