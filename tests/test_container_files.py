"""What the container files promise, read from the files themselves."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml

from monitor import __version__

ROOT = Path(__file__).parents[1]


def stages() -> list[list[tuple[str, str]]]:
    """Return the Dockerfile as stages of (instruction, arguments); what precedes the first FROM is left out."""
    lines = [line for line in (ROOT / "Dockerfile").read_text().splitlines() if not line.startswith("#")]
    found: list[list[tuple[str, str]]] = []
    for line in re.sub(r"\\\n\s*", " ", "\n".join(lines)).splitlines():
        name, _, rest = line.partition(" ")
        if name == "FROM":
            found.append([])
        if found and name:
            found[-1].append((name, rest.strip()))
    return found


def last(instruction: str) -> str:
    """Return the arguments of the one such instruction in the last stage."""
    (arguments,) = [rest for name, rest in stages()[-1] if name == instruction]
    return arguments


def compose() -> dict:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


def service() -> dict:
    (only,) = compose()["services"].values()
    return only


def test_image_is_built_in_stages():
    """The last stage takes the finished environment and installs nothing."""
    assert len(stages()) == 2
    assert last("COPY") == "--from=build /opt/nctwatch /opt/nctwatch"
    assert not re.search(r"\b(pip3? install|apt|apt-get|gcc|make)\b", last("RUN"))


def test_packages_are_checked_against_the_lock():
    """Whatever comes from outside is checked against its hash; the rest is installed offline."""
    commands = [
        command.strip()
        for name, rest in stages()[0]
        if name == "RUN"
        for command in rest.split("&&")
        if re.search(r"/pip .*\b(install|download|wheel)\b", command)
    ]
    assert len(commands) == 4
    for command in commands:
        assert any(word in command for word in ("--require-hashes", "--no-index", "--no-deps")), command


def test_image_does_not_run_as_root():
    """The user is a number, so that an engine can see that it is not root, and comes after the last RUN."""
    assert last("USER") == "10001:10001"
    names = [name for name, _ in stages()[-1]]
    assert max(number for number, name in enumerate(names) if name in {"RUN", "COPY"}) < names.index("USER")


def test_image_runs_the_service_without_a_shell():
    """Signals reach nctwatch itself."""
    assert json.loads(last("ENTRYPOINT")) == ["nctwatch"]
    assert json.loads(last("CMD")) == ["run"]
    assert last("STOPSIGNAL") == "SIGTERM"


def test_image_knows_its_health():
    """The health check is `nctwatch health`, without a shell."""
    options, _, command = last("HEALTHCHECK").partition("CMD")
    assert json.loads(command) == ["nctwatch", "health"]
    assert "--interval=30s" in options
    assert "--start-period=" in options


def test_image_keeps_its_data_in_a_volume():
    """The store lies on the volume, and the default configuration where compose mounts another."""
    assert last("VOLUME") == "/data"
    assert "NCTWATCH_DB=/data/nctwatch.db" in last("ENV")
    assert "NCTWATCH_CONFIG=/config/nctwatch.toml" in last("ENV")
    assert last("RUN").endswith("nctwatch init /")


def test_image_is_labelled_with_the_version():
    """The label says what is inside."""
    assert last("ARG") == f"VERSION={__version__}"
    assert 'image.version="${VERSION}"' in last("LABEL")


def test_build_context_is_what_the_dockerfile_copies():
    """Everything is kept out of the build but what it needs: no secret, no data, no local configuration."""
    rules = [
        line
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    copied = {
        source
        for stage in stages()
        for name, rest in stage
        if name == "COPY" and "--from=" not in rest
        for source in rest.split()[:-1]
    }
    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == copied
    assert all((ROOT / source).exists() for source in copied)


def test_compose_takes_privileges_away():
    """The root is read-only, all capabilities are dropped, and none can be gained."""
    assert service()["read_only"] is True
    assert service()["cap_drop"] == ["ALL"]
    assert service()["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "user", "ports", "devices", "pid", "network_mode"} & set(service())
    assert service()["mem_limit"]
    assert service()["pids_limit"]


def test_compose_mounts_what_the_image_needs():
    """A named volume for the data, the configuration to read only, and memory for /tmp."""
    assert service()["volumes"] == ["data:/data", "./config:/config:ro"]
    assert set(compose()["volumes"]) == {"data"}
    assert [mount.partition(":")[0] for mount in service()["tmpfs"]] == ["/tmp"]


def test_compose_has_secrets_as_files():
    """A secret comes from a file and is a file; none is in the environment."""
    assert service()["secrets"] == list(compose()["secrets"]) == ["slack_url"]
    assert all(set(secret) == {"file"} for secret in compose()["secrets"].values())
    assert "environment" not in service()
    assert "env_file" not in service()


def test_compose_restarts_and_stops_in_peace():
    """A service that ended comes back, and one that is told to stop has time for it."""
    assert service()["restart"] == "unless-stopped"
    assert service()["stop_grace_period"] == "60s"
