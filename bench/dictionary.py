"""Make the dictionary with which a store compresses its first records, of records that this project wrote.

    python bench/dictionary.py          what the dictionary that is there saves of real records
    python bench/dictionary.py --write  train it anew; for a new migration alone, since stores keep what they began with

It has the registry's names of fields, its codes and its order of modules, and no text of a real record.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from statistics import mean

from world import SAMPLE, announce, records

from monitor.simulator import seed_records
from monitor.store import blobs, schema
from monitor.store.layout import MIGRATIONS

NAME = "m019_first_records"
FILE = Path(schema.__file__).parent / "migrations" / f"{NAME}.zdict"
SIZE = 32 << 10
"""Bytes: 16 KB save 2 % less of a record; more is too much for thirty records to fill."""


def letters(record: object) -> bytes:
    return json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode()


def figures() -> None:
    announce()
    real = [letters(record) for record in records(757)]
    small = [raw for raw in real if len(raw) < 15_000]
    for title, compress in (
        ("without a dictionary", blobs.Alone()),
        ("with the one that is supplied", blobs.Alone(FILE.read_bytes())),
        ("with one learned from 256 of them", blobs.Alone(blobs.learned(real[:256]))),
    ):
        shares = {
            name: [len(compress(raw)) / len(raw) for raw in chosen]
            for name, chosen in (("all", real), ("small", small))
        }
        total = sum(len(compress(raw)) for raw in real) / sum(map(len, real))
        print(
            f"{title:36} {mean(shares['all']):.3f} of a record's JSON in the mean, {mean(shares['small']):.3f} of one under 15 KB, {total:.3f} of all"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    if parser.parse_args().write:
        assert MIGRATIONS[-1] == NAME, "a dictionary is never replaced: make a migration for another one"
        FILE.write_bytes(
            blobs.learned([letters(record) for record in [*SAMPLE.records(), *seed_records()]], SIZE)
        )
    figures()


if __name__ == "__main__":
    main()
