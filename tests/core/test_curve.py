"""Schedules keep Deforum's meaning, take what it refuses by accident, and never reach Python."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from melies.core.curve import Curve
from melies.core.errors import AuthorError, MeliesError

FRAMES = (0, 1, 10, 29, 30, 45, 119)


def series(text: str | float, **more: float) -> list[float]:
    return [Curve.parse(text, "zoom").at(frame, **more) for frame in FRAMES]


# Written by hand from Deforum's rules: numbers are linear between keys, an expression holds and is re-evaluated.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0:(0), 30:(1.5)", lambda t: 1.5 * min(t, 30) / 30),
        ("0: 2", lambda t: 2.0),
        ("0:(0), 30:(1.5*sin(t))", lambda t: 1.5 * math.sin(30) * t / 30 if t < 30 else 1.5 * math.sin(t)),
        ("0:(t), 30:(5)", lambda t: float(t) if t < 30 else 5.0),
        ("0: (1.0025+0.002*sin(1.25*3.14*t/30))", lambda t: 1.0025 + 0.002 * math.sin(1.25 * 3.14 * t / 30)),
        ('0:(s), 1:(-1), "max_f-2":(-1), "max_f-1":(s)', lambda t: 7.0 if t == 0 or t >= 118 else -1.0),
        ("0:(max_f)", lambda t: 119.0),
        ("0:(1.5)", lambda t: 1.5),
        ("0:((t>10)*2 + (t<=10))", lambda t: 2.0 if t > 10 else 1.0),
    ],
)
def test_deforum_meaning(text, expected) -> None:
    assert series(text, seed=7) == pytest.approx([expected(t) for t in FRAMES])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0:(where(t>10,1,2))", lambda t: 1 if t > 10 else 2),
        ("0:(sqrt(t))", math.sqrt),
        ("0:(tan(t/200))", lambda t: math.tan(t / 200)),
        ("10:(3), 30:(5)", lambda t: 3 if t < 10 else min(5, 3 + (t - 10) / 10)),
        ("2s:(1), 0:(0)", lambda t: min(1, t / 48)),
        ("30f:(1), 0:(0)", lambda t: min(1, t / 30)),
        ("max(min(t, 20), 5)", lambda t: max(min(t, 20), 5)),
        ("0:(pow(2, floor(t/30)))", lambda t: 2 ** (t // 30)),
        ("0:(where(t>5, 1/(t-5), 0))", lambda t: 1 / (t - 5) if t > 5 else 0),
        ("0:(1) ,\n 30 : ( 2 ),", lambda t: 1 + min(t, 30) / 30),
        ("0:(0), 240:(24)", lambda t: t / 10),
        ("0:(clip(t/30, 0, 1) if t < 60 else pi)", lambda t: min(t / 30, 1) if t < 60 else math.pi),
    ],
)
def test_beyond_deforum(text, expected) -> None:
    assert series(text) == pytest.approx([expected(t) for t in FRAMES])


def test_plain_numbers_and_between_frames() -> None:
    assert series(3) == [3.0] * len(FRAMES)
    assert Curve.parse("0:(0), 10:(1)").at(2.5) == 0.25


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("0:(", "column 3: this bracket is never closed"),
        ("0:(1))", "column 6: this bracket closes nothing"),
        ("0:(sim(t))", "column 4: there is no function sim; did you mean 'sin'"),
        ("0:(1), 30:(2*tt)", "column 14: there is no variable 'tt'"),
        ("0:(1), 2", "column 8: expected 'frame: (value)'"),
        ("0:(sin())", "sin takes 1 values; got 0"),
        ("0:()", "missing"),
        ("nan", "'nan' is no number"),
        ("0:(1e999)", "too large"),
        ("0:(9**9**9)", "infinite"),
        ("0:(1/t)", "frame 0 is infinite"),
        ("0:(sqrt(t-5))", "frame 0 does not exist"),
        ("0:(inf)", "'inf' is no number"),
        ("0:(0/0)", "frame 0 does not exist; check for zero divided by zero"),
        ("0:(t//t)", "frame 0 does not exist"),
        ("0:(-1/t)", "frame 0 is infinite; check for a division by zero"),
        (float("nan"), "finite"),
        (float("inf"), "finite"),
        (10**400, "finite"),
        (True, "expected a number"),
        ("0:('Euler a')", "is not a number"),
        ("1/0:(3)", "key's frame is not a finite number"),
        ("0:(" + "(" * 60 + "t" + ")" * 60 + ")", "nested"),
        ("0:(" + "+".join(["t"] * 900) + ")", "too large"),
    ],
)
def test_refusals_name_field_and_reason(text, says) -> None:
    with pytest.raises(AuthorError) as caught:
        Curve.parse(text, "translation_z").series()
    assert str(caught.value).startswith("translation_z") and says in str(caught.value)


@pytest.mark.parametrize(
    "attack",
    [
        "__import__('os').system('x')", "().__class__", "t.real", "[t for t in (1,)]", "lambda: t", "(t:=3)", "f'{t}'",
        "open", "abs.__call__(t)", "(1,2)[0]", "{1:2}", "sin(*[t])", "sin(x=t)", "await t", "t if 1", "1;2", "t\x00",
        "max(**{})", "-" * 1500 + "1", "not " * 400 + "1",
    ],
)  # fmt: skip
def test_nothing_reaches_python(attack: str) -> None:
    with pytest.raises(AuthorError):
        Curve.parse(f"0:({attack})").at(1)


ALPHABET = "0123456789.:,()+-*/%<>=&|^~ tsmax_finwherelogpqr'\"[]\n\x00é"


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(ALPHABET, max_size=40), st.text(max_size=30), st.floats(), st.integers()), st.integers(0, 200))
def test_only_our_errors_escape(text, frame) -> None:
    try:
        value = Curve.parse(text, "angle").at(frame, fps=12, max_frames=100)
    except AuthorError as error:
        assert "\n" not in str(error)
    else:
        assert math.isfinite(value)


TERMS = st.recursive(
    st.sampled_from(["t", "s", "max_f", "pi", "2", "0", "1e300", ".5"]),
    lambda part: st.one_of(
        st.tuples(part, st.sampled_from(["+", "-", "*", "/", "**", "%", "//", "<", "&", "^"]), part).map(
            lambda bits: f"({''.join(bits)})"
        ),
        st.tuples(st.sampled_from(["sin", "exp", "floor", "sqrt", "log", "~", "-", "round"]), part).map(
            lambda bits: f"{bits[0]}({bits[1]})"
        ),
        st.tuples(part, part, part).map(lambda bits: f"where({','.join(bits)})"),
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(TERMS, st.integers(-5, 500))
def test_every_expression_is_finite_or_refused(text, frame) -> None:
    try:
        assert math.isfinite(Curve.parse(f"0:({text})").at(frame))
    except MeliesError as error:
        assert isinstance(error, AuthorError)


def test_thousands_of_keys_are_quick() -> None:
    text = ", ".join(f"{frame}:({frame % 7 / 10})" for frame in range(5000))
    assert Curve.parse(text).at(2500.5, max_frames=5000) == pytest.approx((2500 % 7 + 2501 % 7) / 20)
