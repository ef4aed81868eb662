"""The command ``nctwatch``, and ``python -m monitor``."""

from __future__ import annotations

import errno
import os
import sys

from monitor.errors import NctwatchError

UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF}
"""What a write to standard output fails with: a full disk, a limit, a fault, a terminal that is gone."""


def main() -> None:
    """Run the command line; every error that is meant for people ends here."""
    from monitor.cli import nctwatch

    try:
        nctwatch(prog_name="nctwatch")
    except NctwatchError as error:
        for line in str(error).splitlines():
            print(f"nctwatch: {line}", file=sys.stderr)  # noqa: T201
        sys.exit(error.exit_status)
    except BrokenPipeError:
        # whoever read our output has seen enough, as in `nctwatch changes | head`
        _drop_output()
        sys.exit(141)
    except OSError as error:
        if error.filename is not None or error.errno not in UNWRITABLE:
            raise
        _drop_output()
        print(f"nctwatch: standard output cannot be written: {error.strerror}", file=sys.stderr)  # noqa: T201
        sys.exit(NctwatchError.exit_status)


def _drop_output() -> None:
    """Let what is still to be written go nowhere, or Python complains once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
