"""The question ``history``: a trial's versions, newest first, with what changed in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.questions import schemas
from monitor.questions.model import Parameter, Question
from monitor.questions.schemas import COUNT, DAY, NULLABLE, STATUS, TEXT, TIME, VERSION, array, objects
from monitor.questions.values import NCT
from monitor.store.versions import version_history

if TYPE_CHECKING:
    from monitor.model import Json
    from monitor.questions.model import Context


def answer(context: Context, *, trial: str) -> Json:
    """Return the versions of a trial, newest first."""
    return version_history(context.reader, trial)


HISTORY = Question(
    name="history",
    path="/trials/{nct}/history",
    help="List the versions of a trial, newest first, with what changed in each.",
    parameters=(
        Parameter(
            "trial", NCT, "The trial, by its NCT number.", required=True, positional=True, in_path=True
        ),
    ),
    answer=answer,
    result=array(
        objects(
            version=VERSION,
            observed_at=TIME,
            valid_from=DAY,
            registry_date=NULLABLE,
            registry_version={"type": ["integer", "null"]},
            source={"enum": ["poll", "history"]},
            status=STATUS,
            sha256=TEXT,
            bytes=COUNT,
            pruned_at=schemas.described(NULLABLE, "When its bytes were deleted, if they were."),
            events=schemas.described(array(TEXT), "What changed in it, each as kind.event."),
        )
    ),
)
