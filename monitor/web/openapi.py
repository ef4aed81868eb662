"""The OpenAPI description of the API, made from the descriptions of the questions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor import __version__
from monitor.questions.catalog import QUESTIONS
from monitor.web.api import ROOT

if TYPE_CHECKING:
    from monitor.model import Json
    from monitor.questions.model import Parameter, Question

_ERRORS = {
    "400": "A parameter is unknown or its value is bad.",
    "404": "The store has no such trial or version.",
    "503": "The store is busy; `Retry-After` says when to try again.",
}


def description() -> dict[str, Json]:
    """Return the description, in the form of OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "nctwatch",
            "version": __version__,
            "description": "What nctwatch holds of the clinical trials that it watches. Read-only: each answer is what the "
            "command of the same question prints with `--json`.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/", "description": "Where this description is served."}],
        "paths": {f"{ROOT}{question.path}": {"get": _operation(question)} for question in QUESTIONS},
        "components": {
            "responses": {
                f"Error{status}": {
                    "description": text,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
                }
                for status, text in _ERRORS.items()
            },
            "schemas": {
                "Error": {
                    "type": "object",
                    "required": ["error"],
                    "properties": {
                        "error": {"type": "string", "description": "What is wrong, in a sentence."}
                    },
                }
            },
        },
    }


def _operation(question: Question) -> dict[str, Json]:
    return {
        "operationId": question.name,
        "summary": question.help,
        "parameters": [_parameter(parameter, question) for parameter in question.parameters],
        "responses": {
            "200": {
                "description": "The answer. It carries an `ETag`.",
                "content": {"application/json": {"schema": dict(question.result)}},
            },
            "304": {"description": "Nothing changed since the answer with the `ETag` in `If-None-Match`."},
            **{status: {"$ref": f"#/components/responses/Error{status}"} for status in _ERRORS},
        },
    }


def _parameter(parameter: Parameter, question: Question) -> dict[str, Json]:
    schema = parameter.schema()
    text = schema.pop("description")
    if not parameter.in_path:
        return {
            "name": parameter.name,
            "in": "query",
            "required": parameter.required,
            "description": text,
            "schema": schema,
        }
    name = re.findall(r"\{(\w+)\}", question.path)[0]
    return {"name": name, "in": "path", "required": True, "description": text, "schema": schema}
