"""The dates of a record that every edit of a sponsor moves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from monitor.model import Record

_REVIEW = timedelta(days=2)
"""From submission to posting; a median of two days in the real records (measured)."""


def move_update(record: Record, posted: date, submitted: date | None = None) -> None:
    """Move the dates that every edit of a sponsor moves."""
    submitted = submitted or posted - _REVIEW
    status = record["protocolSection"]["statusModule"]
    status["statusVerifiedDate"] = submitted.isoformat()[:7]
    status["lastUpdateSubmitDate"] = submitted.isoformat()
    status["lastUpdatePostDateStruct"] = {"date": posted.isoformat(), "type": "ACTUAL"}
