"""Convert rich text of the record history, which is HTML, to the Markdown that API v2 has.

The registry's Markdown, counted on 712 real records: ``*`` and numbered lists, nested by indentation
after an empty line, and a backslash before characters that would be markup.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markdownify import MarkdownConverter

from monitor.errors import BadAnswer

if TYPE_CHECKING:
    from bs4 import Tag

_MARKUP = re.compile(r"([\\<>\[\]^*_~])")
_START = re.compile(r"^(\d{0,9})((?<=\d)[.)]|(?<!\d)[-+])(?=\s|$)")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_DOUBLE = re.compile(r"(?<=\S) {2,}")
_BLOCK = re.compile(
    r" ?(</?(?:p|ul|ol|li|br|div|h[1-6]|table|thead|tbody|tr|td|th)\b[^<>]{0,300}>) ?", re.IGNORECASE
)
_COMMENT = re.compile(r"<!--(?:[^-]|-(?!->))*(?:-->|\Z)")
"""Removed before the conversion: both are without meaning and take the converter quadratic time (measured)."""
_NO_TAG = re.compile(r"<(?![/!?]?[A-Za-z][^<>]{0,300}>)")
"""A sign that opens no tag. It is text; left as it is, it takes the parser quadratic time (measured)."""
LONGEST = 500_000
"""Characters; the registry accepts texts of up to 32,000."""
_PLAIN = ["a", "b", "i", "u", "em", "strong", "span", "mark", "code", "img", "script", "style"]
"""Tags that are removed; their content stays, as text."""


class _Registry(MarkdownConverter):
    """Writes Markdown as the registry does."""

    class Options:
        bullets = "*"
        strip = _PLAIN
        sup_symbol = "^"
        newline_style = "backslash"

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Return text with a backslash before each character that would be markup."""
        del parent_tags
        return _MARKUP.sub(r"\\\1", text)

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Return a list; a nested one follows an empty line."""
        if "li" in parent_tags:
            return "\n\n" + text.rstrip()
        written: str = super().convert_ul(el, text, parent_tags)  # type: ignore[misc]  # its types leave it out
        return written

    convert_ul = convert_ol = convert_list

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Return a paragraph; a numeral or hyphen at its start begins no list."""
        text = _START.sub(r"\1\\\2", text)
        written: str = super().convert_p(el, text, parent_tags)  # type: ignore[misc]  # its types leave it out
        return written

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Return a list item; a numeral or hyphen at its start begins no list in it."""
        text = _START.sub(r"\1\\\2", text)
        written: str = super().convert_li(el, text, parent_tags)  # type: ignore[misc]  # its types leave it out
        return written

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Return superscript as ``10^6``, its caret escaped."""
        del el, parent_tags
        return rf"\^{text}" if text.strip() else ""


_CONVERTER: Any = _Registry()


def markdown(html: str) -> str:
    """Return one HTML text as Markdown.

    White space within a paragraph or an item is one blank, as in any HTML: the record history breaks the line after
    every sentence (reported in August 2025), API v2 never does (counted on 712 records).

    Raises:
        BadAnswer: it is nested too deeply or longer than ``LONGEST``.

    """
    if len(html) > LONGEST:
        raise BadAnswer("a text of the record history is longer than any text for people is")
    try:
        tags = _NO_TAG.sub("&lt;", _COMMENT.sub(" ", html))
        converted = str(_CONVERTER.convert(_folded(tags)))
    except RecursionError as error:
        raise BadAnswer("a text of the record history nests too deeply") from error
    return _DOUBLE.sub(" ", converted).strip()


def _folded(html: str) -> str:
    """Return HTML with each run of white space as one blank, and none beside a tag that begins or ends a block."""
    return _BLOCK.sub(r"\1", _SPACE.sub(" ", html))
