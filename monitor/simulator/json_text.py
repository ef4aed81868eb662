"""JSON as the registry writes it."""

from __future__ import annotations

import json


def encode(value: object) -> bytes:
    """Return JSON in UTF-8: no spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
