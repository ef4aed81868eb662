"""The JSON API: a request's path and parameters → the answer to a question. Knows no library of the web."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from monitor.errors import NothingStored, UsageError
from monitor.questions.catalog import QUESTIONS
from monitor.web.served import JSON, Served

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from monitor.model import Json
    from monitor.questions.model import Context, Parameter, Question

ROOT = "/api/v1"
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
    arguments = read_query(question.parameters, query)
    for parameter in question.parameters:
        if parameter.in_path:
            arguments[parameter.keyword] = _in_path(parameter, nct or "")
    return served(question.ask(context, arguments))


def read_query(parameters: Iterable[Parameter], query: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the values of a query by the keywords of the parameters; what is empty counts as not given.

    Raises:
        UsageError: one is unknown, given twice or missing, or its value is bad.

    """
    known = {parameter.name: parameter for parameter in parameters if not parameter.in_path}
    found: dict[str, Any] = {}
    for name, text in query:
        if name not in known:
            raise UsageError(f'"{name[:80]}" is no parameter here; known: {", ".join(known) or "none"}')
        if not text.strip():
            continue
        parameter = known[name]
        if parameter.keyword in found:
            raise UsageError(f"{name} is given twice")
        try:
            found[parameter.keyword] = parameter.type.read(text)
        except ValueError as error:
            raise UsageError(f"{name}: {error}") from error
    for parameter in known.values():
        if parameter.required and parameter.keyword not in found:
            raise UsageError(f"{parameter.name} is missing: {parameter.help}")
    return found


def served(value: Json) -> Served:
    """Return JSON values, or bytes that are JSON already, as what is sent back, with its tag."""
    body = value if isinstance(value, bytes) else _written(value)
    return Served(
        body, JSON, tag=sha256(body if isinstance(value, bytes) else _lasting(value)).hexdigest()[:32]
    )


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


def _lasting(value: Json) -> bytes:
    """Return an answer without the service's sign of life, which moves while nothing changes."""
    if isinstance(value, dict) and isinstance(value.get("service"), dict):
        value = value | {"service": value["service"] | {"alive_at": None}}
    return _written(value)
