"""Reading commands answer at once."""

from __future__ import annotations

import os
import subprocess
import sys

HEAVY = (
    "httpx",
    "httpcore",
    "apscheduler",
    "deepdiff",
    "apprise",
    "pydantic",
    "sqlite_utils",
    "rich",
    "requests",
)
SEED = "NCT03822858"


def seconds(command, folder):
    """Return the least CPU time of several runs: what else the machine does counts for less than in time that passes."""
    times = []
    for _ in range(7):
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        times.append(used.ru_utime + used.ru_stime)
    return min(times)


def test_history_imports_nothing_heavy(world):
    """Neither the network's nor the scheduler's libraries are loaded by a command that reads."""
    world.run("poll")
    code = (
        "import sys; sys.argv = ['nctwatch', '--config', 'nctwatch.toml', 'history', 'NCT03822858']\n"
        "from monitor.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        f"print('LOADED', sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=world.folder, capture_output=True, text=True, check=False
    )
    assert "first version" in ran.stdout, ran.stderr
    assert ran.stdout.strip().endswith("LOADED []")


def test_a_poll_without_news_loads_nothing_that_compares_or_writes(world):
    """Where no record changed and nothing waits to be sent, no library for either is loaded."""
    world.run("poll")
    unneeded = (
        "apprise",
        "deepdiff",
        "sqlite_utils",
        "rich",
        "monitor.core.eligibility",
        "monitor.alerts.render",
    )
    code = (
        "import sys; sys.argv = ['nctwatch', '--config', 'nctwatch.toml', 'poll']\n"
        "from monitor.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        f"print('LOADED', [name for name in {unneeded!r} if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=world.folder, capture_output=True, text=True, check=False
    )
    assert "nothing new" in ran.stderr, ran.stderr
    assert ran.stdout.strip().endswith("LOADED []")


def test_history_answers_in_four_times_a_bare_python(world):
    """Measured side by side with ``python3 -c "import json, sqlite3"``."""
    world.run("poll")
    bare = history = float("inf")
    for _ in range(12):  # the least times count: what else the machine does only adds to them
        bare = min(bare, seconds([sys.executable, "-c", "import json,sqlite3"], world.folder))
        history = min(history, seconds(world.command("history", SEED), world.folder))
        if history <= 4 * bare:
            break
    assert history <= 4 * bare, f"{history:.3f} s against {bare:.3f} s"
