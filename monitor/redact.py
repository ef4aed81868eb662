"""Takes secrets out of texts that are logged, stored or shown: passwords, tokens, and the secret parts of addresses.

Where a message went stays readable: scheme, host and port, and a mail's sender and recipients.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHORTEST = 4
"""Letters; a shorter part of an address is no secret, and stands in too many other words."""
LONG = 8
"""Letters from which on a secret is looked for within words too."""

MAIL_SCHEMES = frozenset(["mailto", "mailtos", "deltachat", "deltachats"])
OWN_HOSTS = MAIL_SCHEMES | {
    "amqp", "amqps", "apprise", "apprises", "bark", "barks", "emby", "embys", "enigma2", "enigma2s", "evolution",
    "evolutions", "form", "forms", "goalert", "goalerts", "gorush", "gorushs", "gotify", "gotifys", "growl", "hassio",
    "hassios", "http", "https", "humhub", "humhubs", "irc", "ircs", "jellyfin", "jellyfins", "json", "jsons", "kodi",
    "kodis", "lametric", "lametrics", "mastodon", "mastodons", "matrix", "matrixs", "misskey", "misskeys", "mmost",
    "mmosts", "mqtt", "mqtts", "ncloud", "nclouds", "nctalk", "nctalks", "ntfy", "ntfys", "onebot", "onebots",
    "parsep", "parseps", "pjet", "pjets", "pushdeer", "pushdeers", "rocket", "rockets", "rsyslog", "session",
    "sessions", "signal", "signals", "smpp", "smpps", "smseagle", "smseagles", "socks5", "socks5h", "sogs",
    "synology", "synologys", "toot", "toots", "trigv", "trigvs", "workflow", "workflows", "xbmc", "xbmcs", "xml",
    "xmls", "xmpp", "xmpps",
}  # fmt: skip
"""Schemes whose addresses name a host. Elsewhere a token stands in its place, as in ``slack://`` and ``discord://``."""
_MAIL_OPTIONS = frozenset(["to", "cc", "bcc", "from", "reply", "smtp"])
_OPTIONS = frozenset(
    ["mode", "format", "overflow", "verify", "cto", "rto", "priority", "method", "name", "redirect"]
)
"""Parameters whose values are no secrets."""
_WORDS = frozenset(
    [
        *(
            "alert",
            "alerts",
            "api",
            "bot",
            "channel",
            "channels",
            "hook",
            "hooks",
            "incoming",
            "json",
            "message",
        ),
        *(
            "messages",
            "msg",
            "notification",
            "notifications",
            "notify",
            "post",
            "push",
            "rest",
            "room",
            "rooms",
        ),
        *(
            "send",
            "service",
            "services",
            "status",
            "text",
            "topic",
            "topics",
            "update",
            "updates",
            "user",
            "users",
        ),
        *("webhook", "webhooks"),
    ]
)
"""Parts of a path that say what is there, and that answers are full of."""
_DIVIDERS = re.compile(r"[/:@?&=,;+#\s]+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9]{0,15}")
_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.%]+\]|[^\s:@\[\]]*)(?::\d*)?")
"""A host and a port. What is no such thing may be a piece of a password that was not encoded."""
_REQUEST = re.compile(r"(with url: )\S+")
"""How urllib3 shows the path that it asked for."""


class Redactor:
    """Replaces secrets by ``…``.

    Args:
        secrets: addresses, or other texts, which are secrets as a whole. Libraries put an address together anew, so
            its secret parts are looked for as they stand, decoded and encoded.
        shown: texts that may be shown though an address has them, such as whom a message is for.

    """

    def __init__(self, secrets: Iterable[str], shown: Iterable[str] = ()) -> None:
        forms = {form: shape for secret in secrets for form, shape in _forms(secret).items()}
        literals = "|".join(re.escape(text) for text in shown if text)
        self._shown = re.compile(f"({literals})") if literals else None
        longest = sorted(forms, key=len, reverse=True)  # a part must not break up what holds it
        self._long = [(form, forms[form]) for form in longest if len(form) >= LONG]
        short = "|".join(re.escape(form) for form in longest if len(form) < LONG)
        self._short = re.compile(rf"(?<![^\W_])(?:{short})(?![^\W_])") if short else None

    def __call__(self, text: str) -> str:
        """Return a text without the secrets."""
        if self._shown is None:
            return self._redacted(text)
        parts = self._shown.split(text)  # each second one may be shown
        return "".join(part if number % 2 else self._redacted(part) for number, part in enumerate(parts))

    def _redacted(self, text: str) -> str:
        text = _REQUEST.sub(r"\1…", text)
        for form, shape in self._long:
            text = text.replace(form, shape)
        return self._short.sub("…", text) if self._short else text


def _forms(secret: str) -> dict[str, str]:
    """Return the texts in which a secret shows, each with what stands in its place."""
    parts = {form for part in _secret_parts(secret) for form in _spellings(part)}
    forms = {form: "…" for form in parts if len(form) >= SHORTEST and form.casefold() not in _WORDS}
    shape = _place(secret)
    return forms | {form: shape for form in (secret, unquote(secret), repr(secret)[1:-1]) if form}


def _place(secret: str) -> str:
    """Return what of a whole address may be shown."""
    scheme, divider, behind = secret.partition("://")
    if not divider or not _SCHEME.fullmatch(scheme):
        return "…"
    _, _, place = _without_login(behind)
    host = place.partition("?")[0].partition("/")[0]
    if scheme.casefold() not in OWN_HOSTS or not _HOST.fullmatch(host):
        return f"{scheme}://…"
    return f"{scheme}://{host}" if host == place else f"{scheme}://{host}/…"


def _secret_parts(secret: str) -> Iterator[str]:
    """Yield the secret parts of an address; a text that is no address has none."""
    scheme, divider, behind = secret.partition("://")
    if not divider:
        return
    scheme = scheme.strip().casefold()
    login, at, place = _without_login(behind)
    yield from _login(scheme, login) if at else ()
    path, _, query = place.partition("?")
    host, _, path = path.partition("/")
    if scheme not in OWN_HOSTS or not _HOST.fullmatch(host):
        yield from _split(host)
        host = ""
    shown = host.partition(":")[0]  # as in a Matrix room, whose name ends with it
    yield from (part for part in (*_path(scheme, path), *_options(scheme, query)) if part != shown)


def _without_login(behind: str) -> tuple[str, str, str]:
    """Cut what follows a scheme into user and password, ``@``, and the rest."""
    address = behind.partition("?")[0]
    first = address.partition("/")[0]
    whole = "@" in first or _HOST.fullmatch(first)  # else its password has a slash that is not encoded
    login, at, host = (first if whole else address).rpartition("@")
    return login, at, host + behind[len(login + at + host) :]


def _login(scheme: str, login: str) -> Iterator[str]:
    user, divider, password = login.partition(":")
    yield from (password, *_split(password))
    if scheme not in OWN_HOSTS or not (divider or scheme in MAIL_SCHEMES):  # it is a token
        yield from (user, *_split(user))


def _path(scheme: str, path: str) -> Iterator[str]:
    if scheme not in MAIL_SCHEMES:
        yield from (path, *_split(path))
        return
    for part in path.split("/"):
        if "@" not in unquote(part):  # else it is a recipient
            yield from _split(part)


def _options(scheme: str, query: str) -> Iterator[str]:
    for option in query.split("&"):
        name, _, value = option.partition("=")
        public = _OPTIONS | _MAIL_OPTIONS if scheme in MAIL_SCHEMES else _OPTIONS
        if name.casefold() not in public:
            yield from (value, *_split(value))


def _split(text: str) -> Iterator[str]:
    """Yield a text and its parts, decoded too: a password may hold what divides an address."""
    for form in (text, unquote(text)):
        yield from _DIVIDERS.split(form)


def _spellings(part: str) -> Iterator[str]:
    yield part
    yield unquote(part)
    yield quote(unquote(part), safe="")
