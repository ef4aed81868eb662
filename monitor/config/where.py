"""Where the configuration is, and where it says that the store is. Light: reading commands need no more."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.config.reader import Reader
from monitor.errors import ConfigError
from monitor.unreadable import reason

if TYPE_CHECKING:
    from monitor.model import Json

DEFAULT = Path("config/nctwatch.toml")


def find(option: str | None) -> Path | None:
    """Return the configuration file: the option's, ``$NCTWATCH_CONFIG``'s or the usual one; None for the built-in."""
    named = option or os.environ.get("NCTWATCH_CONFIG")
    if named:
        return Path(named)
    return DEFAULT if _is_there(DEFAULT) else None


def _is_there(path: Path) -> bool:
    """Return whether there is something of that name, also if it cannot be read: that has to be said."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def template() -> str:
    """Return the commented configuration that ``init`` writes; it is also the built-in one."""
    return Path(__file__).with_name("default.toml").read_text(encoding="utf-8")


def read(path: Path | None) -> tuple[Json, str]:
    """Decode a configuration, None for the built-in one; return it and what people call it.

    Raises:
        ConfigError: it cannot be read or is no TOML.

    """
    source = str(path) if path else "the built-in configuration"
    try:
        text = path.read_text(encoding="utf-8-sig") if path else template()
    except (OSError, UnicodeDecodeError) as error:
        hint = (
            "; `nctwatch init` writes one"
            if path and isinstance(error, FileNotFoundError) and not path.is_symlink()
            else ""
        )
        named = " (named by $NCTWATCH_CONFIG)" if os.environ.get("NCTWATCH_CONFIG") == source else ""
        raise ConfigError([f"{source}{named} cannot be read: {reason(error)}{hint}"]) from error
    try:
        return tomllib.loads(text), source
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        from monitor.config.toml_hints import toml_hint  # noqa: PLC0415  # needed for faults alone

        raise ConfigError([f"{source} is no valid TOML: {error}{toml_hint(text, str(error))}"]) from error


def store_path(reader: Reader) -> Path:
    """Take the path of the store out of the table ``[store]``; ``$NCTWATCH_DB`` wins."""
    path = reader.parsed("path", "data/nctwatch.db", _path)
    reader.flag("search", default=True)
    reader.done()
    named = os.environ.get("NCTWATCH_DB")
    try:
        return _path(named) if named else path
    except ValueError as error:
        reader.fault("path", f"$NCTWATCH_DB: {error}")
        return path


def find_store(option: str | None) -> Path:
    """Return where the store is, reading no more of the configuration than that.

    Raises:
        ConfigError: the configuration cannot be read, or says it wrongly.

    """
    table, source = read(find(option))
    faults: list[str] = []
    path = store_path(Reader(table.get("store", {}), "[store]", faults))
    if faults:
        raise ConfigError([f"{source}: {fault}" for fault in faults])
    return path


def _path(text: str) -> Path:
    if not text.strip():
        raise ValueError("must not be empty")
    if text.strip() == ":memory:":
        raise ValueError('":memory:" would be forgotten at the end of each command; name a file')
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise ValueError(f'"{text}" begins with the home of somebody who has none') from error
