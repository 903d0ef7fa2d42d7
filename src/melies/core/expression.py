"""Arithmetic an author writes inside a schedule: parsed against a whitelist, never evaluated as Python."""

from __future__ import annotations

import ast
import math
import operator
import warnings
from collections.abc import Callable, Mapping
from typing import cast

from melies.core.errors import AuthorError, nearest

Number = float | bool
Scope = Mapping[str, float]
Term = Callable[[Scope], Number]
Fail = Callable[[int, str], AuthorError]

LONGEST, MOST_TERMS, DEEPEST = 2000, 300, 40
VARIABLES = ("t", "s", "max_f", "fps")
NO_NUMBERS = ("nan", "inf", "infinity")
CONSTANTS = {"pi": math.pi, "e": math.e}


def _smoothstep(low: float, high: float, x: float) -> float:
    u = min(1.0, max(0.0, (x - low) / (high - low))) if high != low else float(x >= low)
    return u * u * (3 - 2 * u)


def _sign(x: float) -> float:
    return float((x > 0) - (x < 0))


def _clip(x: float, low: float, high: float) -> float:
    return min(max(x, low), high)


# name: (function, fewest arguments, most arguments)
FUNCTIONS: dict[str, tuple[Callable[..., float], int, int]] = {
    **{name: (getattr(math, name), 1, 1) for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "sqrt")},
    **{name: (getattr(math, name), 1, 1) for name in ("exp", "expm1", "log", "log10", "log1p", "log2")},
    **{name: (getattr(math, name), 1, 1) for name in ("floor", "ceil", "trunc", "radians", "degrees")},
    **{name: (getattr(math, name), 1, 1) for name in ("asin", "acos", "atan", "asinh", "acosh", "atanh")},
    **{f"arc{name}": (getattr(math, f"a{name}"), 1, 1) for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")},
    "atan2": (math.atan2, 2, 2),
    "arctan2": (math.atan2, 2, 2),
    "hypot": (math.hypot, 2, 2),
    "pow": (math.pow, 2, 2),
    "mod": (math.fmod, 2, 2),
    "abs": (abs, 1, 1),
    "round": (round, 1, 1),
    "sign": (_sign, 1, 1),
    "min": (min, 2, 16),
    "max": (max, 2, 16),
    "clip": (_clip, 3, 3),
    "clamp": (_clip, 3, 3),
    "smoothstep": (_smoothstep, 3, 3),
    "where": (lambda test, yes, no: yes if test else no, 3, 3),
}


def _bitwise(whole: Callable[[int, int], int]) -> Callable[[Number, Number], Number]:
    """numexpr's `&`, `|` and `^`: logical on comparisons, bitwise on whole numbers."""

    def apply(a: Number, b: Number) -> Number:
        if isinstance(a, bool) and isinstance(b, bool):
            return bool(whole(a, b))
        return float(whole(int(a), int(b)))

    return apply


BINARY: dict[type[ast.operator], Callable[..., Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: math.fmod,  # numexpr's sign rule, not Python's
    ast.Pow: math.pow,  # floats only, so that 9**9**9 overflows at once instead of filling memory
    ast.BitAnd: _bitwise(operator.and_),
    ast.BitOr: _bitwise(operator.or_),
    ast.BitXor: _bitwise(operator.xor),
}
COMPARE: dict[type[ast.cmpop], Callable[..., bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
UNARY: dict[type[ast.unaryop], Callable[[Number], Number]] = {
    ast.UAdd: lambda a: +a,
    ast.USub: lambda a: -a,
    ast.Not: lambda a: not a,
    ast.Invert: lambda a: not a if isinstance(a, bool) else float(~int(a)),
}


def _calm(function: Callable[..., Number], *values: Number) -> Number:
    """IEEE answers instead of exceptions: a discarded branch of `where` may divide by zero."""
    try:
        return function(*values)
    except ZeroDivisionError:
        return math.copysign(math.inf, values[0]) if abs(values[0]) > 0 else math.nan
    except OverflowError:
        return math.inf
    except ValueError:
        return math.nan


def compile_expression(text: str, fail: Fail) -> Term:
    """The function of `t` (frame), `s` (seed), `max_f` (last frame) and `fps` that `text` writes down.

    Operators and functions are numexpr's, with min, max, clip, smoothstep, `and`/`or`/`not` and `a if b else c`
    beside them. `fail(column, message)` makes the error for a 0-based column of `text`. NaN and infinity are not
    refused here but in the result. Raises AuthorError for anything else, however nested or long.
    """
    if not text.strip("() \t\n"):
        raise fail(0, "a value is missing between the brackets")
    if len(text) > LONGEST:
        raise fail(0, f"an expression has at most {LONGEST} characters; this one has {len(text)}")
    return _Compiler(text, fail).term(_parse(text, fail).body, 0)


def _parse(text: str, fail: Fail) -> ast.Expression:
    depth = 0
    for column, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        if depth > DEEPEST:
            raise fail(column, f"brackets are nested more than {DEEPEST} deep")
    flat = "".join(" " if letter.isspace() else letter for letter in text)
    body = flat.lstrip()
    lead = len(flat) - len(body)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "1if" and the like: we refuse or accept, Python need not comment
            tree = ast.parse(body, mode="eval")
    except SyntaxError as error:
        column = lead + max(0, (error.offset or 1) - 1)
        raise fail(column, f"{_short(text)} is not an expression such as 1.5*sin(t/10)") from None
    except (ValueError, RecursionError, MemoryError):
        raise fail(lead, f"{_short(text)} is not an expression such as 1.5*sin(t/10)") from None
    for node in ast.walk(tree):
        if hasattr(node, "col_offset"):
            node.col_offset += lead
    return tree


def _short(text: str) -> str:
    return repr(text.strip()[:40])


def _hint(word: str, names: tuple[str, ...], otherwise: str) -> str:
    """The nearest name; the whole list would drown the message."""
    close = nearest(word, names)
    return close if "did you mean" in close else otherwise


class _Compiler:
    """Turns a syntax tree into closures, refusing every node that is not on the list."""

    def __init__(self, text: str, fail: Fail) -> None:
        self.text = "".join(" " if letter.isspace() else letter for letter in text)
        self.fail, self.terms = fail, 0

    def term(self, node: ast.AST, depth: int) -> Term:
        self.terms += 1
        if depth > DEEPEST or self.terms > MOST_TERMS:
            raise self.error(node, f"the expression is too large (over {MOST_TERMS} terms or {DEEPEST} deep)")
        build = getattr(self, f"_{type(node).__name__.lower()}", None)
        if build is None:
            raise self.error(node, f"{self.source(node)} is not allowed in a schedule; write arithmetic on t")
        return cast(Term, build(node, depth + 1))

    def source(self, node: ast.AST) -> str:
        found = ast.get_source_segment(self.text, cast(ast.expr, node)) or type(node).__name__
        return repr(found[:40])

    def error(self, node: ast.AST, message: str) -> AuthorError:
        return self.fail(getattr(node, "col_offset", 0), message)

    def _constant(self, node: ast.Constant, depth: int) -> Term:
        if isinstance(node.value, bool):
            truth = node.value
            return lambda scope: truth
        if not isinstance(node.value, int | float):
            raise self.error(node, f"{self.source(node)} is not a number")
        try:
            number = float(node.value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            raise self.error(node, "the number is too large")
        return lambda scope: number

    def _name(self, node: ast.Name, depth: int) -> Term:
        name = node.id
        if name in CONSTANTS:
            return lambda scope: CONSTANTS[name]
        if name.lower() in NO_NUMBERS:
            raise self.error(node, f"{name!r} is no number to draw by; write a finite one")
        if name not in VARIABLES:
            hint = _hint(name, (*VARIABLES, *CONSTANTS, *FUNCTIONS), "; write t for the frame")
            raise self.error(node, f"there is no variable {name!r}{hint}")
        return lambda scope: scope[name]

    def _binop(self, node: ast.BinOp, depth: int) -> Term:
        if type(node.op) not in BINARY:
            raise self.error(node, f"the operator in {self.source(node)} is not allowed in a schedule")
        apply, left, right = BINARY[type(node.op)], self.term(node.left, depth), self.term(node.right, depth)
        return lambda scope: _calm(apply, left(scope), right(scope))

    def _unaryop(self, node: ast.UnaryOp, depth: int) -> Term:
        apply, operand = UNARY[type(node.op)], self.term(node.operand, depth)
        return lambda scope: _calm(apply, operand(scope))

    def _boolop(self, node: ast.BoolOp, depth: int) -> Term:
        parts = [self.term(value, depth) for value in node.values]
        fold = all if isinstance(node.op, ast.And) else any
        return lambda scope: fold(part(scope) for part in parts)

    def _compare(self, node: ast.Compare, depth: int) -> Term:
        if not all(type(op) in COMPARE for op in node.ops):
            raise self.error(node, f"the comparison {self.source(node)} is not allowed in a schedule")
        tests = [COMPARE[type(op)] for op in node.ops]
        parts = [self.term(value, depth) for value in (node.left, *node.comparators)]

        def compare(scope: Scope) -> bool:
            values = [part(scope) for part in parts]
            return all(test(a, b) for test, a, b in zip(tests, values, values[1:], strict=False))

        return compare

    def _ifexp(self, node: ast.IfExp, depth: int) -> Term:
        test, yes, no = (self.term(part, depth) for part in (node.test, node.body, node.orelse))
        return lambda scope: yes(scope) if test(scope) else no(scope)

    def _call(self, node: ast.Call, depth: int) -> Term:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in FUNCTIONS or node.keywords:
            written = name or self.source(node.func)
            hint = _hint(name, tuple(FUNCTIONS), "; there are sin, abs, min, max, where and others")
            raise self.error(node, f"there is no function {written}{hint}")
        function, fewest, most = FUNCTIONS[name]
        if not fewest <= len(node.args) <= most:
            wanted = str(fewest) if fewest == most else f"{fewest} to {most}"
            raise self.error(node, f"{name} takes {wanted} values; got {len(node.args)}")
        parts = [self.term(part, depth) for part in node.args]
        return lambda scope: float(_calm(function, *(part(scope) for part in parts)))
