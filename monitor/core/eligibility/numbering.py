"""Numbering that Markdown does not know: `(1)`, `b)`, `iii.`, `•`, at the start of a line or inside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.core.eligibility.normal import word_list, word_set

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.eligibility.markup import Line

_ROMAN = {
    sign: number
    for number, sign in enumerate(
        word_list("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"),
        1,
    )
}
_BULLET = re.compile(
    r"(?:[-•·°●▪◦‣*]+\s*|[–—]\s+|o\s|[.]\s|>\s|#\s?\d{1,2}[.:)]*\s+)(?=[^\W\d_]|[(<>≥≤\d\[])"
)
# A sign that is no bullet: "-1 D", "> 2", "> Grade 1", "> upper limit of normal".
_OPERATOR = re.compile(
    r"[-*]\s?\d(?!\d?[.)]\s)|>\s?\d|[<>]\s*=?\s*\d|>\s(?:CTCAE |NCI |the |institutional )*(?:(?i:grade|stage|class|step|"
    r"level|category|NYHA|ECOG|ASA|CCS|uln|lln|(?:upper|lower) limit)|one|two|three|four|five|six|half|mild|moderate)\b"
)
_LABEL = re.compile(r"(\()?([A-Za-z]{1,5}|\d{1,2})(?:(\))\.?|([.]))(?=\s*[^\W\d_]|\s+\S|[(<>≥≤])")
_CODE = re.compile(r"\(?(?:I|E|IC|EC|IN|EX|INC|EXC|INCL|EXCL)[ .#-]?(\d{1,2})[.):]*\s+(?=[^\W\d_]|[(<>≥≤\d])")
_INLINE = re.compile(
    r"(?:^|(?<=[\s;:,.]))(?:(\()?([A-Za-z]{1,5}|\d{1,2})(\))|()([A-Za-z]{1,5}|\d{1,2})(?:\.)(?=\s))\s*"
)
# Signs between items of one line: "Gout • Asthma", "Gout. - Asthma", "Gout. * Asthma".
_MARK = re.compile(r"\s*[•●▪]\s*(?!\d)|(?<=[.;])\s-\s(?=[A-Z])")
_STAR = re.compile(r"(?:(?<=\))|(?<=[a-z.;:)] ))\*\s(?=[A-Z])")
_ENDED = re.compile(r"[.;:)]$|\b[a-z]{3,},?$")
_NEAR = 40  # characters before an enumerator that are read
_VARIANT = re.compile(r"(?:^|(?<=\s))\d{1,2} (?=\([A-Z]\d?\)\.\s)")  # "5 (A1). Subject is …"
# Words after which a number with a full stop ends a sentence ("Grade 2. Patients …").
_COUNTED = word_set(
    "grade class stage phase version type level part cohort arm group step visit day week month cycle "
    "score of to and or than least most type version table section criteria criterion under over v",
)


@dataclass(frozen=True, slots=True)
class Label:
    """One enumerator: its style ("(1)", "1.", "a)", "ai." for a Roman numeral), its number, and where it stands in its line."""

    style: str
    ordinal: int
    start: int
    end: int


def seen(found: Iterable[Line]) -> frozenset[tuple[str, int]]:
    """Collect the enumerators at the beginning of all lines; one alone is not believed to be numbering."""
    texts = [line.text.lstrip("-•· ") for line in found]
    labels = [label for text in texts for label in _readings(_LABEL.match(text))]
    codes = [code for text in texts if (code := _CODE.match(text))]
    return frozenset(
        [*((label.style, label.ordinal) for label in labels), *(("code", int(code[1])) for code in codes)]
    )


def strip(text: str, known: frozenset[tuple[str, int]]) -> tuple[str, bool]:
    """Return a line without bullets and enumerators at its start, and whether there were any.

    A bare "2." or "C." only counts where its neighbour occurs in the text: "C. difficile" stays.
    """
    marked = False
    for _ in range(3):
        bullet = _BULLET.match(text)
        if bullet and not _OPERATOR.match(text):
            text, marked = text[bullet.end() :], True
            continue
        variant = _VARIANT.match(text)
        if variant:
            text, marked = text[variant.end() :], True
            continue
        code = _CODE.match(text)
        if code and known & {("code", int(code[1]) - 1), ("code", int(code[1]) + 1)}:
            text, marked = text[code.end() :], True
            continue
        label = next(
            (label for label in _readings(_LABEL.match(text)) if _believed(label, text, known)), None
        )
        if label is None or not text[label.end :].strip():
            break
        text, marked = text[label.end :].strip(), True
    return text.strip().lstrip(",;: "), marked


def split(text: str, number: int = 0) -> tuple[str, list[str]]:
    """Split a line at an enumeration inside it: (what stands before, the items), or (text, []) without one.

    `number` is that of the item that the line begins with, whose neighbours may follow in it: "1. Gout 2. Asthma".
    """
    if number:
        items = _goes_on(text, number)
        if items:
            return "", items
    for sign in (_MARK, _STAR, _VARIANT):
        marks = [mark for mark in sign.finditer(text) if mark.start()]
        if not marks:
            continue
        ends = [mark.start() for mark in marks[1:]] + [len(text)]
        items = [text[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True)]
        if all(_says_something(item) for item in items):
            return text[: marks[0].start()].strip(), items
    labels = [label for match in _INLINE.finditer(text) for label in _readings(match)]
    for style in dict.fromkeys(label.style for label in labels):
        chain = _chain([label for label in labels if label.style == style], text)
        items = [text[label.end : following.start].strip() for label, following in pairwise(chain)]
        items += [text[chain[-1].end :].strip()] if chain else []
        if len(items) > 1 and all(_says_something(item) for item in items):
            return text[: chain[0].start].strip(), items
    return text, []


def pieces(line: Line) -> list[Line]:
    """Return a line as itself, or as its lead and the items enumerated in it (one deeper, or in its place)."""
    lead, items = split(line.text, line.number)
    if not items:
        return [line]
    if not lead:
        return [replace(line, item=True, text=item) for item in items]
    deeper = [replace(line, indent=line.indent + 1, item=True, text=item) for item in items]
    return [replace(line, text=lead), *deeper]


def _goes_on(text: str, number: int) -> list[str]:
    """Return the items of a line that counts on from the number of its first one; [] where it does not.

    A single number needs the end of a sentence before it, or a word in small letters.
    """
    chain: list[Label] = []
    doubted: Label | None = None  # "at visit 3." goes on the count only if "4." follows
    for match in _INLINE.finditer(text):
        label = next((label for label in _readings(match) if label.style == "1."), None)
        if label is None or not _begins_item(label, text):
            continue
        wanted = number + len(chain) + 1
        if doubted and label.ordinal == wanted + 1 and _may_follow(label, text):
            chain += [doubted, label]
            doubted = None
        elif label.ordinal == wanted and _may_follow(label, text):
            chain.append(label)
            doubted = None
        elif label.ordinal == wanted:
            doubted = doubted or label
    if not chain or (len(chain) == 1 and not _ENDED.search(_before(chain[0], text).rstrip())):
        return []
    ends = [0, *(label.end for label in chain)]
    starts = [*(label.start for label in chain), len(text)]
    items = [text[end:start].strip() for end, start in zip(ends, starts, strict=True)]
    return items if all(_says_something(item) for item in items) else []


def _begins_item(label: Label, text: str) -> bool:
    """Return whether what stands behind a number may begin an item: with a small letter only as the first one does, or behind a stop."""
    first = text[label.end : label.end + 1]
    small = text[:1].islower() or _before(label, text).rstrip()[-1:] in {".", ";"}
    return bool(first.strip()) and (small or not first.islower())


def _readings(match: re.Match[str] | None) -> list[Label]:
    """Return what an enumerator can be: a number, a letter, a Roman numeral ("i" is the first numeral or the ninth letter)."""
    if match is None:
        return []
    sign = match[2] or match[match.re.groups] if match.re is _INLINE else match[2]
    closed = match[3] is not None
    shape = ("(" if match[1] else "") + ("{})" if closed else "{}.")
    start, end = match.span()
    if sign.isdigit():
        return [Label(shape.format("1"), int(sign), start, end)]
    case = "a" if sign.islower() else "A"
    found = []
    if sign.lower() in _ROMAN and (sign.islower() or sign.isupper()):
        found.append(Label(shape.format(case + "i"), _ROMAN[sign.lower()], start, end))
    if len(sign) == 1:
        found.append(Label(shape.format(case), ord(sign.lower()) - ord("a") + 1, start, end))
    return found


def _believed(label: Label, text: str, known: frozenset[tuple[str, int]]) -> bool:
    """Return whether an enumerator at the start of a line is one: closed by a bracket, or with a neighbour in the text."""
    if label.style.endswith(")"):
        return True
    if any((label.style, ordinal) in known for ordinal in (label.ordinal - 1, label.ordinal + 1)):
        return True
    first = text[label.end :].lstrip()[:1]
    return first.isupper() and (label.style == "1." or (label.ordinal == 1 and label.style in {"a.", "ai."}))


def _chain(labels: list[Label], text: str) -> list[Label]:
    """Follow the enumerators of one style from the first of them upwards; [] when they do not count up."""
    chain: list[Label] = []
    for label in labels:
        if len(chain) == 1 and label.ordinal == chain[0].ordinal == 1 and _may_begin(label, text):
            chain = [label]
        elif chain:
            if label.ordinal == chain[-1].ordinal + 1 and _may_follow(label, text):
                chain.append(label)
        elif label.start == 0 or (label.ordinal == 1 and _may_begin(label, text)):
            chain.append(label)
    return chain if len(chain) > 1 else []


def _may_begin(label: Label, text: str) -> bool:
    """Return whether an enumeration may begin here: with brackets anywhere, with a full stop behind a break."""
    return label.style.endswith(")") or _before(label, text).rstrip()[-1:] in {":", ";", ".", ")"}


def _may_follow(label: Label, text: str) -> bool:
    """Return whether "2." goes on an enumeration, or only ends a sentence such as "… Grade 2."."""
    if label.style.endswith(")"):
        return True
    words = _before(label, text).split()
    last = words[-1] if words else ""
    if last in {"and", "or"} and words[-2:-1] and words[-2].endswith(";"):
        return True
    return last.lower() not in _COUNTED and last[-1:] not in {"<", ">", "≥", "≤", "="}


def _before(label: Label, text: str) -> str:
    """Return the few characters before an enumerator: to cut the whole text at each of them takes too long."""
    return text[max(0, label.start - _NEAR) : label.start]


def _says_something(item: str) -> bool:
    """Return whether a piece is an item and not only a word between two brackets."""
    return len(item) > 1 and any(sign.isalpha() for sign in item)
