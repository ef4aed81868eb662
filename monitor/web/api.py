"""The JSON API: a request's path and parameters → the answer to a question. Knows no library of the web."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING

from monitor.errors import NothingStored
from monitor.questions.catalog import QUESTIONS
from monitor.questions.reading import read_arguments
from monitor.web.served import JSON, Served

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from monitor.model import Json
    from monitor.questions.model import Context, Parameter, Question

ROOT = "/api/v1"
_ALIVE_AT = re.compile(rb'"alive_at":"[^"]*"')
BY_NAME: Mapping[str, Question] = {question.name: question for question in QUESTIONS}


def answer(context: Context, name: str, nct: str | None, query: Iterable[tuple[str, str]]) -> Served:
    """Answer a question.

    Args:
        context: what the answer is made from.
        name: the question.
        nct: the trial that stands in the path; None where no trial does.
        query: the parameters of the address, as they stand there.

    Raises:
        UsageError: a parameter is unknown, given twice or missing, or its value is bad.
        NothingStored: the store has no such trial or version.

    """
    question = BY_NAME[name]
    arguments = read_arguments((each for each in question.parameters if not each.in_path), query)
    for parameter in question.parameters:
        if parameter.in_path:
            arguments[parameter.keyword] = _in_path(parameter, nct or "")
    return served(question.ask(context, arguments))


def served(value: Json) -> Served:
    """Return JSON values, or bytes that are JSON already, as what is sent back, with its tag.

    When the service was last seen alive is not in the tag: it moves while nothing changes.
    """
    body = value if isinstance(value, bytes) else _written(value)
    lasting = _ALIVE_AT.sub(b"", body, count=1) if isinstance(value, dict) else body
    return Served(body, JSON, tag=sha256(lasting).hexdigest()[:32])


def failed(sentence: str, status: int) -> Served:
    """Return an error as the API sends it."""
    return Served(_written({"error": sentence}), JSON, status)


def _in_path(parameter: Parameter, text: str) -> Json:
    """Read the trial in a path; what is no number is no place either."""
    try:
        return parameter.type.read(text)
    except ValueError as error:
        raise NothingStored(str(error)) from error


def _written(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
