"""What the small registry answers: the version, pages of studies, one study; as the real one does."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import TYPE_CHECKING

from monitor.simulator import fields, pieces
from monitor.simulator.answers import API_VERSION, etag
from monitor.simulator.registry import next_release
from whole import deflate, edits
from whole.generate import letters, nct, number_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from whole.shelf import Shelf

LARGEST = 1000
_RANGE = re.compile(r"AREA\[LastUpdatePostDate\]\s*RANGE\[\s*([^,\]\s]+)\s*,\s*([^\]\s]+)\s*\]")
_KNOWN = {
    "pageSize",
    "pageToken",
    "countTotal",
    "fields",
    "format",
    "filter.ids",
    "filter.advanced",
    "query.term",
}


class BadRequest(Exception):
    """What was asked for is refused, in these words."""


@dataclass
class Registry:
    """All studies as of one release."""

    shelf: Shelf
    timestamp: str = "2026-09-01T09:00:06"
    seed: int = 1
    _found: dict[str, Sequence[int]] = field(default_factory=dict)
    """The searches of this release, so that each page of one need not look through all days anew."""

    @property
    def etag(self) -> str:
        """The tag of the whole data set."""
        return etag(self.timestamp)

    def version(self) -> bytes:
        """Return the answer that names the release."""
        return letters({"apiVersion": API_VERSION, "dataTimestamp": self.timestamp})

    def publish(self, moved: int, silent: int, among: Sequence[str] | None = None) -> dict[str, list[str]]:
        """Publish the next release: so many studies changed by their sponsors, so many by the registry itself.

        They are drawn from all, or from those whose numbers are given.
        """
        timestamp = next_release(self.timestamp)
        day, chance = timestamp[:10], Random(f"{self.seed}:{timestamp}")
        drawn = range(len(self.shelf)) if among is None else [number_of(one) or 0 for one in among]
        numbers = chance.sample(drawn, moved + silent)
        for place, number in enumerate(numbers):
            record = json.loads(self.shelf.letters(number, day))
            if place < moved:
                edits.sponsor_edit(record, chance, day)
            else:
                edits.registry_edit(record, chance)
            self.shelf.replace(number, letters(record))
        self.timestamp = timestamp
        self._found = {}
        return {
            "moved": [nct(one) for one in numbers[:moved]],
            "silent": [nct(one) for one in numbers[moved:]],
        }

    def study(self, number: int) -> bytes:
        """Return the gzip body of one record."""
        return deflate.body(self.shelf.pieces(number, self._stamp))

    def page(self, query: Mapping[str, str]) -> bytes:
        """Return the gzip body of a page of studies."""
        if unknown := query.keys() - _KNOWN:
            raise BadRequest(f"`{min(unknown)}` is unknown parameter")
        size = min(_number(query.get("pageSize", "0")) or 10, LARGEST)
        start = _place(query["pageToken"]) if "pageToken" in query else 0
        found = self._search(query)
        rows = found[start : start + size]
        first = query.get("countTotal") == "true" and "pageToken" not in query
        total = f'"totalCount":{len(found)},' if first else ""
        more = f',"nextPageToken":"{_token(start + size)}"' if len(rows) == size else ""
        studies = self._picked(rows, query["fields"]) if "fields" in query else self._whole(rows)
        return deflate.body(
            [
                deflate.plain(f'{{{total}"studies":[\n'.encode()),
                *studies,
                deflate.plain(f"\n]{more}}}".encode()),
            ]
        )

    @property
    def _stamp(self) -> deflate.Piece:
        return deflate.plain(self.timestamp[:10].encode())

    def _whole(self, rows: Sequence[int]) -> Iterator[deflate.Piece]:
        stamp, comma = self._stamp, deflate.plain(b",\n")
        for place, number in enumerate(rows):
            if place:
                yield comma
            yield from self.shelf.pieces(number, stamp)

    def _picked(self, rows: Sequence[int], wanted: str) -> Iterator[deflate.Piece]:
        """Return parts of records; each is unpacked for it."""
        records = [json.loads(self.shelf.letters(number, self.timestamp[:10])) for number in rows]
        tree = fields.parse(wanted, pieces.names(records))
        raw = b",\n".join(letters(fields.pick(record, tree)) for record in records)
        for place in range(0, len(raw), 65_535):  # the longest stored block
            yield deflate.plain(raw[place : place + 65_535])

    def _search(self, query: Mapping[str, str]) -> Sequence[int]:
        if "filter.ids" in query:
            numbers = [number_of(one) for one in re.findall(r"NCT\d{8}", query["filter.ids"])]
            return sorted({one for one in numbers if one is not None and one < len(self.shelf)})
        words = (query.get("query.term") or query.get("filter.advanced") or "").strip()
        if not words:
            return range(len(self.shelf))
        if words not in self._found:
            asked = _RANGE.fullmatch(words)
            if not asked:
                raise BadRequest("Only AREA[LastUpdatePostDate]RANGE[a,b] is simulated")
            self._found[words] = self.shelf.updated_between(*map(_ordinal, asked.groups()))
        return self._found[words]


def _ordinal(word: str) -> int:
    if word in {"MIN", "MAX"}:
        return 0 if word == "MIN" else date.max.toordinal()
    try:
        return date.fromisoformat(word).toordinal()
    except ValueError as error:
        raise BadRequest(f"`{word}` is no day") from error


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadRequest("Parameter `pageSize` has incorrect format")
    return int(text)


def _token(place: int) -> str:
    return base64.urlsafe_b64encode(b"Z" + place.to_bytes(5, "big")).decode()


def _place(token: str) -> int:
    try:
        raw = base64.urlsafe_b64decode(token)
    except ValueError:
        raw = b""
    if len(raw) != 6 or raw[:1] != b"Z":
        raise BadRequest("Parameter `pageToken` has incorrect format")
    return int.from_bytes(raw[1:], "big")
