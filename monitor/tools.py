"""The questions as tools of assistants, by the Model Context Protocol. The one module that knows its SDK, an optional extra."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import anyio
from mcp.server import Server
from mcp.server.stdio import stdio_server
from mcp.types import CallToolResult, ListToolsResult, TextContent, Tool, ToolAnnotations

from monitor import __version__
from monitor.clock import now
from monitor.errors import NctwatchError
from monitor.questions.catalog import QUESTIONS
from monitor.questions.model import Context
from monitor.questions.reading import read_arguments
from monitor.store.opening import open_for_reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mcp.server import ServerRequestContext
    from mcp.types import CallToolRequestParams, PaginatedRequestParams

    from monitor.config.model import Config
    from monitor.model import Json
    from monitor.questions.model import Question

INSTRUCTIONS = (
    "nctwatch watches clinical trials at ClinicalTrials.gov and keeps every version of their records. These tools read "
    "what it holds; none of them changes anything or asks the registry. A trial is named by its NCT number, such as "
    "NCT03822858. Begin with `trials`, which lists what is watched, or with `search`. Nothing here is medical advice."
)
_READ_ONLY = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_BY_NAME = {question.name: question for question in QUESTIONS}


def serve(config: Config) -> None:
    """Answer an assistant on standard input and output until it closes them."""
    anyio.run(_serve, server(config))


async def _serve(made: Server[Any]) -> None:
    async with stdio_server() as (incoming, outgoing):
        await made.run(incoming, outgoing, made.create_initialization_options())


def server(config: Config) -> Server[Any]:
    """Return the server, which opens the store for each question anew."""

    async def list_tools(_: ServerRequestContext[Any], __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[tool(question) for question in QUESTIONS])

    async def call_tool(_: ServerRequestContext[Any], asked: CallToolRequestParams) -> CallToolResult:
        return await anyio.to_thread.run_sync(call, config, asked.name, asked.arguments or {})

    return Server(
        "nctwatch",
        version=__version__,
        title="nctwatch",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def tool(question: Question) -> Tool:
    """Return a question as a tool; its answer is the member ``result`` of what the tool gives."""
    return Tool(
        name=question.name,
        description=question.help,
        input_schema={
            "type": "object",
            "properties": {parameter.name: parameter.schema() for parameter in question.parameters},
            "required": [parameter.name for parameter in question.parameters if parameter.required],
            "additionalProperties": False,
        },
        output_schema={
            "type": "object",
            "properties": {"result": dict(question.result)},
            "required": ["result"],
        },
        annotations=_READ_ONLY,
    )


def call(config: Config, name: str, arguments: Mapping[str, Json]) -> CallToolResult:
    """Return the answer to a question as JSON text and as values; what is wrong with it, as the text of an error."""
    try:
        if name not in _BY_NAME:
            return _failed(f'"{name[:80]}" is no tool here; known: {", ".join(_BY_NAME)}')
        question = _BY_NAME[name]
        read = read_arguments(question.parameters, _texts(arguments))
        with open_for_reading(config.store.path) as reader:
            answer = question.ask(Context(reader, lambda: config, now()), read)
    except NctwatchError as error:
        return _failed(str(error))
    text = answer.decode() if isinstance(answer, bytes) else json.dumps(answer, ensure_ascii=False)
    values = json.loads(answer) if isinstance(answer, bytes) else answer
    return CallToolResult(
        content=[TextContent(type="text", text=text)], structured_content={"result": values}
    )


def _texts(arguments: Mapping[str, Json]) -> list[tuple[str, str]]:
    """Return arguments as an address would have them; null is not given."""
    return [
        (name, value if isinstance(value, str) else json.dumps(value))
        for name, value in arguments.items()
        if value is not None
    ]


def _failed(sentence: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=sentence)], is_error=True)
