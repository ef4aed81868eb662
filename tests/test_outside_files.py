"""What people from outside are given holds together: workflows, issue forms, hooks and guides."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
GITHUB = ROOT / ".github"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def workflow(name):
    return yaml.safe_load((GITHUB / "workflows" / name).read_text(encoding="utf-8"))


def jobs():
    """Give each job of each workflow, with its name."""
    for path in sorted((GITHUB / "workflows").iterdir()):
        yield from ((f"{path.name}: {name}", job) for name, job in workflow(path.name)["jobs"].items())


def commands():
    """Give each line that a workflow runs."""
    for _, job in jobs():
        for step in job.get("steps", []):
            yield from step.get("run", "").splitlines()


def test_every_supported_python_is_tested():
    """From the least that the package asks for to the newest, with no gap."""
    tested = [
        tuple(map(int, v.split(".")))
        for v in workflow("ci.yml")["jobs"]["test"]["strategy"]["matrix"]["python"]
    ]
    least = tuple(map(int, PROJECT["project"]["requires-python"].removeprefix(">=").split(".")))
    assert tested[0] == least
    assert tested == [(3, minor) for minor in range(least[1], tested[-1][1] + 1)]


def test_the_workflows_run_what_a_developer_runs():
    """Each make target in a workflow or a guide is one of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, flags=re.MULTILINE))
    guides = [CONTRIBUTING, (ROOT / "docs" / "releasing.md").read_text(encoding="utf-8")]
    lines = [*commands(), *(code for text in guides for code in re.findall(r"`([^`\n]+)`", text))]
    named = {
        word for line in lines if line.startswith("make ") for word in line.split()[1:] if "." not in word
    }
    assert named >= {"lint", "test", "coverage", "dist", "lock", "bench"}
    assert named <= targets


def test_jobs_have_no_more_rights_than_they_need():
    """Reading is all that a workflow may do; the one that publishes has an identity and no password."""
    for path in (GITHUB / "workflows").iterdir():
        assert workflow(path.name)["permissions"] == {"contents": "read"}, path.name
        assert "secrets." not in path.read_text(encoding="utf-8")
    assert {name: job["permissions"] for name, job in jobs() if "permissions" in job} == {
        "release.yml: publish": {"id-token": "write"}
    }
    assert all("timeout-minutes" in job for _, job in jobs() if "uses" not in job)


def test_a_workflow_takes_no_text_of_strangers_into_a_command():
    """Titles and branch names could be commands themselves."""
    for line in commands():
        assert "${{" not in line


def test_every_action_is_bound_to_a_version():
    """None is taken from a branch that moves without notice, but for the one that publishes, which says so itself."""
    used = [step["uses"] for _, job in jobs() for step in job.get("steps", []) if "uses" in step]
    assert len(used) > 5
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@(v\d+|release/v1)", name) for name in used), used


def test_issue_forms_are_forms():
    """Each has a name, a description and fields with names of their own; the one about a change asks for the trial."""
    forms = {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in GITHUB.glob("ISSUE_TEMPLATE/*.yml")
    }
    assert set(forms) == {"change", "fault", "feature", "config"}
    for name, form in forms.items():
        if name == "config":
            continue
        assert form["name"]
        assert form["description"]
        fields = [part for part in form["body"] if part["type"] != "markdown"]
        ids = [part["id"] for part in fields]
        assert len(ids) == len(set(ids))
        assert all(re.fullmatch(r"[\w-]+", field_id) for field_id in ids)
        assert all(part["attributes"]["label"] for part in fields)
    needed = {part["id"] for part in forms["change"]["body"] if part.get("validations", {}).get("required")}
    assert needed >= {"trial", "reported", "truth", "version"}


def test_hooks_are_the_tools_of_the_project():
    """Each hook runs a tool of .venv that the development group asks for, so that no other index is needed."""
    (repository,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert repository["repo"] == "local"
    for hook in repository["hooks"]:
        assert hook["language"] == "system"
        assert hook["entry"].startswith(".venv/bin/")
        tool = hook["entry"].removeprefix(".venv/bin/")
        assert f"$(BIN)/{tool.split()[0]}" in MAKEFILE, hook["id"]


def test_the_layers_of_the_guide_are_those_that_are_checked():
    """Line by line, from the top."""
    (contract,) = [c for c in PROJECT["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]
    table = CONTRIBUTING.split("| layer | does |")[1].split("\n\n")[0]
    listed = [re.findall(r"`(\w+)`", line.split("|")[1]) for line in table.splitlines()[2:]]
    checked = [
        [part.strip().removeprefix("monitor.") for part in line.split("|")] for line in contract["layers"]
    ]
    assert listed == checked


def test_every_place_that_a_guide_names_is_there():
    """Files and folders in code spans and links."""
    for name in ("CONTRIBUTING.md", "SECURITY.md", "docs/releasing.md"):
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        for link in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (path.parent / link).exists(), (name, link)
        for place in re.findall(r"`((?:monitor|tests|docs|bench|\.github|\.ci)/[\w./-]*)`", text):
            assert (ROOT / place).exists(), (name, place)


def test_the_pictures_of_the_readme_are_there_and_small():
    """Each is said in words too, is a PNG of the width that it is drawn with, and is quickly loaded."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    pictures = dict(re.findall(r"!\[([^\]]{30,})\]\((docs/pictures/\w+\.png)\)", readme))
    assert sorted(pictures.values()) == ["docs/pictures/mail.png", "docs/pictures/page.png"]
    for path in pictures.values():
        data = (ROOT / path).read_bytes()
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
        assert int.from_bytes(data[16:20], "big") in {720, 1000}
        assert len(data) < 150_000


def test_no_lock_names_an_index():
    """Any mirror serves what is locked, and every package has its hashes."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        packages = re.findall(r"^[\w.-]+==", text, flags=re.MULTILINE)
        assert len(packages) > 20
        assert all(
            "--hash=sha256:" in part for part in re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
        )


def test_the_archives_hold_what_they_should(tmp_path):
    """The source archive holds what a developer needs; the wheel holds the package alone, with its data."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("the source archive is made from what git ignores, and this is no checkout")
    build = [sys.executable, "-m", "hatchling", "build", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (source,), (wheel,) = tmp_path.glob("*.tar.gz"), tmp_path.glob("*.whl")
    with tarfile.open(source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert names >= {
        "Makefile",
        "CONTRIBUTING.md",
        "requirements-dev.lock",
        "tests/corpus.py",
        "bench/world.py",
    }
    assert not [
        name for name in names if name.startswith((".venv", "data/", "secrets/")) or ".coverage" in name
    ]
    with zipfile.ZipFile(wheel) as archive:
        inside = archive.namelist()
    assert {name.split("/")[0] for name in inside if ".dist-info" not in name} == {"monitor"}
    tracked = subprocess.run(
        ["git", "ls-files", "monitor"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert {name for name in inside if name.startswith("monitor/")} >= set(tracked.stdout.split())
    assert "monitor/config/default.toml" in inside
