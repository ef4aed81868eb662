"""Whether the channels' addresses can be sent to, known before anything is fetched.

Loading Apprise takes 0.2 s and 40 MB, most of a quiet poll. So a poll asks it only for addresses that are not
those which were found good last time, and the service lets a process apart ask.

As a program (``python -m monitor.cli.addresses``) it answers for addresses on its standard input: they are
secrets, and never on a command line.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from monitor import __version__
from monitor.config.schemes import meant_address
from monitor.errors import Busy, ConfigError, NothingStored
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.state import ADDRESSES, Addresses, get_state, set_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.config.model import Config

CHECK_SECONDS = 60.0
"""Seconds that the process apart may take."""

SEAL_COST = 4096
"""The cost of a seal, as scrypt takes it: 4 MB and some 30 ms. It is dear, for passwords can be short."""


def require(config: Config, *, apart: bool = False) -> None:
    """Look at all secrets and addresses of a configuration.

    Args:
        config: what to look at.
        apart: do so in a process of its own, which ends with it.

    Raises:
        ConfigError: one is missing, or cannot be sent to; with all faults.

    """
    if found := faults(config, apart=apart):
        raise ConfigError(found)


def require_new(config: Config) -> None:
    """Look at all secrets and addresses, unless they are those that were found good before.

    Raises:
        ConfigError: one is missing, or cannot be sent to; with all faults.

    """
    if not config.channels:
        require(config)
        return
    held = None
    with suppress(NothingStored), open_for_reading(config.store.path) as reader:
        held = get_state(reader, ADDRESSES)
    with suppress(ConfigError):  # then all that is missing is said below
        if held and _sealed(config, held["salt"]) == held:
            return
    require(config)
    with suppress(Busy), open_for_writing(config.store.path) as store:  # then the next poll looks again
        set_state(store, ADDRESSES, _sealed(config, os.urandom(16).hex()))


def _sealed(config: Config, salt: str) -> Addresses:
    """Return what tells whether channels' addresses are the same, to the same Apprise.

    Raises:
        ConfigError: a secret is missing.

    """
    revealed = [secret.reveal() for secret in config.secrets]  # those of the channels come first
    found = find_spec("apprise")
    library = (found.origin, Path(found.origin).stat().st_mtime_ns) if found and found.origin else None
    secrets = json.dumps([__version__, library, revealed[: len(config.channels)]])
    return {
        "salt": salt,
        "seal": hashlib.scrypt(secrets.encode(), salt=salt.encode(), n=SEAL_COST, r=8, p=1).hex(),
    }


def faults(config: Config, *, apart: bool = False) -> list[str]:
    """Return what is wrong with the secrets and addresses of a configuration, each with its place."""
    found: list[str] = []
    addresses: dict[str, str] = {}
    for secret in config.secrets:
        try:
            addresses[secret.place] = secret.reveal()
        except ConfigError as error:
            found += error.faults
    channels = [channel.url.place for channel in config.channels if channel.url.place in addresses]
    asked = [addresses[place] for place in channels]
    answers = (_apart(asked) if apart else _here(asked)) if asked else []
    return found + [
        f"{place}: is no Apprise URL that can be sent to{meant_address(addresses[place])}; see https://appriseit.com/services/"
        for place, well in zip(channels, answers, strict=True)
        if not well
    ]


def _here(urls: Sequence[str]) -> list[bool]:
    from monitor.alerts.send import works

    return [works(url) for url in urls]


def _apart(urls: Sequence[str]) -> list[bool]:
    command = [sys.executable, "-P", "-m", __name__]
    try:
        done = subprocess.run(  # noqa: S603  # ourselves
            command, input=json.dumps(urls), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            timeout=CHECK_SECONDS, check=True,
        )  # fmt: skip
        answers: list[bool] = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return _here(urls)  # no process to be had: then it costs memory
    return answers


if __name__ == "__main__":
    json.dump(_here(json.load(sys.stdin)), sys.stdout)
