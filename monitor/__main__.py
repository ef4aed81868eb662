"""The command ``nctwatch``, and ``python -m monitor``."""

from __future__ import annotations

import errno
import gc
import os
import sys
from pathlib import Path

from monitor.errors import NctwatchError

UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""What a write to standard output fails with: a full disk, a limit, a fault, a terminal that is gone."""


COLLECT_AFTER = 50_000
"""New objects after which Python looks for cycles. After the usual 700, a baseline takes a quarter more CPU: a page
of records is half a million objects, and holds no cycle."""


def main() -> None:
    """Run the command line; every error that is meant for people ends here."""
    _leave_out()
    from monitor.cli import nctwatch

    set_collector()
    _open_closed()
    if "_NCTWATCH_COMPLETE" in os.environ:
        from monitor.cli.completion import register

        register()
    try:
        nctwatch(prog_name="nctwatch")
    except NctwatchError as error:
        from monitor.core.presentation.sanitize import safe_line
        from monitor.terminal import folded

        for line in str(error).splitlines():
            print(folded(f"nctwatch: {safe_line(line)}", sys.stderr, hanging="  "), file=sys.stderr)  # noqa: T201
        sys.exit(error.exit_status)
    except OSError as error:
        if error.filename is not None or error.errno not in UNWRITABLE:
            raise
        # or Python complains once more at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print(f"nctwatch: standard output cannot be written: {error.strerror}", file=sys.stderr)  # noqa: T201
        sys.exit(NctwatchError.exit_status)


def set_collector() -> None:
    """Let Python look for cycles less often; set once for the whole process, before it has other threads."""
    gc.set_threshold(COLLECT_AFTER, *gc.get_threshold()[1:])


def _leave_out() -> None:
    """Let httpx do without its own command line, which it imports where it can: 50 ms, most of it rich's."""
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # None: the import fails


def _open_closed() -> None:
    """Let what is printed go nowhere where a stream was closed by whoever started us, as some do with a daemon's."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  # to the end


if __name__ == "__main__":
    main()
