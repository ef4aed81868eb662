"""The dead man's switch: a request after each good round, so that somebody else notices when they stop."""

from __future__ import annotations

import logging
import urllib.request
from typing import TYPE_CHECKING

from monitor import __version__

if TYPE_CHECKING:
    from monitor.config.secret import Secret

log = logging.getLogger(__name__)

SECONDS = 10.0


def ping(url: Secret) -> bool:
    """Call the address, if there is one; whatever goes wrong is logged, without the address."""
    if not url:
        return False
    try:
        address = url.reveal()
        request = urllib.request.Request(address, headers={"User-Agent": f"nctwatch/{__version__}"})  # noqa: S310
        # a file:// address would read whatever is there
        if request.type in {"http", "https"}:
            with urllib.request.urlopen(request, timeout=SECONDS):  # noqa: S310
                return True
    except (OSError, ValueError) as error:
        log.warning("ping", extra={"error": type(error).__name__})
    return False
