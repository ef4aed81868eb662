"""Names and texts, as an address or an assistant gives them → the arguments of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.questions.model import Parameter


def read_arguments(parameters: Iterable[Parameter], given: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the values of some parameters by their keywords; what is empty counts as not given.

    Raises:
        UsageError: one is unknown, given twice or missing, or its value is bad.

    """
    known = {parameter.name: parameter for parameter in parameters}
    found: dict[str, Any] = {}
    for name, text in given:
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
