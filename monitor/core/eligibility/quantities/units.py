"""Units as written, with the factor to the base unit of their dimension: "mg/dL" is 0.01 g/L.

An atom is one unit of the table, such as mg; a quotient is atoms joined by "/".
"""

from __future__ import annotations

from typing import NamedTuple


class Unit(NamedTuple):
    """A dimension, the factor to its base unit and the zero point in it; `end` is the place behind the unit.

    `power` is the power of ten that stood between the number and the unit, of which a range has one for both its ends.
    """

    dimension: str
    factor: float
    end: int
    coarse: bool = False
    offset: float = 0.0
    power: float = 1.0


# Dimension, factor to its base unit | the names of the unit.
_ROWS = """
time 0.0000115741 | second sec
time 0.0006944444 | minute min
time 0.0416666667 | hour h hr
time 1 | day d
time 7 | week wk w
time 30.4375 | month mo
time 365.25 | year y yr
mass 1e-12 | pg
mass 1e-9 | ng
mass 1e-6 | ug mcg microgram
mass 1e-3 | mg milligram
mass 1 | g gm gram
mass 1000 | kg kilogram kilo
mass 453.592 | lb lbs pound
amount 1e-12 | pmol
amount 1e-9 | nmol
amount 1e-6 | umol micromol micromole mcmol
amount 1e-3 | mmol millimol millimole
amount 1 | mol mole
volume 1e-6 | ul mcl microliter microlitre mm3 cumm cmm
volume 1e-3 | ml milliliter millilitre cc cm3
volume 0.1 | dl deciliter decilitre
volume 1 | l liter litre
length 0.000001 | um micrometer micrometre micron
length 0.001 | mm millimeter millimetre
length 0.01 | cm centimeter centimetre
length 1 | m meter metre
length 1000 | km kilometer kilometre
length 1609.34 | mile
length 0.0254 | inch
length 0.3048 | feet foot ft
area 1 | m2 sqm
area 0.0001 | cm2
pressure 1 | mmhg
pressure 7.50062 | kpa
pressure 0.735559 | cmh2o
enzyme 1 | u iu unit
enzyme 0.001 | miu mu
enzyme 1000 | ku kiu
enzyme 1e-6 | uiu
percent 1 | %
temperature 1 | c celsius
beat 1 | bpm beat
millisecond 1 | ms msec millisecond
equivalent 1 | meq
osmol 1 | mosm mosmol
energy 1 | kcal
copies 1 | copy
fraction 1 | ppb
fraction 1000 | ppm
packyear 1 | packyear
halflife 1 | halflife
"""
_ATOMS = {
    name: (row.split()[0], float(row.split()[1]))
    for row, names in (line.split(" | ") for line in _ROWS.strip().splitlines())
    for name in names.split()
}
_COUNTED = frozenset(["cell", "platelet", "neutrophil", "leukocyte", "wbc"])
_AREAS = {("m", "^", "2"): "m2", ("m", "2"): "m2", ("mm", "^", "3"): "mm3", ("mm", "3"): "mm3"}
_THOUSANDS = {"k": 1e3, "giga": 1e9, "m": 1e6}
_WHOLE_TIMES = {("completed",), ("complete",), ("full",), ("whole",)}
_HOURS = frozenset(["hour", "h", "hr"])
_MULTIPLIERS = frozenset(["x", "time", "fold"])


def unit(words: tuple[str, ...], at: int) -> Unit:
    """Read the unit at a place, "weeks" or "completed weeks"; dimension "" and factor 1 where there is none."""
    if words[at : at + 1] in _WHOLE_TIMES and _atom(words, at + 1)[0] == "time":
        at += 1
    for phrase, measure in _WHOLE.items():
        if words[at : at + len(phrase)] == phrase:
            return measure._replace(end=at + len(phrase))
    return _multiple(words, at) or _quotient(words, at)


def _quotient(words: tuple[str, ...], at: int) -> Unit:
    """Read atoms joined by "/": "mg/dL", "cells/mm3", "mL/min/1.73 m2", "/µL"."""
    name, factor, end = _numerator(words, at)
    if not name:
        return Unit("", 1.0, at)
    names = [name]
    coarse = name == "time" and words[end - 1] in {"month", "year", "mo", "y", "yr"}
    while _slash(words, end):
        skip = end + 1 + (words[end + 1 : end + 2] == ("1.73",))
        name, size, after = _atom(words, skip)
        if words[skip : skip + 1] == ("24",) and words[skip + 1 : skip + 2] and words[skip + 1] in _HOURS:
            name, size, after = "time", 1.0, skip + 2
        if not name:
            break
        names.append(name)
        factor, end = factor / size, after
    if names == ["count"]:
        return Unit("", 1.0, at)
    return Unit("/".join(names), factor, end, coarse)


def _numerator(words: tuple[str, ...], at: int) -> tuple[str, float, int]:
    """Read what stands before the first "/": a unit, counted cells, thousands of them, or nothing."""
    if words[at : at + 1] and words[at] in _COUNTED and _slash(words, at + 1):
        at += 1
    name, factor, end = _atom(words, at)
    if name:
        return name, factor, end
    if _slash(words, at):
        return "count", 1.0, at
    if words[at : at + 1] and words[at] in _THOUSANDS and _slash(words, at + 1):
        return "count", _THOUSANDS[words[at]], at + 1
    return "", 1.0, at


_FAHRENHEIT = Unit("temperature", 5 / 9, 0, offset=-160 / 9)
_WHOLE = {
    ("f",): _FAHRENHEIT,
    ("fahrenheit",): _FAHRENHEIT,
    ("degree", "f"): _FAHRENHEIT,
    ("degree", "fahrenheit"): _FAHRENHEIT,
    ("degree", "c"): Unit("temperature", 1.0, 0),
    ("degree", "celsius"): Unit("temperature", 1.0, 0),
    ("pack", "year"): Unit("packyear", 1.0, 0),
    ("pack", "/", "year"): Unit("packyear", 1.0, 0),
    ("mm", "hg"): Unit("pressure", 1.0, 0),
}


def _slash(words: tuple[str, ...], at: int) -> bool:
    """Return whether a division stands at a place."""
    return words[at : at + 1] in {("/",), ("per",)}


def _atom(words: tuple[str, ...], at: int) -> tuple[str, float, int]:
    """Read one unit: (dimension, factor, place behind it)."""
    for phrase, name in _AREAS.items():
        if words[at : at + len(phrase)] == phrase:
            return (*_ATOMS[name], at + len(phrase))
    word = words[at] if at < len(words) else ""
    if word == "cubic":
        return "volume", 1e-6, at + 2
    if word in _ATOMS:
        return (*_ATOMS[word], at + 1)
    return "", 1.0, at


def _multiple(words: tuple[str, ...], at: int) -> Unit | None:
    """Read "x ULN", "times the ULN", "ULN"."""
    end = at
    if words[end : end + 1] and words[end] in _MULTIPLIERS:
        end += 1
    if words[end : end + 1] in {("the",), ("of",)}:
        end += 1
    if words[end : end + 1] == ("the",):
        end += 1
    if words[end : end + 1] in {("institutional",), ("local",)}:
        end += 1
    if words[end : end + 1] in {("uln",), ("lln",), ("baseline",), ("normal",)}:
        return Unit(words[end], 1.0, end + 1)
    return None
