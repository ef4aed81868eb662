"""All questions, for who needs them all: the API and the tools of assistants. A command imports its own alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.questions.changes import CHANGES
from monitor.questions.diff import DIFF
from monitor.questions.history import HISTORY
from monitor.questions.record import RECORD
from monitor.questions.related import RELATED
from monitor.questions.search import SEARCH
from monitor.questions.trials import TRIALS

if TYPE_CHECKING:
    from monitor.questions.model import Question

QUESTIONS: tuple[Question, ...] = (TRIALS, RECORD, HISTORY, DIFF, CHANGES, SEARCH, RELATED)
"""All of them, in the order of documents."""
