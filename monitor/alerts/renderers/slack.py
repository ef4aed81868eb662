"""A message for Slack: short, in the CommonMark that apprise turns into Slack's own markup.

Not in Slack's markup itself: apprise escapes what it is given, and would escape ours a second time.
Slack knows no backslash, so that a sign which would become markup is replaced by one that looks alike.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.alerts.outline import Alike, fitting
from monitor.alerts.renderers.slack_blocks import marked
from monitor.alerts.template import template
from monitor.core.presentation.labels import count, cut
from monitor.core.presentation.redline import redline
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.values import clipped, more

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.alerts.digest_parts import Part
    from monitor.alerts.outline import Outline
    from monitor.core.eligibility import Span
    from monitor.core.presentation.entry import Entry

NAME = "slack"
SERVICE = "Slack"
BODY_FORMAT = "markdown"
MOST_ALIKE = 4
MAX_TEXT = 2_800
"""Characters of a message; a section of Slack's takes 3,000."""
ROOM, ENOUGH, LEAST = 28_000, 900, 400
"""Of a digest, in characters: a message of Slack's takes 35,000."""
MAX_VALUE = 360
MAX_NAMED = 60
"""Characters of a headline in the shortest line of a trial."""
MAX_BRIEF = 160

_TRIAL = template("slack-trial.md")
_SIGNS = {"opens": "🟢 ", "closes": "🔴 ", "": ""}
_ALIKE_SIGNS = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ", "\\": "∖"})
# an underscore within a word is no markup
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_COMMAND = re.compile(r"ˋ(nctwatch[\w -]*)ˋ")  # of ours
_JOINER = "\u2060"  # is not seen, and takes a word apart for whoever looks for addresses and names
_LINKED = re.compile(r"(?<=[^\W_])\.(?=[^\W\d_]{2})|:(?=//)|(?<=www)\.|:(?=[\w+'-]+:)|@(?=\w)|(?<!\w)#(?=\w)")


def harmless(text: str) -> str:
    """Return text that is shown as it is: no markup, nobody called, nothing to click."""
    text = _UNDERSCORE.sub("ˍ", flat(text).translate(_ALIKE_SIGNS))
    text = _LINKED.sub(lambda found: f"{found[0]}{_JOINER}", text)
    return re.sub(r"([<>\[\]])", r"\\\1", text)


def weight(text: str) -> int:
    """Return the most characters that a text can have once apprise has escaped it."""
    return len(text) + 4 * text.count("&") + 2 * text.count("\\")


def serves(service: str, takes: str) -> bool:
    """Return whether a service is Slack, asked for markup."""
    return service == SERVICE and takes == BODY_FORMAT


def trial(_subject: str, outline: Outline) -> str:
    """Write what happened to one trial; its title is in the subject."""
    parts = {
        "facts": _facts(outline),
        "page": outline.page,
        "history": outline.history,
        "noise": "".join(f"\n{line}" for line in (*map(harmless, outline.contacts), outline.noise) if line),
        "identity": outline.identity,
        "diff": outline.diff,
    }
    spent = weight(_TRIAL.substitute(parts, changes="")) + 100  # the line that says what is left
    text = _TRIAL.substitute(parts, changes=_changes(outline, MAX_TEXT - spent))
    return marked(outline.gravest.severity, text)


def size(text: str) -> int:
    """Return what a text and the break after it may take once apprise has escaped it."""
    return weight(text) + 2


def contents(outline: Outline) -> str:
    """Write a trial's line in the contents of a digest."""
    severity = outline.gravest.severity
    sign = _SIGNS[outline.turn[0]]
    title = harmless(cut(outline.title, MAX_BRIEF))
    line = (
        f"[{outline.nct}](<{outline.page}>) **{harmless(outline.headline)}**{outline.more_changes} – {title}"
    )
    return marked(severity, f"• {sign}{severity.capitalize()}: {line}")


def brief(outline: Outline) -> str:
    """Write the shortest line of a trial."""
    severity = outline.gravest.severity
    headline = harmless(cut(outline.headline, MAX_NAMED))
    return marked(severity, f"• {severity.capitalize()}: {outline.nct} {headline}")


def section(outline: Outline, room: int) -> str:
    """Write what happened to a trial of a digest."""
    head = (
        f"**[{outline.nct}](<{outline.page}>)** {harmless(cut(outline.title, MAX_BRIEF))}\n{_facts(outline)}"
    )
    lines = [
        head,
        _changes(outline, room - weight(head)),
        *map(harmless, outline.contacts),
        f"`{outline.diff}`",
    ]
    return marked(outline.gravest.severity, "\n".join(lines))


def digest(_subject: str, part: Part) -> str:
    """Put one message of a digest together; what is of one severity stands under one mark."""
    foot = "\n".join(harmless(line) for line in part.foot if line)
    contents = list(_merged(part.contents, ""))
    if contents:
        mark, _, line = contents[0].partition("\n")
        contents[0] = f"{mark}\n{part.intro}\n\n{line}"
    return "\n".join([*contents, *_merged(part.sections, "\n"), marked("noise", foot)])


def _merged(texts: Sequence[str], between: str) -> Iterator[str]:
    """Yield marked texts, without a mark where the one before has the same."""
    last = ""
    for text in texts:
        mark, _, rest = text.partition("\n")
        yield f"{between}{rest}" if mark == last else text
        last = mark


def notice(_subject: str, sentences: Sequence[str]) -> str:
    """Write a notice about the watch itself."""
    return "\n\n".join(
        _COMMAND.sub(r"`\1`", harmless(clipped(sentence, MAX_TEXT // 4))) for sentence in sentences
    )


def _facts(outline: Outline) -> str:
    """Return the trial's status, and what else is known of it."""
    status, *facts = outline.facts
    rest = [harmless(cut(" · ".join(facts), MAX_BRIEF))] if facts else []
    direction, words = outline.turn
    turned = f" {_SIGNS[direction]}{words}" if words else ""
    return " · ".join([f"**{harmless(status)}**{turned}", *rest])


def _changes(outline: Outline, room: int) -> str:
    pieces = [_piece(entry, brief=False) for entry in outline.asked]
    if outline.others:
        pieces += [
            ("\n*Also in this release:*", 0),
            *(_piece(entry, brief=True) for entry in outline.others),
        ]
    shown, left = fitting(pieces, room, weight)
    rest = [f"… and {count(left, 'more change')} in the record."] if left else []
    return "\n".join([*shown, *rest])


def _piece(entry: Entry | Alike, *, brief: bool) -> tuple[str, int]:
    if isinstance(entry, Alike):
        return f"… and {harmless(entry.words)}.", entry.number
    return _entry(entry, brief=brief), 1


def _entry(entry: Entry, *, brief: bool) -> str:
    mark = f"• **{entry.severity.capitalize()}:**"
    link = f" [page](<{entry.link}>)" if entry.link else ""
    if brief:
        return f"{mark} {harmless(entry.brief(MAX_BRIEF))}{link}"
    if entry.criterion:
        spans, left = redline(entry.was, entry.now, limit=MAX_VALUE, around=40)
        rest = f" {more(left)}" if left else ""
        lines = [f"{mark} {harmless(clipped(entry.head, MAX_VALUE))}:", f"> {_marked(spans)}{rest}"]
    elif entry.complete:
        lines = [f"{mark} {harmless(clipped(entry.summary, MAX_VALUE))}"]
    else:
        lines = [f"{mark} {harmless(clipped(entry.head, MAX_VALUE))}:"]
        lines += [f"> was: {harmless(clipped(entry.was, MAX_VALUE))}"] if entry.was else []
        lines += [f"> now: {harmless(clipped(entry.now, MAX_VALUE))}"] if entry.now else []
    lines[0] += link
    return "\n".join([*lines, *([f"_{harmless(entry.note)}_"] if entry.note else [])])


def _marked(spans: Sequence[Span]) -> str:
    """Return a redline, struck out and bold; with space around each mark, as Slack needs it."""
    marks = {"equal": "", "delete": "~", "insert": "**"}
    pieces = [(marks[span.op], harmless(span.text)) for span in spans]
    return " ".join(f"{mark}{text}{mark}" for mark, text in pieces if text)
