"""Libraries that come with an extra of the package."""

from __future__ import annotations

from importlib import import_module

from monitor.errors import UsageError


def require_extra(extra: str, module: str, need: str) -> None:
    """Check that the library of an extra is installed.

    Args:
        extra: the extra of nctwatch that has it.
        module: what is imported of it; its first part is how the library is installed.
        need: what needs which library, such as "Parquet needs pyarrow".

    Raises:
        UsageError: it is not; the message says what to install.

    """
    try:
        import_module(module)
    except ImportError as error:
        raise UsageError(
            f"{need}, which is not installed: `pip install {module.partition('.')[0]}`, "
            f"or install nctwatch with its extra, `pip install 'nctwatch[{extra}]'`"
        ) from error
