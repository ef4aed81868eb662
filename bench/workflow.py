"""Runs the GitHub workflow for users as a newcomer's machine would: an empty home folder, the wheel installed by pip.

Prints a line for each run: which steps failed, and what was sent. ``gh`` is the real one, asking a GitHub on loopback;
the tests run the same steps with a stand-in. Ends with 1 if a run was otherwise than expected, or ``gh`` is not here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import world  # makes the helpers of the tests importable
from github_api import GitHub
from workflow_runner import Repository

from monitor.demo.receivers import Receivers
from monitor.simulator import Registry, SimulatedRegistry, edit, seed_records

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(world.__file__).parents[1]
TRIAL = "NCT03778333"
CONFIG = """\
[registry]
url = "{url}"
requests_per_second = 50
[[watch]]
trials = ["NCT03822858", "NCT03778333"]
[[channel]]
name = "me"
url = "${{MAIL_URL}}"
"""


@dataclass
class Expected:
    """A run: what the registry publishes before it, how it is started, and how it must end."""

    what: str
    status: str
    inputs: dict[str, str]
    refused: int
    failed: list[str]
    sent: int


RUNS = (
    Expected("without a store", "", {}, 0, ["store"], 0),
    Expected("begun by hand", "", {"begin": "true"}, 0, [], 0),
    Expected("a change", "SUSPENDED", {}, 0, [], 1),
    Expected("no change", "", {}, 0, [], 0),
    Expected("a change, and its store is not kept", "RECRUITING", {}, 999, ["keep"], 1),
    Expected("the same change again", "", {}, 0, [], 1),
    Expected("no change", "", {}, 0, [], 0),
)


def script(path: Path, text: str) -> None:
    """Write a command."""
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


def machine(folder: Path, github: GitHub) -> tuple[str, str]:
    """Make a Python, a wheel and the commands of the platform; return PATH and the wheel."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    venv.create(folder / "python", with_pip=True)
    commands = folder / "bin"
    commands.mkdir()
    real = shutil.which("gh") or sys.exit("gh is not installed; the tests run the workflow with a stand-in")
    print(
        subprocess.run([real, "--version"], check=True, capture_output=True, text=True).stdout.split("\n")[0]
    )
    exports = "\n".join(f"export {name}={value}" for name, value in github.variables.items())
    script(commands / "gh", f'{exports}\nexec {real} "$@"')
    script(commands / "sleep", ":")
    (wheel,) = folder.glob("*.whl")
    return f"{commands}:{folder}/python/bin:/usr/bin:/bin", str(wheel)


def runs(folder: Path) -> Iterator[bool]:
    """Do all runs; yield for each whether it was as expected."""
    with (
        GitHub() as github,
        SimulatedRegistry(Registry(seed_records())) as registry,
        Receivers() as receivers,
    ):
        path, wheel = machine(folder, github)
        checkout = folder / "checkout"
        (checkout / "config").mkdir(parents=True)
        (checkout / "config" / "nctwatch.toml").write_text(CONFIG.format(url=registry.url), encoding="utf-8")
        variables = {
            name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_"))
        } | {
            "PACKAGE": wheel,
            "GITHUB_REPOSITORY": "me/watch",
            "GITHUB_WORKFLOW_REF": "me/watch/.github/workflows/nctwatch.yml@refs/heads/main",
        }
        workflow = ROOT / "examples" / "github-actions" / "nctwatch.yml"
        secrets = {"MAIL_URL": f"json://127.0.0.1:{receivers.hook}/"}
        repository = Repository(workflow, checkout, path, variables, secrets)
        for expected in RUNS:
            if expected.status:
                status = {"protocolSection.statusModule.overallStatus": expected.status}
                registry.registry.publish([edit(TRIAL, status)])
            github.refused = expected.refused
            done = repository.run(
                "watch", "workflow_dispatch" if expected.inputs else "schedule", **expected.inputs
            )
            subjects = []
            while not receivers.arrived.empty():
                subjects.append(receivers.arrived.get().subject.partition(" –")[0])
            good = (done.failed, len(subjects)) == (expected.failed, expected.sent)
            print(f"{expected.what}: failed {done.failed or 'nothing'}, sent {subjects or 'nothing'}")
            if not good:
                print("\n".join(f"--- {name}\n{text}" for name, text in done.output.items()))
            yield good


def main() -> None:
    """Run the workflow in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="nctwatch-workflow-") as folder:
        sys.exit(0 if all(list(runs(Path(folder)))) else 1)


if __name__ == "__main__":
    main()
