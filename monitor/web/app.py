"""The WSGI application. The one module that knows Werkzeug: routes, answers, headers."""

from __future__ import annotations

import logging
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from monitor import __version__
from monitor.clock import now
from monitor.errors import Busy, NothingStored, UsageError
from monitor.questions.catalog import QUESTIONS
from monitor.questions.model import Context
from monitor.questions.reading import read_arguments
from monitor.report.pages import LIVE_POLICY
from monitor.store.opening import open_for_reading
from monitor.store.steps import state_of
from monitor.web import api, openapi, pages
from monitor.web.place import watch_now
from monitor.web.served import Served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from monitor.config.model import Config
    from monitor.store.connection import Connection

log = logging.getLogger(__name__)

BUSY_SECONDS = 2.0
"""Seconds that a page waits for the store."""
_LARGEST = 2**63 - 1
_API, _DESCRIPTION = "/api/", "/api/openapi.json"
_QUESTION = "api:"
"""Begins the endpoint of a question."""
_ROUTES = Map(
    [
        Rule(path, endpoint=name, methods=["GET"])
        for path, name in (
            ("/", "overview"),
            ("/trial/<string(maxlength=40):number>", "trial"),
            (f"/change/<int(max={_LARGEST}):number>", "change"),
            ("/changes", "changes"),
            ("/feed.atom", "feed"),
            ("/calendar.ics", "calendar"),
            ("/healthz", "health"),
            ("/metrics", "metrics"),
            (_DESCRIPTION, "openapi"),
            *(
                (
                    f"{api.ROOT}{question.path}".replace("{nct}", "<string(maxlength=40):nct>"),
                    f"{_QUESTION}{question.name}",
                )
                for question in QUESTIONS
            ),
        )
    ],
    strict_slashes=False,
    merge_slashes=False,
)
_HEADERS = {
    "Content-Security-Policy": f"{LIVE_POLICY}; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_FOR_PROGRAMS = frozenset({"/feed.atom", "/calendar.ics", "/healthz", "/metrics"})
_SENTENCES = {
    404: "There is no such page.",
    405: "Pages here can only be read.",
    500: "Something is wrong with nctwatch; its log says what.",
    503: "The store is busy; try again in a moment.",
}


class App:
    """Answers requests, each with a reader of its own.

    Args:
        config: what is watched, and where the store is.
        metrics: returns the text of ``/metrics`` and its content type; None for no such page.

    """

    def __init__(self, config: Config, metrics: Callable[[], tuple[bytes, str]] | None = None) -> None:
        self._config = config
        self._metrics = metrics
        watches = (config.watches, config.files, config.searches, config.service.public_url)
        self._settings = sha256(repr(watches).encode()).hexdigest()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        response = self._answered(request)
        response.headers.update(_HEADERS)
        response.headers.setdefault("Cache-Control", "no-store")
        return response(environ, start)

    def _answered(self, request: Request) -> Response:
        try:
            name, values = _ROUTES.bind("localhost").match(request.path, request.method)
            if name == "openapi":
                return _conditional(request, api.served(openapi.description()))
            with open_for_reading(self._config.store.path, BUSY_SECONDS) as reader:
                if name.startswith(_QUESTION):
                    return self._answer(request, reader, name.removeprefix(_QUESTION), values.get("nct"))
                return self._page(request, reader, name, values)
        except MethodNotAllowed:
            return self._refused(request, 405, {"Allow": "GET, HEAD"})
        except UsageError as error:
            return self._refused(request, 400, {}, str(error))
        except NothingStored as error:
            return self._refused(request, 404, {}, str(error))
        except HTTPException:  # nothing fits the path, however it was written
            return self._refused(request, 404, {})
        except Busy:
            return self._refused(request, 503, {"Retry-After": "5"})
        except Exception:
            log.exception("page", extra={"path": request.path[:200]})
            return self._refused(request, 500, {})

    def _answer(self, request: Request, reader: Connection, name: str, nct: str | None) -> Response:
        """Answer a question of the API; the tag is the answer's own, since many things can change one."""
        context = Context(reader, lambda: self._config, now())
        return _conditional(request, api.answer(context, name, nct, request.args.items(multi=True)))

    def _page(self, request: Request, reader: Connection, name: str, values: Mapping[str, Any]) -> Response:
        if name == "health":
            return _sent(pages.health(self._config, reader))
        if name == "metrics":
            if self._metrics is None:
                raise NothingStored(_SENTENCES[404])
            return _sent(Served(*self._metrics()))
        asked = _filters(request, name)
        tag = self._tag(request.full_path, reader)
        if request.if_none_match.contains_weak(
            tag
        ):  # before anything is made: a page of 800 sites takes its time
            response = Response(status=304)
        else:
            response = _sent(pages.CACHEABLE[name](self._config, reader, **values, **asked))
        response.set_etag(tag, weak=True)
        response.headers["Cache-Control"] = "no-cache"
        return response

    def _refused(
        self, request: Request, status: int, headers: dict[str, str], sentence: str = ""
    ) -> Response:
        """Say why there is no answer: as JSON in the API, as text where programs ask, else as a page."""
        text = sentence or _SENTENCES[status]
        if request.path.startswith(_API):
            response = _sent(api.failed(text.strip(), status))
        elif request.path in _FOR_PROGRAMS and status != 404:
            response = Response(text.strip() + "\n", status, content_type="text/plain")
        else:
            response = _sent(pages.refusal(self._config, _depth(request), text, status))
        response.headers.update(headers)
        return response

    def _tag(self, path: str, reader: Connection) -> str:
        """Return what changes with the page: the day, what is held, how it is shown."""
        config = self._config
        stands = repr(watch_now(config, reader))
        parts = (
            path,
            now().astimezone(config.schedule.zone).date().isoformat(),
            state_of(reader),
            stands,
            self._settings,
            __version__,
            LIVE_POLICY,
        )
        return sha256("\n".join(parts).encode()).hexdigest()[:32]


def _filters(request: Request, name: str) -> dict[str, Any]:
    """Return what a page is filtered by, where it can be: the values, and the query that gives them.

    Raises:
        UsageError: a parameter is unknown, or its value is bad.

    """
    found = read_arguments(pages.FILTERED.get(name, ()), request.args.items(multi=True))
    if name not in pages.WITH_QUERY:
        return found
    given = [(key, value) for key, value in request.args.items() if value.strip()]
    return found | {"query": urlencode(given)}


def _conditional(request: Request, served: Served) -> Response:
    """Send an answer that has a tag, or 304 to who has it already."""
    known = request.if_none_match.contains_weak(served.tag)
    response = Response(status=304) if known else _sent(served)
    response.set_etag(served.tag, weak=True)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _depth(request: Request) -> int:
    """Return how far below the root a path is, so that a page there can link to the root."""
    return min(8, max(0, request.path.count("/") - 1))


def _sent(served: Served) -> Response:
    return Response(served.body, served.status, content_type=served.kind)
