"""The templates beside this file, read once when the package is imported."""

from __future__ import annotations

from pathlib import Path
from string import Template

_FOLDER = Path(__file__).parent / "templates"


def template(name: str) -> Template:
    """Return a template; its file ends with one line break, which is not part of it."""
    return Template((_FOLDER / name).read_text("utf-8").removesuffix("\n"))
