"""One declaration of one setting: the flag, the API field, the control and the docs row all come from it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from melies.core.errors import AuthorError, Unsupported, nearest

Setting = float | int | str | bool
YES, NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


@dataclass(frozen=True)
class Option:
    """A named setting with its type (that of `default`), bounds, unit and help.

    low and high bound numbers, both included; choices lists the allowed words. Nothing out of range is ever
    replaced: it is refused with the bounds or the nearest choice. files: the word names files, each perhaps with a
    `:weight`, with commas between; a story's lie in its folder.
    """

    name: str
    default: Setting
    help: str
    low: float | None = None
    high: float | None = None
    unit: str = ""
    choices: tuple[str, ...] = ()
    files: bool = False

    @property
    def kind(self) -> type[Setting]:
        """bool, int, float or str."""
        return type(self.default)

    @property
    def bounds(self) -> str:
        """The allowed values in words: `"0 to 1"`, `"at least 2"`, `"yes or no"`, `"red, green"`."""
        if self.kind is bool:
            return "yes or no"
        if self.choices:
            return ", ".join(filter(None, self.choices))
        if self.low is None and self.high is None:
            return {int: "a whole number", float: "a number", str: "text"}[self.kind]
        if self.high is None:
            return f"at least {self.low:g}{self._unit}"
        if self.low is None:
            return f"at most {self.high:g}{self._unit}"
        return f"{self.low:g} to {self.high:g}{self._unit}"

    @property
    def _unit(self) -> str:
        return f" {self.unit}" if self.unit else ""

    def parse(self, value: Any) -> Setting:
        """A value of the right type within bounds, from what YAML, JSON or the command line gives.

        Raises AuthorError that says what was expected and what came.
        """
        if self.kind is bool:
            return self._bool(value)
        if self.kind is str:
            return self._word(value)
        return self._number(value)

    def _refuse(self, value: Any, hint: str = "") -> AuthorError:
        return AuthorError(f"{self.name} is {self.bounds}; got {str(value)[:60]!r}{hint}")

    def _bool(self, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        word = str(value).strip().lower()
        if word not in (*YES, *NO):
            raise self._refuse(value)
        return word in YES

    def _word(self, value: Any) -> str:
        if not isinstance(value, str):
            raise self._refuse(value)
        word = value.strip()
        if self.choices and word not in self.choices:
            alike = {choice.lower(): choice for choice in self.choices}
            if word.lower() not in alike:
                raise self._refuse(value, nearest(word, self.choices))
            return alike[word.lower()]
        return word

    def _number(self, value: Any) -> float | int:
        if isinstance(value, bool):
            raise self._refuse(value)
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            raise self._refuse(value) from None
        whole = self.kind is int
        if not math.isfinite(number) or (whole and number != int(number)):
            raise self._refuse(value)
        if (self.low is not None and number < self.low) or (self.high is not None and number > self.high):
            raise self._refuse(value)
        return int(number) if whole else number


def settle(options: Iterable[Option], given: Mapping[str, Any], owner: str) -> dict[str, Setting]:
    """Every declared option's value: the given one, checked, or its default.

    Raises Unsupported naming the owner ("engine 'diorama'") for an option it does not declare.
    """
    declared = {option.name: option for option in options}
    for name in given:
        if name not in declared:
            hint = nearest(name, declared) if declared else "; it has no options"
            raise Unsupported(f"{owner} has no option {name!r}{hint}")
    return {name: option.parse(given[name]) if name in given else option.default for name, option in declared.items()}
