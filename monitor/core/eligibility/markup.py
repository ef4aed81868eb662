"""Markdown or HTML to plain lines, each with its indentation and whether it was a list item."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace

_DEEPEST = 40  # indentation beyond this is taken as this: bounds the tree for hostile input
_BLOCK = r"p|ul|ol|li|br|div|h[1-6]|tr|td|th|table|tbody|thead"
_INLINE = r"b|i|u|em|strong|span|a|font|sup|sub|small|tt|code"
_IS_HTML = re.compile(rf"</?(?:{_BLOCK})(?:\s[^<>]{{0,300}})?/?>", re.IGNORECASE)
_TAG = re.compile(rf"<(/?)({_BLOCK}|{_INLINE})(?:\s[^<>]{{0,300}})?/?>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--[^<>]{0,300}-->")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENTITY = re.compile(r"&#?\w{1,10};")
_MARKER = re.compile(r"(?:\*|(\d{1,3})\.)(?:\s+|$)")
# Full-width forms are the same signs in another width; what is invisible is left out.
_USUAL = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {"。": ".", "、": ","}
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad")
)


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph or list item; `loose` is true when an empty line stood before it, `number` is a numbered item's."""

    indent: float
    item: bool
    text: str
    loose: bool = True
    number: int = 0


def lines(text: str) -> list[Line]:
    """Read a text, HTML when a block tag is in it, else Markdown, into its lines that say something."""
    text = _COMMENT.sub(" ", text)
    return _from_html(text) if _IS_HTML.search(text) else _from_markdown(text)


def plain(text: str) -> str:
    """Take escapes, entities (also doubly escaped) and odd spacing off one line."""
    for _ in range(3 if "\\" in text or "&" in text else 0):
        text = _ESCAPE.sub(r"\1", text)
        unescaped = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
        if unescaped == text:
            break
        text = unescaped
    return " ".join((text if text.isascii() else text.translate(_USUAL)).split())


def _from_markdown(text: str) -> list[Line]:
    """Read Markdown line by line."""
    found: list[Line] = []
    loose = True
    for raw in text.splitlines():
        expanded = raw.expandtabs(4)
        body = expanded.strip()
        if not body:
            loose = True
            continue
        indent = min(len(expanded) - len(expanded.lstrip()), _DEEPEST)
        marker = _MARKER.match(body)
        content = plain(body[marker.end() :] if marker else body)
        if _is_wrapped(found, content, loose=loose, marked=marker is not None):
            last = found[-1]
            found[-1] = replace(last, text=f"{last.text} {content}")
        elif content:
            number = int(marker[1]) if marker and marker[1] else 0
            found.append(Line(indent, marker is not None, content, loose, number))
        loose = False
    return found


def _is_wrapped(found: list[Line], content: str, *, loose: bool, marked: bool) -> bool:
    """Return whether a line is the rest of a paragraph that was wrapped."""
    if loose or marked or not found or not content:
        return False
    first = content.split(maxsplit=1)[0]
    return (
        first[0].islower() and len(first) > 1 and first[-1] not in ".)" and found[-1].text[-1] not in ".:;!?"
    )


def _from_html(text: str) -> list[Line]:
    """Read HTML: lists give the indentation, paragraphs and line breaks the lines."""
    found: list[Line] = []
    depth, item, at, content = 0, False, 0, ""
    for tag in _TAG.finditer(text):
        content += text[at : tag.start()]
        at = tag.end()
        closing, name = tag[1] == "/", tag[2].lower()
        if re.fullmatch(_INLINE, name):
            content += "^" if name == "sup" and not closing and content[-1:].isdigit() else ""
            continue
        item = _add(found, content, depth, item=item)
        content = ""
        if name in {"ul", "ol"}:
            depth = max(0, depth - 1) if closing else depth + 1
            item = False
        elif name == "li":
            item = not closing
    _add(found, content + text[at:], depth, item=item)
    return found


def _add(found: list[Line], content: str, depth: int, *, item: bool) -> bool:
    """Add a line of HTML, unless it is empty; return whether the next line is the beginning of a list item.

    `item` says that of this line: the first line in a list item is the item, later ones belong to it.
    """
    text = plain(content)
    if not text:
        return item
    inside = depth > 0 and not item
    found.append(Line(min(4 * max(depth - 1, 0) + (2 if inside else 0), _DEEPEST), item, text))
    return False
