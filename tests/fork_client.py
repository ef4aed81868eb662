"""Runs nctwatch in a fork, as `forking.py` does, for a shell: ``fork_client.py ADDRESS [WORD]...``, with its own streams."""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path


def main(address: str, *words: str) -> int:
    """Run the command, and return its exit status."""
    wish = {"words": words, "cwd": str(Path.cwd()), "env": dict(os.environ), "before": ""}
    text = json.dumps(wish).encode()
    with socket.socket(socket.AF_UNIX) as asked:
        asked.connect(address)
        socket.send_fds(asked, [b"%08d" % len(text)], [0, 1, 2])
        asked.sendall(text)
        _pid, ended = asked.makefile().readlines()
    return int(ended.split()[0]) % 256


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
