"""Numbers as written: decimal commas, thousands, words, powers of ten."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_UNSURE = re.compile(r"[1-9]\d{0,2}\.\d{3}")  # 1.500: one and a half, or fifteen hundred?
_POINT_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){2,}")  # 1.500.000
SPELLED = {
    word: float(number)
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {
    "thirty": 30.0,
    "forty": 40.0,
    "fifty": 50.0,
    "sixty": 60.0,
    "seventy": 70.0,
    "eighty": 80.0,
    "ninety": 90.0,
    "single": 1.0,
    "once": 1.0,
    "twice": 2.0,
}
_TENS = frozenset(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
_POWER = re.compile(r"10(?:e)?([3-9]|1[0-2])")  # 10e9, or 109 that was 10⁹
_EXPONENT = re.compile(r"e([3-9]|1[0-2])")  # of 1.5 e9


def number(word: str) -> float | None:
    """Read a number; None for anything of which the value is not certain."""
    if word in SPELLED:
        return SPELLED[word]
    if not _NUMBER.fullmatch(word) or _UNSURE.fullmatch(word) or len(word) > 20:
        return None
    if _THOUSANDS.fullmatch(word):
        return float(word.replace(",", ""))
    if _POINT_THOUSANDS.fullmatch(word):
        return float(word.replace(".", ""))
    if word.count(",") + word.count(".") > 1:
        return None
    return float(word.replace(",", "."))


def scaled(words: tuple[str, ...], at: int) -> tuple[float, int] | None:
    """Read a number with a power of ten behind it: (value, place behind it); None without a certain one."""
    value = number(words[at]) if at < len(words) else None
    if value is None:
        return None
    end = at + 1
    if words[at] in _TENS and words[end : end + 1] and 0 < SPELLED.get(words[end], 0) < 10:
        return value + SPELLED[words[end]], end + 1
    if words[end : end + 1] == ("million",):
        return value * 1e6, end + 1
    if words[end : end + 1] and _EXPONENT.fullmatch(words[end]):
        return value * 10 ** int(words[end][1:]), end + 1
    if words[end : end + 1] in {("x",), ("*",)}:
        power = _power(words, end + 1)
        if power:
            return value * power[0], power[1]
    elif value == 10 and words[end : end + 1] == ("^",):
        return _power(words, at)
    return value, end


def _power(words: tuple[str, ...], at: int) -> tuple[float, int] | None:
    """Read 10^9, 10e9, 10 9/L or a flattened 109/L."""
    if words[at : at + 2] == ("10", "^"):
        exponent = number(words[at + 2]) if at + 2 < len(words) else None
        if exponent is not None and abs(exponent) <= 15:
            return 10.0**exponent, at + 3
        return None
    word = words[at] if at < len(words) else ""
    flat = _POWER.fullmatch(word)
    if flat and word != "10":
        return 10.0 ** int(flat[1]), at + 1
    if word == "10" and words[at + 1 : at + 2] and words[at + 1] in {"3", "6", "9", "12", "e3", "e6", "e9"}:
        return 10.0 ** int(words[at + 1].lstrip("e")), at + 2
    return None
