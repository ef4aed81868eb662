"""What a question is: its name, its parameters and its answer, described once for commands, API and assistants."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from monitor.config.model import Config
    from monitor.model import Json
    from monitor.questions.values import Type
    from monitor.store.connection import Connection


@dataclass(frozen=True)
class Context:
    """What an answer is made from: the store, open for reading, the configuration and the time.

    Args:
        reader: the store.
        load: reads the configuration; called at most once, and only by a question that needs it.
        now: the time, in UTC.

    """

    reader: Connection
    load: Callable[[], Config]
    now: datetime

    @cached_property
    def config(self) -> Config:
        """The configuration."""
        return self.load()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a question.

    `name` is what the API and assistants call it, `argument` the keyword of the function that answers.
    `positional` says that the command takes it without an option.
    """

    name: str
    type: Type
    help: str
    default: Json = None
    required: bool = False
    positional: bool = False
    in_path: bool = False
    metavar: str = ""
    argument: str = ""

    @property
    def keyword(self) -> str:
        """The keyword of the function that answers."""
        return self.argument or self.name

    def schema(self) -> dict[str, Json]:
        """Return the JSON schema of its value, with its help and default."""
        described = {**self.type.schema, "description": self.help}
        return described if self.default is None else described | {"default": self.default}


@dataclass(frozen=True, slots=True)
class Question:
    """One question: how it is called, what it takes, and the function that answers.

    `answer` takes a context and the parameters by their keywords, and returns JSON values, or bytes that are
    JSON already. `result` is the JSON schema of what it returns.
    """

    name: str
    path: str
    """Below ``/api/v1``; what stands in braces is the parameter that is in the path."""
    help: str
    parameters: tuple[Parameter, ...]
    answer: Callable[..., Json]
    result: Mapping[str, Json] = field(repr=False)

    def ask(self, context: Context, arguments: Mapping[str, Any]) -> Json:
        """Return the answer for parsed values by keyword; those left out have their defaults."""
        defaults = {parameter.keyword: parameter.default for parameter in self.parameters}
        return self.answer(context, **defaults | dict(arguments))
