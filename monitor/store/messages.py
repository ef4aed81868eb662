"""The text of a delivery as the store has it, with a checksum that shows a damaged byte."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from monitor.errors import Damaged
from monitor.model import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.store.connection import Connection, Row

    Text = bytes | None

TEXTS = "CAST(subject AS BLOB), CAST(body AS BLOB), CAST(forms AS BLOB), CAST(notify AS BLOB), CAST(event AS BLOB)"
"""The columns of a message, as bytes: a damaged text may not be UTF-8."""


def columns_of(message: Message) -> Row:
    """Return the columns of a message, and their checksum as ``sha256``."""
    row = {
        "subject": message.subject,
        "body": message.body,
        "forms": json.dumps(dict(message.forms), ensure_ascii=False),
        "notify": message.notify,
        "event": None if message.event is None else json.dumps(message.event, ensure_ascii=False),
    }
    return row | {
        "sha256": _checksum([None if text is None else str(text).encode() for text in row.values()])
    }


def parse_message(texts: Sequence[Text], checksum: str | None) -> Message:
    """Return a message.

    Args:
        texts: the values of ``TEXTS``.
        checksum: its ``sha256``; None if an earlier nctwatch queued it.

    Raises:
        Damaged: the texts do not match the checksum, or are no message.

    """
    if checksum is not None and checksum != _checksum(texts):
        raise Damaged("the stored text of this message does not match its checksum")
    try:
        subject, body, forms, notify, event = ((text or b"").decode() for text in texts)
        return Message(subject, body, json.loads(forms), notify, json.loads(event) if event else None)  # type: ignore[arg-type]
    except ValueError as error:
        raise Damaged(f"the stored text of this message is damaged: {error}") from error


def damaged_messages(store: Connection) -> Iterator[tuple[int, str, str]]:
    """Yield the id and channel of each delivery whose stored text is damaged, and what is wrong with it."""
    for row in store.stream(f"SELECT id, channel, sha256, {TEXTS} FROM deliveries ORDER BY id"):
        number, channel, checksum, *texts = row.values()
        try:
            parse_message(texts, checksum)
        except Damaged as error:
            yield number, channel, str(error)


def _checksum(texts: Sequence[Text]) -> str:
    """Return the SHA-256 of texts, each behind its length and a colon; "-" stands for NULL."""
    return hashlib.sha256(
        b"".join(b"-" if text is None else b"%d:%s" % (len(text), text) for text in texts)
    ).hexdigest()
