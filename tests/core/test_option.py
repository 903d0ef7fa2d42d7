"""Options take what fits and refuse the rest with the bounds or the nearest name."""

from __future__ import annotations

import pytest

from melies.core.errors import AuthorError, Unsupported
from melies.core.option import Option, settle

OPTIONS = (
    Option("haze", 0.5, "how thick the air is", 0.0, 1.0),
    Option("layers", 3, "planes of depth", low=1),
    Option("grain", True, "paper grain"),
    Option("sky", "painted", "how the sky is made", choices=("painted", "plain")),
)


def test_defaults_and_given_values() -> None:
    assert settle(OPTIONS, {}, "engine 'x'") == {"haze": 0.5, "layers": 3, "grain": True, "sky": "painted"}
    given = {"haze": "0.25", "layers": 4.0, "grain": "off", "sky": "plain"}
    assert settle(OPTIONS, given, "engine 'x'") == {"haze": 0.25, "layers": 4, "grain": False, "sky": "plain"}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("haze", 1.5, "haze is 0 to 1; got '1.5'"),
        ("haze", float("nan"), "0 to 1"),
        ("haze", True, "0 to 1"),
        ("layers", 2.5, "at least 1"),
        ("layers", "many", "at least 1"),
        ("layers", 10**400, "at least 1"),
        ("grain", "perhaps", "yes or no"),
        ("sky", "painte", "did you mean 'painted'"),
        ("sky", 3, "painted, plain"),
    ],
)
def test_refusals(name, value, says) -> None:
    with pytest.raises(AuthorError, match="."):
        settle(OPTIONS, {name: value}, "engine 'x'")
    with pytest.raises(AuthorError) as caught:
        settle(OPTIONS, {name: value}, "engine 'x'")
    assert says in str(caught.value)


def test_unknown_option_names_the_nearest() -> None:
    with pytest.raises(Unsupported, match="engine 'x' has no option 'hase'; did you mean 'haze'"):
        settle(OPTIONS, {"hase": 1}, "engine 'x'")
