"""Where a command writes: a file or a folder that appears when it is whole, or standard output."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from monitor.atomic_write import whole_file
from monitor.errors import NctwatchError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_THERE = "{} is there already; --force replaces it"


@contextmanager
def new_file(path: Path, *, force: bool) -> Iterator[IO[bytes]]:
    """Give a file that takes its name when all went well, and is gone when not.

    Args:
        path: where it is to be.
        force: whether a file that is there already is replaced.

    Raises:
        UsageError: something is there already.
        NctwatchError: it cannot be written.

    """
    target = path.resolve()  # through a link, as every program writes
    _refuse(path, force=force, fit=target.is_file(), what="file")
    with _plain_errors(path):
        try:
            with whole_file(target, overwrite=force) as partial, partial.open("xb") as file:
                yield file
        except FileExistsError as error:  # it has come meanwhile
            raise UsageError(_THERE.format(path)) from error


@contextmanager
def new_folder(path: Path, *, force: bool) -> Iterator[Path]:
    """Give a folder that takes its name when all went well, and is gone when not.

    Args:
        path: where it is to be.
        force: whether an earlier export that is there already is replaced; anything else never is.

    Raises:
        UsageError: something is there already.
        NctwatchError: it cannot be written.

    """
    target = path.resolve()
    _refuse(path, force=force, fit=_is_export(target), what="earlier export")
    partial = _staging(target.parent) / f".{target.parent.name}.{target.name}.{os.getpid()}.partial"
    old = partial.with_suffix(".old")
    with _plain_errors(path):
        try:
            partial.mkdir(parents=True)
            yield partial
            target.parent.mkdir(exist_ok=True)
            _refuse(path, force=force, fit=_is_export(target), what="earlier export")
            if target.exists():
                target.rename(old)
            partial.rename(target)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
            shutil.rmtree(old, ignore_errors=True)


@contextmanager
def standard_output() -> Iterator[IO[bytes]]:
    """Give standard output for bytes; where it cannot be written, an error of the system says so.

    Raises:
        OSError: it cannot be written, as where it leads to a full disk.

    """
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


def _staging(folder: Path) -> Path:
    """Return where to write: beside the folder of all data sets, below which a reader looks at any depth.

    Where nothing can be moved in from beside it, as with a volume, it is in the folder itself.
    """
    parent = folder.parent
    return folder if folder.is_mount() or (folder.is_dir() and not os.access(parent, os.W_OK)) else parent


def _refuse(path: Path, *, force: bool, fit: bool, what: str) -> None:
    if not os.path.lexists(path.resolve()):
        return
    if not fit:
        raise UsageError(f"{path} is there already and is no {what}; choose another place")
    if not force:
        raise UsageError(_THERE.format(path))


def _is_export(folder: Path) -> bool:
    """Return whether a folder holds nothing but Parquet, by years or not."""
    return folder.is_dir() and all(
        found.match("year=*") if found.is_dir() else found.match("part-*.parquet")
        for found in folder.rglob("*")
    )


@contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NctwatchError(f"{path} cannot be written: {error.strerror or error}") from error
