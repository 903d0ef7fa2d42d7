"""Named marks on the stage."""

from __future__ import annotations

import pytest

from melies.core.errors import AuthorError
from melies.core.marks import DEPTHS, MARKS, SIDES, is_mark, mark


def test_every_mark_means_a_place() -> None:
    assert all(is_mark(words) for words in MARKS)
    assert mark("left") == (SIDES["left"], 0.0) and mark("far") == (0.0, DEPTHS["far"])
    assert mark(" Back  Right ") == (SIDES["right"], DEPTHS["back"])
    assert mark("far left") == (SIDES["far left"], 0.0)  # a side, not a depth
    assert mark("far away left") == (SIDES["left"], DEPTHS["far away"])


@pytest.mark.parametrize(("words", "meant"), [("lefft", "left"), ("bak left", "back left"), ("", "choose one of")])
def test_other_words_are_refused_with_the_nearest(words: str, meant: str) -> None:
    assert not is_mark(words)
    with pytest.raises(AuthorError, match=meant):
        mark(words)
