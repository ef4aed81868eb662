"""One table of a configuration, read key by key; every fault is collected with its place."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from monitor.model import Json

T = TypeVar("T")

VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")

LARGEST = 1_000_000
"""No number of a configuration is larger."""


class Reader:
    """Takes values out of a TOML table; what is left over at the end is unknown.

    Args:
        table: the decoded table; anything else is a fault.
        place: how people call it, such as ``[registry]``.
        faults: sentences are added to it.

    """

    def __init__(self, table: Json, place: str, faults: list[str]) -> None:
        self.place = place
        self._faults = faults
        self._known: list[str] = []
        if not isinstance(table, dict):
            hint = (
                f'; write query = {{ cond = "{table}" }}'
                if place.endswith(" query") and isinstance(table, str)
                else ""
            )
            faults.append(f"{place} must be a table{hint}")
            table = {}
        self.table = table

    def fault(self, key: str, sentence: str) -> None:
        """Add a fault of a key."""
        self._faults.append(f"{self.place} {key}: {sentence}")

    def unknown(self, key: str, word: str, known: Iterable[str]) -> None:
        """Add the fault that a key does not know a word, with what is meant by it."""
        from monitor.config.hints import unknown  # noqa: PLC0415  # needed for faults alone; commands have to answer at once

        self.fault(key, f'"{word}" is unknown{unknown(key, word, known)}')

    def has(self, key: str) -> bool:
        """Return whether a key is there."""
        return key in self.table

    def text(
        self, key: str, default: str, *, expand: bool = True, parse: Callable[[str], object] | None = None
    ) -> str:
        """Take a string, with its ``${VARIABLES}`` replaced; `parse` is for guessing what another value means."""
        value = self._take(key, default, str, "a string, in quotes", parse)
        if "\0" in value:
            self.fault(key, "must not hold the character U+0000")
            return default
        if not expand:
            return value
        for name in VARIABLE.findall(value):
            if name not in os.environ:
                self.fault(key, f"the environment variable {name} is not set")
        return VARIABLE.sub(lambda found: os.environ.get(found[1], ""), value)

    def one_of(self, key: str, default: str, known: Iterable[str]) -> str:
        """Take a string that is one of some; any other is a fault with a hint."""
        text, known = self.text(key, default), list(known)
        if text in known:
            return text
        self.unknown(key, text, known)
        return default

    def number(self, key: str, default: float, *, above: float) -> float:
        """Take a number greater than ``above``."""
        value = self._take(key, default, (int, float), "a number")
        if not above < value < LARGEST:
            self.fault(key, f"must be greater than {above:g} and less than {LARGEST:,}")
            return default
        return float(value)

    def flag(self, key: str, default: bool) -> bool:
        """Take true or false."""
        return self._take(key, default, bool, "true or false, without quotes")

    def parsed(self, key: str, default: str, parse: Callable[[str], T], *, fallback: T | None = None) -> T:
        """Take a string and read it with ``parse``, whose ValueError is the fault."""
        text = self.text(key, default, parse=parse)
        try:
            return parse(text)
        except ValueError as error:
            self.fault(key, f"{error}{_guess(key, text, parse, str(error))}")
            return fallback if fallback is not None else parse(default)

    def texts(self, key: str, default: Iterable[str] = ()) -> list[str]:
        """Take a list of strings."""
        values = self._take(key, list(default), list, "a list of strings")
        if any(not isinstance(value, str) for value in values):
            self.fault(key, "must be a list of strings, each in quotes")
            return list(default)
        return values

    def ignore(self, *keys: str) -> None:
        """Name keys that are known but read elsewhere."""
        self._known += keys

    def done(self) -> None:
        """Complain of every key that nobody took, and name the nearest known one."""
        for key in self.table:
            if key not in self._known:
                from monitor.config.hints import unknown_key  # noqa: PLC0415  # needed for faults alone

                self.fault(key, f"is unknown{unknown_key(self.place, key, self._known)}")

    def _take(
        self,
        key: str,
        default: T,
        kind: type | tuple[type, ...],
        wanted: str,
        parse: Callable[[str], object] | None = None,
    ) -> T:
        self._known.append(key)
        value: Json = self.table.get(key, default)
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            return cast("T", value)
        guessed = (
            _guess(key, str(value).lower(), parse) if parse and isinstance(value, bool | int | float) else ""
        )
        self.fault(key, f"must be {wanted}{guessed or _instead(key, value, kind)}")
        return default


def _guess(key: str, text: str, parse: Callable[[str], object], said: str = "") -> str:
    """Return a question whether another writing was meant; "" where there is none, or the sentence ends with it."""
    from monitor.config.guesses import guess  # noqa: PLC0415  # needed for faults alone

    meant = guess(key, text, parse)
    return f'; did you mean "{meant}"?' if meant and not said.endswith(f'for example "{meant}"') else ""


def _instead(key: str, value: Json, kind: type | tuple[type, ...]) -> str:
    from monitor.config.hints import instead  # noqa: PLC0415  # likewise

    return instead(key, value, kind)
