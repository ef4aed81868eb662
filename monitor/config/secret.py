"""A value of the configuration that is never shown."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

from monitor.config.reader import VARIABLE
from monitor.errors import ConfigError
from monitor.unreadable import reason

_LOGIN = re.compile(r"[^/?#]*://[^/?#]*@")
"""The beginning of an address up to the end of its user and password."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that is looked up only when it is needed, and never shown.

    A variable in the user or password of an address is percent-encoded: a password may hold any character,
    and one with ``@`` or ``/`` would end the login too early.

    Args:
        template: text with ``${VARIABLE}`` in it.
        file: a file that holds the value, in place of ``template``; may have ``${VARIABLE}`` in it too.
        place: where in the configuration it stands.

    """

    template: str = field(repr=False)
    file: str = field(repr=False)
    place: str

    def reveal(self) -> str:
        """Return the value.

        Raises:
            ConfigError: a variable is not set or empty, or the file cannot be read.

        """
        text = self.file or self.template
        missing = [name for name in VARIABLE.findall(text) if not os.environ.get(name)]
        if missing:
            raise ConfigError([f"{self.place}: the environment variable {_lacks(name)}" for name in missing])
        if not self.file:
            return _filled(text)
        value = VARIABLE.sub(lambda found: os.environ[found[1]], text)
        try:
            return Path(value).expanduser().read_text(encoding="utf-8").strip()
        except (OSError, RuntimeError, UnicodeDecodeError) as error:
            why = "its home folder is not known" if isinstance(error, RuntimeError) else reason(error)
            raise ConfigError([f"{self.place}: the file {self.file} cannot be read ({why})"]) from error

    def __bool__(self) -> bool:
        """Return whether there is a value at all."""
        return bool(self.template or self.file)


def _filled(template: str) -> str:
    """Put the variables into an address."""
    login = _LOGIN.match(template)
    begin, end = (template.find("://") + 3, login.end()) if login else (0, 0)
    safe = "" if ":" in template[begin:end] else ":"  # one variable may hold both user and password

    def value(found: re.Match[str]) -> str:
        plain = os.environ[found[1]]
        return _encoded(plain, safe) if begin <= found.start() < end else plain

    return VARIABLE.sub(value, template)


def _lacks(name: str) -> str:
    return f"{name} is empty" if name in os.environ else f"{name} is not set"


def _encoded(value: str, safe: str) -> str:
    """Percent-encode a value, unless it is encoded already, as Apprise's documents want it."""
    decoded = unquote(value)
    return value if decoded != value and quote(decoded, safe=safe) == value else quote(value, safe=safe)
