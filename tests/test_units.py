"""The units of systemd that users install: systemd itself reads and judges them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

UNITS = Path(__file__).parents[1] / "examples" / "systemd"
SERVICE = UNITS / "nctwatch.service"
USER = sorted((UNITS / "user").iterdir())


@pytest.fixture
def analyze(tmp_path):
    """Return a function that runs `systemd-analyze`; what it says must be nothing bad."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not here, and only it judges a unit")

    def run(*words):
        variables = {"XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
        return subprocess.run(
            ["systemd-analyze", *words], env=variables, check=False, capture_output=True, text=True
        )

    return run


def section(path, name):
    """Return the lines of a section of a unit."""
    return path.read_text().split(f"[{name}]\n")[1].split("\n\n[")[0].splitlines()


def test_the_service_is_closed_to_what_it_does_not_need(analyze):
    """Its exposure is two at most, where ten is a service without any protection, and five is still called OK."""
    judged = analyze("security", "--offline=true", "--no-pager", "--threshold=20", str(SERVICE))
    assert judged.returncode == 0, judged.stdout
    assert re.search(r"exposure level for nctwatch\.service: [01]\.\d OK", judged.stdout)


def test_systemd_takes_the_units(analyze, tmp_path):
    """No unknown key, no value that it refuses; the command, which is not installed here, is another."""
    for path in (SERVICE, *USER):
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", path.read_text(), flags=re.MULTILINE)
        (tmp_path / path.name).write_text(text)
    alone = ["--recursive-errors=no"]  # other units of this machine may be wrong
    whole = analyze("verify", *alone, str(tmp_path / SERVICE.name))
    own = analyze("--user", "verify", *alone, *(str(tmp_path / path.name) for path in USER))
    for verified in (whole, own):
        assert verified.returncode == 0, verified.stderr
        assert "nctwatch" not in verified.stderr


def test_units_can_be_enabled_and_end_as_the_program_does():
    """What starts by itself has an [Install]; wrong usage or configuration, exit 2, is not tried again."""
    poll, timer = USER
    assert section(SERVICE, "Install") == ["WantedBy=multi-user.target"]
    assert section(timer, "Install") == ["WantedBy=timers.target"]
    assert "Persistent=true" in section(timer, "Timer")
    assert timer.stem == poll.stem
    assert "RestartPreventExitStatus=2" in section(SERVICE, "Service")
    assert "RestartPreventExitStatus=1 2" in section(poll, "Service")
