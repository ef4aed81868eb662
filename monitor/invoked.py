"""How this program was called, for texts that say what to type."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path


def program() -> str:
    """Return how a shell in this folder calls this program: its name where the path finds it, else where it is."""
    called = Path(sys.argv[0])
    if called.stem != "nctwatch":
        return f"{shlex.quote(sys.executable)} -m monitor"
    found = shutil.which(called.stem)
    if found and Path(found).resolve() == called.resolve():
        return called.stem
    here = called.absolute()
    if here.is_relative_to(Path.cwd()):
        here = here.relative_to(Path.cwd())
    return shlex.quote(str(here) if len(here.parts) > 1 else f"./{here}")
