"""Takes secrets out of texts that are logged, stored or shown: addresses, and every part of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHORTEST = 4
"""Letters; a shorter part of an address is no secret, and stands in too many other words."""

_DIVIDERS = re.compile(r"[/:@?&=,;+\s]+")
_REQUEST = re.compile(r"(with url: )\S+")
"""How urllib3 shows the path that it asked for."""


class Redactor:
    """Replaces secrets by ``…``.

    Args:
        secrets: addresses, or other texts. Libraries put an address together anew, so its parts behind the scheme
            are secrets too: as they stand, decoded, and encoded.

    """

    def __init__(self, secrets: Iterable[str]) -> None:
        forms = {form for secret in secrets for form in _forms(secret)}
        self._forms = sorted(forms, key=len, reverse=True)  # a part must not break up what holds it

    def __call__(self, text: str) -> str:
        """Return a text without the secrets."""
        text = _REQUEST.sub(r"\1…", text)
        for form in self._forms:
            text = text.replace(form, "…")
        return text


def _forms(secret: str) -> set[str]:
    """Return the texts in which a secret shows."""
    whole = {secret, unquote(secret), repr(secret)[1:-1]} - {""}
    return whole | {form for part in _parts(secret) for form in _spellings(part) if len(form) >= SHORTEST}


def _parts(secret: str) -> Iterator[str]:
    """Yield the parts of an address, without its scheme; a text that is no address has none."""
    for form in (secret, unquote(secret)):  # a password may hold what divides an address
        behind = form.partition("://")[2]
        yield from (behind, *_DIVIDERS.split(behind))


def _spellings(part: str) -> Iterator[str]:
    yield part
    yield unquote(part)
    yield quote(unquote(part), safe="")
