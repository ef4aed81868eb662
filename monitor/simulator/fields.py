"""The `fields` parameter: which parts of a record an answer has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from monitor.simulator.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.model import Json, Record

Tree: TypeAlias = "dict[str, Tree | None]"
"""Key → what to take below it; None for all of it."""

_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9\-. ]*")


def parse(value: str, names: Mapping[str, str]) -> Tree:
    """Read a comma- or pipe-separated list of names. An unknown one is refused (reported, with these words)."""
    tree: Tree = {}
    for name in re.split(r"[,|]", value):
        name = name.strip()  # noqa: PLW2901 - the stripped name is the name
        if not _NAME.fullmatch(name):
            raise BadRequest("Parameter `fields` has incorrect format")
        if name not in names:
            raise BadRequest(f"Parameter `fields` contains invalid field name: `{name}`")
        _add(tree, names[name].split("."))
    return tree


def _add(tree: Tree, keys: list[str]) -> None:
    """Add a path; a branch takes all that is below it, whatever was asked for there."""
    for key in keys[:-1]:
        below = tree.setdefault(key, {})
        if below is None:
            return
        tree = below
    tree[keys[-1]] = None


def pick(record: Record, tree: Tree) -> Record:
    """Return the parts of a record that the tree names, in the record's order."""
    picked = _pick(record, tree)
    return picked if isinstance(picked, dict) else {}


def _pick(value: Json, tree: Tree) -> Json:
    """Return what is named below; an object that has none of it is left out, as the registry does with absent values."""
    if isinstance(value, list):
        return [item for item in (_pick(item, tree) for item in value) if item]
    if not isinstance(value, dict):
        return None
    picked = {}
    for key, item in value.items():
        if key in tree:
            below = tree[key]
            part = item if below is None else _pick(item, below)
            if below is None or part:
                picked[key] = part
    return picked
