"""What people write for the address of a channel, and what Apprise calls it."""

from __future__ import annotations

import re

_MEANT = {
    "smtp": "mailto", "smtps": "mailtos", "email": "mailto", "mail": "mailto", "imap": "mailto",
    "http": "json", "https": "jsons", "webhook": "json", "webhooks": "jsons", "hook": "json", "post": "json",
    "telegram": "tgram", "tg": "tgram", "teams": "workflows", "msteams": "workflows", "microsoftteams": "workflows", "googlechat": "gchat",
    "hangouts": "gchat", "mattermost": "mmost", "rocketchat": "rocket", "pushbullet": "pbul", "pushover": "pover",
    "homeassistant": "hassio", "ntfy.sh": "ntfys",
}  # fmt: skip
"""A scheme that people write → that of Apprise."""
_MAIL = re.compile(r"[^@\s/:]+@[\w-]+(?:\.[\w-]+)+")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/.*)?")


def meant_address(address: str) -> str:
    """Return what to write in place of an address that cannot be sent to; "" where nobody knows.

    Nothing of the address is repeated but a scheme that is known here: it is a secret.
    """
    text = address.strip()
    scheme, found, _ = text.partition("://")
    if found:
        meant = _MEANT.get(scheme.lower())
        return f"; did you mean {meant}:// in place of {scheme.lower()}://?" if meant else ""
    if _MAIL.fullmatch(text):
        return "; a mail address alone does not say by which server: write mailtos://USER:PASSWORD@DOMAIN?smtp=SERVER&to=ADDRESS"
    return "; https:// is missing before it" if _HOST.fullmatch(text) else ""
