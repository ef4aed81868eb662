"""The version is the same wherever it can be asked for."""

from __future__ import annotations

from importlib.metadata import version

import pytest
from click.testing import CliRunner

from monitor import __version__
from monitor.cli import nctwatch


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_the_command_says_its_version(option):
    """By either option."""
    assert CliRunner().invoke(nctwatch, [option]).output == f"nctwatch, version {__version__}\n"


def test_the_installed_package_has_the_version_of_the_code():
    """The metadata of the package is built from the code."""
    assert version("nctwatch") == __version__
