"""Stands in for ``gh``: the releases of one repository, as a folder for each under ``$RELEASES``.

As with GitHub, an asset whose upload broke off is there, and no upload is complete before its end. ``$RELEASES/faults``
holds a line for each command that is to fail, such as ``upload``; a line is used up by one failure.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

RELEASES = Path(os.environ["RELEASES"])
PARTIAL = ".partial"


def main(words: list[str]) -> None:
    """Do a command."""
    assert os.environ["GH_TOKEN"]
    if words[0] == "api":
        with (RELEASES / "api").open("a", encoding="utf-8") as file:
            file.write(" ".join(words[1:]) + "\n")
        return
    assert words[0] == "release"
    command, tag, *rest = words[1:]
    release = RELEASES / tag
    fail_if_told(command, release, rest)
    if command == "create":
        release.mkdir()
        return
    if not release.is_dir():
        sys.exit("release not found")
    if command == "view":
        view(release, rest)
    elif command == "upload":
        shutil.copyfile(rest[0], release / rest[0])
        (release / (rest[0] + PARTIAL)).unlink(missing_ok=True)
    elif command == "download":
        options = dict(zip(rest[::2], rest[1::2], strict=True))
        shutil.copyfile(release / options["--pattern"], options["--output"])
    elif command == "delete-asset":
        (found,) = (path for path in release.iterdir() if path.name.removesuffix(PARTIAL) == rest[0])
        found.unlink()
    else:
        sys.exit(f"unknown command {command}")


def fail_if_told(command: str, release: Path, rest: list[str]) -> None:
    """Fail if a line of the file of faults says so; a failed upload leaves a part of the asset."""
    file = RELEASES / "faults"
    faults = file.read_text(encoding="utf-8").split() if file.exists() else []
    if command in faults:
        faults.remove(command)
        file.write_text("\n".join(faults), encoding="utf-8")
        if command == "upload":
            (release / (rest[0] + PARTIAL)).write_bytes(b"SQLite")
        sys.exit(f"{command}: HTTP 502")


def view(release: Path, rest: list[str]) -> None:
    """Print the assets by a jq expression, as ``--json assets --jq EXPRESSION`` does; without these nothing."""
    if not rest:
        return
    assert rest[:3] == ["--json", "assets", "--jq"]
    assets = [
        {
            "name": path.name.removesuffix(PARTIAL),
            "state": "starter" if path.suffix == PARTIAL else "uploaded",
        }
        for path in release.iterdir()
    ]
    subprocess.run(["jq", "-r", rest[3]], input=json.dumps({"assets": assets}), text=True, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
