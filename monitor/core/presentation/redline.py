"""A redline for readers: the differences with some words around them, up to a limit of characters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.presentation.labels import cut
from monitor.core.presentation.values import Excerpt, excerpt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility import Span

AROUND = 90
"""Characters of unchanged text that stay on each side of a change."""
WINDOW = 2_000
"""Characters from the first difference on that are compared of texts too long to be compared in full."""
MARKS = {"equal": ("", ""), "delete": ("[-", "-]"), "insert": ("{+", "+}")}
"""Marks in plain text around what was taken out and put in, as in `git diff --word-diff`."""


def redline(before: str, after: str, *, limit: int, around: int = AROUND) -> tuple[tuple[Span, ...], int]:
    """Return what was taken out and put in, and how many characters are left out.

    Long stretches without a difference become "…".

    Args:
        before: the text as it was.
        after: the text as it is.
        limit: the most characters to return, about.
        around: characters of unchanged text to keep on each side of a difference.

    """
    spans, unseen = _compared(before, after)
    if len(before) + len(after) > limit:
        spans = _without_sames(spans, around)
    shown, left = _until(spans, limit)
    return shown, left + unseen


def sides(before: str, after: str, *, limit: int) -> tuple[Excerpt, Excerpt]:
    """Return two texts, each of about ``limit`` characters at most, cut so that the difference is in them."""
    if before and after and max(len(before), len(after)) > limit:
        spans, unseen = _compared(before, after)
        spans = _without_sames(spans, AROUND)
        was = "".join(span.text for span in spans if span.op != "insert")
        now = "".join(span.text for span in spans if span.op != "delete")
        old, new = (
            _cut(text, limit, length) if unseen or len(text) > limit + 40 else Excerpt(text)
            for text, length in ((was, len(before)), (now, len(after)))
        )
        return old, new
    return excerpt(before, limit), excerpt(after, limit)


def _cut(text: str, limit: int, length: int) -> Excerpt:
    """Return the start of ``text``, which is itself from a text of ``length`` characters."""
    start = cut(text, limit).removesuffix(" …")
    return Excerpt(f"{start} …", max(0, length - len(start)))


def marked(spans: Sequence[Span]) -> str:
    """Return a redline as plain text with ``MARKS``."""
    return "".join(f"{MARKS[span.op][0]}{span.text}{MARKS[span.op][1]}" for span in spans)


def _compared(before: str, after: str) -> tuple[tuple[Span, ...], int]:
    """Return the redline of two texts, and how many characters at their end were not compared.

    Of long texts that differ much, ``WINDOW`` characters from the first difference on are compared.
    """
    from monitor.core.eligibility import redline as whole  # noqa: PLC0415  # its patterns take 0.1 s to compile

    spans = whole(before, after)
    if not any(span.op != "equal" and len(span.text) > WINDOW for span in spans):
        return spans, 0
    pairs = enumerate(zip(before, after, strict=False))
    stop = next((place for place, (old, new) in pairs if old != new), 0) + WINDOW
    spans = whole(before[:stop], after[:stop])
    # at the end of the window, texts that go on with the same words seem to differ
    if len(spans) > 3 and len(before) > stop and len(after) > stop:
        same = max(place for place, span in enumerate(spans) if span.op == "equal")
        spans = spans[: same + 1] if same > 1 else spans
    return spans, max(0, max(len(before), len(after)) - stop)


def _without_sames(spans: Sequence[Span], around: int) -> tuple[Span, ...]:
    last = len(spans) - 1
    return tuple(
        replace(span, text=_shortened(span.text, around, head=place > 0, tail=place < last))
        if span.op == "equal"
        else span
        for place, span in enumerate(spans)
    )


def _shortened(text: str, around: int, *, head: bool, tail: bool) -> str:
    """Return an unchanged text without its middle.

    ``head``: a difference comes before it, so its start stays; ``tail``: one comes after it, so its end stays.
    """
    if len(text) <= 2 * around + 20:
        return text
    start = cut(text[: around + 20], around).removesuffix(" …") if head else ""
    end = text[-around:].split(" ", 1)[-1] if tail else ""
    return f"{start} … {end}" if start else f"… {end}"


def _until(spans: Sequence[Span], limit: int) -> tuple[tuple[Span, ...], int]:
    """Return the spans up to about ``limit`` characters, and how many characters are left out."""
    shown: list[Span] = []
    room, left = limit, 0
    for span in spans:
        # a long deletion must leave room for what came in its place
        most = min(room, limit // 2) if span.op == "delete" else room
        text = span.text if len(span.text) <= most else cut(span.text, most) if most > 20 else ""
        if text:
            shown.append(replace(span, text=text))
        left += max(0, len(span.text) - len(text))
        room -= len(text)
    return tuple(shown), left
