"""Runs the steps of a GitHub workflow in a clean environment, as far as one can without GitHub.

Commands (`run`) are real. Of actions (`uses`), those that upload copy the files, and the others do nothing: the
repository and Python are there. Expressions are those that the workflow has: see `_value`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

_NAME = re.compile(r"(?<!')\b(?:steps|github|inputs|secrets|vars|needs)(?:\.\w+)+")


@dataclass
class Run:
    """A run of a job: how each step ended, by its id or its name, and what each printed."""

    outcomes: dict[str, str] = field(default_factory=dict)
    output: dict[str, str] = field(default_factory=dict)

    @property
    def failed(self) -> list[str]:
        """The steps that failed, those that may fail included."""
        return [name for name, outcome in self.outcomes.items() if outcome == "failure"]


class Repository:
    """A repository with a workflow; its runs find in ``folder`` what the repository has.

    Args:
        workflow: the file.
        folder: what a checkout gives.
        path: the folders with commands, as PATH has them.
        variables: what GitHub, or the machine, has set for each command.
        secrets: by name; one that is not here is empty.
        settings: the variables of the repository.

    """

    def __init__(
        self,
        workflow: Path,
        folder: Path,
        path: str,
        variables: dict[str, str],
        secrets: dict[str, str],
        settings: dict[str, str] | None = None,
    ) -> None:
        self.workflow = yaml.safe_load(workflow.read_text(encoding="utf-8"))
        self.folder, self.path, self.variables = folder, path, variables
        self.secrets, self.settings = secrets, settings or {}
        self.artifacts = folder.parent / "artifacts"

    def run(self, job: str, event: str = "schedule", **inputs: str) -> Run:
        """Run a job on a machine of its own: what the last run left in the folder is gone, but for the checkout.

        Args:
            job: its name.
            event: what started it.
            inputs: what somebody who started it by hand has chosen.

        """
        checkout = self.folder
        machine = self.folder.parent / "machine"
        shutil.rmtree(machine, ignore_errors=True)
        shutil.copytree(checkout, machine / "work")
        (machine / "home").mkdir()
        done = Run()
        known = {
            "github": {"token": "a token", "event_name": event},
            "inputs": inputs,
            "secrets": self.secrets,
        }
        known |= {"vars": self.settings, "steps": {}}
        for step in self.workflow["jobs"][job]["steps"]:
            name = step.get("id") or step.get("name") or step["uses"].partition("@")[0]
            bad = any(each["conclusion"] == "failure" for each in known["steps"].values())
            if not _wanted(step.get("if", ""), known, bad=bad):
                outcome = "skipped"
            elif "run" in step:
                outcome, done.output[name] = self._command(step, known, machine)
            else:
                outcome = self._action(step, machine)
            passed = outcome == "failure" and step.get("continue-on-error")
            known["steps"][name] = {"outcome": outcome, "conclusion": "success" if passed else outcome}
            done.outcomes[name] = outcome
        return done

    def _command(self, step: dict[str, Any], known: dict[str, Any], machine: Path) -> tuple[str, str]:
        script = machine / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        given = {**self.workflow.get("env", {}), **self.variables, **step.get("env", {})}
        variables = {key: _text(value, known) for key, value in given.items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=machine / "work",
            env={"HOME": str(machine / "home"), "PATH": self.path, "CI": "true"} | variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return ("failure" if done.returncode else "success"), done.stdout

    def _action(self, step: dict[str, Any], machine: Path) -> str:
        if "upload" in step["uses"]:
            kept = self.artifacts / step["uses"].partition("@")[0].rpartition("/")[2]
            shutil.copytree(machine / "work" / step["with"]["path"], kept, dirs_exist_ok=True)
        return "success"


def _wanted(condition: str, known: dict[str, Any], *, bad: bool) -> bool:
    """Return whether a step runs: by its condition, which without a status function means "and nothing failed"."""
    if not condition:
        return not bad
    value = _value(condition.removeprefix("${{").removesuffix("}}"), known)
    return bool(value) and ("always()" in condition or "cancelled()" in condition or not bad)


def _text(value: object, known: dict[str, Any]) -> str:
    """Return the value of a variable: text, in which an expression is filled in."""
    return re.sub(r"\$\{\{ (.+?) \}\}", lambda found: str(_value(found[1], known)), str(value))


def _value(expression: str, known: dict[str, Any]) -> object:
    """Return what an expression of names, texts, `==`, `!=`, `&&`, `||` and status functions is; unknown names are empty."""

    def looked_up(found: re.Match[str]) -> str:
        place: Any = known
        for part in found[0].split("."):
            place = place.get(part, {}) if isinstance(place, dict) else {}
        return repr(place if isinstance(place, str) else "")

    text = _NAME.sub(looked_up, expression)
    for theirs, ours in (("&&", " and "), ("||", " or "), ("always()", "True"), ("!cancelled()", "True")):
        text = text.replace(theirs, ours)
    return eval(text.strip(), {"__builtins__": {}})
