"""Rich text of API v2 (Markdown) in the form of the record history (HTML), for the subset that is used.

That subset, counted on real records: paragraphs, bullet and numbered lists nested by
indentation, and backslash escapes. The registry escapes every other character that
Markdown would take for markup.
"""

from __future__ import annotations

import html
import re

from monitor.simulator.behavior import Breaks

_ITEM = re.compile(r"^( *)([*+-]|\d+[.)]) +(.*)$")
_SENTENCE_END = re.compile(r"([.!?]) +(?=[^\s<])|([.!?:])(?=<[uo]l>)")
"""Where the record history breaks lines: behind every full stop, that of an abbreviation too (`e.g.\\nprevious`, reported),
and before a nested list."""
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")

_RICH = frozenset(
    {
        "briefSummary",
        "description",
        "detailedDescription",
        "eligibilityCriteria",
        "genderDescription",
        "interventionModelDescription",
        "maskingDescription",
        "studyPopulation",
    }
)


def to_html(markdown: str, breaks: Breaks = Breaks.NONE) -> str:
    """Convert one rich text, with line breaks where they are wanted."""
    writer = _Writer()
    for line in markdown.split("\n"):
        writer.line(line)
    found = writer.finish()
    if breaks is Breaks.WORDS:
        return found.replace(" ", " \n\t")
    return _SENTENCE_END.sub(r"\1\2\n", found) if breaks is Breaks.SENTENCES else found


def with_html(value: object, breaks: Breaks = Breaks.NONE, key: str = "") -> object:
    """Copy a section of a record with every rich text in it as HTML."""
    if isinstance(value, dict):
        return {name: with_html(item, breaks, name) for name, item in value.items()}
    if isinstance(value, list):
        return [with_html(item, breaks, key) for item in value]
    return to_html(value, breaks) if isinstance(value, str) and key in _RICH else value


def _escaped(text: str) -> str:
    # The slash is escaped too, as the history does (reported).
    return html.escape(_ESCAPE.sub(r"\1", text.strip())).replace("/", "&#x2F;")


class _Writer:
    """Takes lines of Markdown and keeps the open lists, innermost last, as (indent, tag)."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.open: list[tuple[int, str]] = []
        self.paragraph: list[str] = []

    def line(self, line: str) -> None:
        if not line.strip():
            self._end_paragraph()
        elif match := _ITEM.match(line):
            self._end_paragraph()
            self._item(len(match[1]), "ul" if match[2] in "*+-" else "ol", match[3])
        else:
            self._text(line)

    def finish(self) -> str:
        self._end_paragraph()
        self._close(-1)
        return "".join(self.out)

    def _text(self, line: str) -> None:
        indent = len(line) - len(line.lstrip())
        if not self.paragraph:
            self._close(indent - 1)
        self.paragraph.append(_escaped(line))

    def _item(self, indent: int, tag: str, text: str) -> None:
        self._close(indent)
        if self.open and self.open[-1] != (indent, tag) and self.open[-1][0] == indent:
            self._close(indent - 1)
        if self.open and self.open[-1][0] == indent:
            self.out.append("</li>")
        else:
            self.open.append((indent, tag))
            self.out.append(f"<{tag}>")
        self.out.append(f"<li>{_escaped(text)}")

    def _close(self, indent: int) -> None:
        """Close every list that is indented more than `indent`."""
        while self.open and self.open[-1][0] > indent:
            self.out.append(f"</li></{self.open.pop()[1]}>")

    def _end_paragraph(self) -> None:
        if self.paragraph:
            self.out.append(f"<p>{' '.join(self.paragraph)}</p>")
            self.paragraph = []
