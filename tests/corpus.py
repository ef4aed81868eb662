"""The records that tests and figures run over: an invented sample in the project, and the real ones where they are."""

from __future__ import annotations

import gzip
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Record = dict[str, Any]


@dataclass(frozen=True)
class Corpus:
    """A folder of study records, of pairs before and after a change, and of series on consecutive days.

    Either ``records/*.json`` and ``series/*.jsonl``, or ``corpus.jsonl.gz`` and ``series.jsonl.gz``.
    """

    name: str
    folder: Path

    @property
    def exists(self) -> bool:
        """Whether the folder has records."""
        return (self.folder / "pairs").is_dir()

    @property
    def real(self) -> bool:
        """Whether the records are the registry's own."""
        return self is REAL

    def lines(self) -> list[bytes]:
        """Return each record as JSON on a line."""
        packed = self.folder / "corpus.jsonl.gz"
        if packed.exists():
            with gzip.open(packed) as file:
                return [line.strip() for line in file]
        return [_line(json.loads(path.read_bytes())) for path in sorted((self.folder / "records").iterdir())]

    def records(self, some: slice = slice(None)) -> list[Record]:
        """Return each record, or some of them, decoded; all the real ones take 0.3 s."""
        return [json.loads(line) for line in self.lines()[some]]

    def pairs(self) -> list[tuple[Record, Record]]:
        """Return the record before and after each change."""
        return [
            (json.loads((folder / "old.json").read_bytes()), json.loads((folder / "new.json").read_bytes()))
            for folder in sorted((self.folder / "pairs").iterdir())
        ]

    def series(self) -> list[dict[str, Any]]:
        """Return ``{"nctId", "observed", "record"}`` of each trial and day."""
        packed = self.folder / "series.jsonl.gz"
        if packed.exists():
            with gzip.open(packed) as file:
                return [json.loads(line) for line in file]
        files = sorted((self.folder / "series").iterdir())
        return [json.loads(line) for file in files for line in file.read_bytes().splitlines()]


def _line(record: Record) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()


SHARED = Path(os.environ.get("NCTWATCH_SHARED") or Path(__file__).resolve().parents[2] / "shared")
SAMPLE = Corpus("sample", Path(__file__).resolve().parent / "data")
REAL = Corpus("real", SHARED / "registry")
