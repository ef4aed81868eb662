"""The reason of an edit, turned into that of the opposite one."""

from __future__ import annotations

_DROPPED = (
    ("an alternative:", "no longer an alternative:"),
    ("an exception was made:", "an exception was dropped:"),
    ("a further condition:", "a condition was dropped:"),
    ("limited to", "no longer limited to"),
    ("covers more", "no longer counts as a whole"),
    ("is now let in", "is no longer let in"),
)


def dropped(reason: str) -> str:
    """Return the reason of the opposite edit."""
    for put_in, taken_out in _DROPPED:
        if put_in in reason:
            return reason.replace(put_in, taken_out)
    return reason
