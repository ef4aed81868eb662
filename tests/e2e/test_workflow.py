"""The GitHub workflow for those without a server: its steps, run one after the other on machines that know nothing."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest
import yaml
from workflow_runner import Repository

from monitor.simulator import edit

ROOT = Path(__file__).parents[2]
WORKFLOW = ROOT / "examples" / "github-actions" / "nctwatch.yml"
STATUS = "protocolSection.statusModule.overallStatus"
TRIAL = "NCT03778333"


class Watch:
    """A repository with a configuration, at a platform that keeps its releases."""

    def __init__(self, folder: Path, world, forks, hook) -> None:
        self.hook, self.registry = hook, None
        self.releases = folder / "releases"
        self.releases.mkdir()
        checkout = folder / "checkout"
        (checkout / "config").mkdir(parents=True)
        world.folder = checkout / "config"
        world.configure('name = "me"\nurl = "${MAIL_URL}"\nkinds = "all"')
        commands = folder / "bin"
        commands.mkdir()
        python = f"exec {sys.executable}"
        for name, text in {
            "gh": f'{python} -S -E {ROOT}/tests/gh_stand_in.py "$@"',
            "nctwatch": f'{python} -S -E {ROOT}/tests/fork_client.py {forks.address} "$@"',
            "pip": "test \"$*\" = 'install --quiet nctwatch'",
            "sleep": ":",
        }.items():
            (commands / name).write_text(f"#!/bin/sh\n{text}\n")
            (commands / name).chmod(0o755)
        variables = {
            "RELEASES": str(self.releases),
            "GITHUB_REPOSITORY": "me/watch",
            "GITHUB_WORKFLOW_REF": "me/watch/.github/workflows/nctwatch.yml@refs/heads/main",
        }
        secrets = {"MAIL_URL": f"json://127.0.0.1:{hook.port}/"}
        self.repository = Repository(
            WORKFLOW, checkout, f"{commands}:{os.environ['PATH']}", variables, secrets
        )

    def run(self, event="schedule", **inputs):
        """Run the workflow; ``told`` are the subjects of what it sent."""
        self.hook.taken.clear()
        done = self.repository.run("watch", event, **inputs)
        self.told = [taken["title"].partition(" –")[0] for taken in self.hook.taken]
        return done

    def publish(self, status):
        self.registry.publish([edit(TRIAL, {STATUS: status})])

    def fail(self, command, times=1):
        """Let the next commands of that name fail at the platform."""
        (self.releases / "faults").write_text(f"{command} " * times)

    @property
    def stores(self):
        """The assets that were kept, oldest first."""
        return sorted(path.name for path in self.releases.glob("*/nctwatch-*"))


@pytest.fixture
def watch(tmp_path, world, forks, registry, hook):
    if shutil.which("jq") is None:
        pytest.skip("jq is not here, which stands in for what gh has built in")
    made = Watch(tmp_path, world, forks, hook)
    made.registry = registry.registry
    return made


def test_alerts_survive_from_run_to_run(watch):
    """A change is told once; where the store could not be kept it is told again, and never lost."""
    secrets = watch.repository.secrets
    watch.repository.secrets = {}
    stopped = watch.run("workflow_dispatch", begin="true")
    assert stopped.failed[0] == "poll"
    assert "the environment variable MAIL_URL is empty" in stopped.output["poll"]
    watch.repository.secrets = secrets
    for number in range(6):
        (watch.releases / "nctwatch-store" / f"nctwatch-2020010{number}T000000Z.db.partial").touch()
    begun = watch.run("workflow_dispatch", begin="true")
    assert (begun.failed, watch.told, len(watch.stores)) == ([], [], 5)
    assert "10 versions" in begun.output["Take in the past"]
    watch.publish("SUSPENDED")
    assert (watch.run().failed, watch.told) == ([], [f"{TRIAL}: paused (Recruiting → Suspended)"])
    resumed = [f"{TRIAL}: recruiting again (Suspended → Recruiting)"]
    watch.publish("RECRUITING")
    watch.fail("upload", times=4)
    broken = watch.run()
    assert (broken.failed, watch.told) == (["keep"], resumed)
    assert "::error::The store was not kept" in broken.output["keep"]
    watch.fail("upload")
    mended = watch.run()
    assert (mended.failed, watch.told) == ([], resumed)
    assert (
        mended.outcomes["Take in the past"] == mended.outcomes["actions/upload-pages-artifact"] == "skipped"
    )
    assert {path.name for path in (watch.repository.artifacts / "upload-artifact").iterdir()} == {
        "index.html",
        "feed.atom",
        "calendar.ics",
    }
    assert "recruiting again" in (watch.repository.artifacts / "upload-artifact" / "feed.atom").read_text()
    assert (watch.releases / "api").read_text().splitlines()[-1] == (
        "--silent --method PUT repos/me/watch/actions/workflows/nctwatch.yml/enable"
    )


def test_a_run_without_the_store_stops_before_it_polls(watch):
    """There is none yet, it cannot be had for the moment, or there is one where none should be."""
    missing = watch.run()
    assert "::error::The release nctwatch-store cannot be read" in missing.output["store"]
    release = watch.releases / "nctwatch-store"
    release.mkdir()
    empty = watch.run()
    assert "::error::There is no store" in empty.output["store"]
    (release / "nctwatch-20260901T000000Z.db").write_bytes(b"not a store")
    watch.fail("view")
    unreachable = watch.run()
    damaged = watch.run()
    second = watch.run("workflow_dispatch", begin="true")
    assert "::error::There is a store already" in second.output["store"]
    for done in (missing, empty, unreachable, damaged, second):
        assert done.failed == ["store"]
        assert done.outcomes["poll"] == done.outcomes["keep"] == "skipped"
    assert watch.stores == ["nctwatch-20260901T000000Z.db"]
    assert watch.told == []


def test_the_workflow_is_careful():
    """Runs wait for each other, jobs have the rights that they need and a limit, and no expression is in a command."""
    workflow = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    assert workflow["concurrency"] == {"group": "nctwatch", "cancel-in-progress": False}
    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == {
        "watch": {"contents": "write", "actions": "write"},
        "publish": {"pages": "write", "id-token": "write"},
    }
    assert all(job["timeout-minutes"] <= 45 for job in workflow["jobs"].values())
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    assert not [step for step in steps if "${{" in step.get("run", "")]
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", step["uses"]) for step in steps if "uses" in step)
    (schedule,) = workflow[True]["schedule"]  # "on" is a truth value in YAML 1.1
    assert schedule["cron"].split()[0] not in {"0", "*"}
    assert [step["name"] for step in steps if "secrets." in str(step)] == ["Poll and send"]
