"""The command ``nctwatch``, and ``python -m monitor``."""

from __future__ import annotations

import os
import sys

from monitor.errors import NctwatchError


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
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)


if __name__ == "__main__":
    main()
