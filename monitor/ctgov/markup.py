"""Rich text of the record history, which is HTML, in the form of API v2, which is Markdown.

The registry's Markdown, counted on 712 real records: ``*`` and numbered lists, nested by indentation
behind an empty line, and a backslash before signs that would be markup.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markdownify import MarkdownConverter

from monitor.errors import BadAnswer

if TYPE_CHECKING:
    from bs4 import Tag

_MARKUP = re.compile(r"([\\<>\[\]^*_~])")
_BLANKS = re.compile(r"[ \t]{2,}")
_COMMENT = re.compile(r"<!--(?:[^-]|-(?!->))*(?:-->|\Z)")
"""Both take the converter quadratic time (measured), and say nothing."""
LONGEST = 500_000
"""Characters; the longest text that the registry takes has 32,000."""
_PLAIN = ["a", "b", "i", "u", "em", "strong", "span", "mark", "code", "img", "script", "style"]
"""Tags that say nothing in a record; what they hold stays, as text."""


class _Registry(MarkdownConverter):
    """Writes Markdown as the registry does."""

    class Options:
        bullets = "*"
        strip = _PLAIN
        sup_symbol = "^"
        newline_style = "backslash"

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Put a backslash before what would be markup."""
        del parent_tags
        return _MARKUP.sub(r"\\\1", text)

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a list; one within another stands behind an empty line."""
        if "li" in parent_tags:
            return "\n\n" + text.rstrip()
        written: str = super().convert_ul(el, text, parent_tags)  # type: ignore[misc]  # its types leave it out
        return written

    convert_ul = convert_ol = convert_list

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a power as ``10^6``."""
        del el, parent_tags
        return rf"\^{text}" if text.strip() else ""


_CONVERTER: Any = _Registry()


def markdown(html: str) -> str:
    """Convert one rich text.

    Raises:
        BadAnswer: it nests deeper, or is longer, than any text for people.

    """
    if len(html) > LONGEST:
        raise BadAnswer("a text of the record history is longer than any text for people is")
    try:
        return str(_CONVERTER.convert(_BLANKS.sub(" ", _COMMENT.sub(" ", html)))).strip()
    except RecursionError as error:
        raise BadAnswer("a text of the record history nests too deeply") from error
