"""An Apprise URL → the plug-ins that send to it: one for each target that it names.

Apprise sends to several targets in one go and says of them all only yes or no. A try again would then give those who
have the message another copy.
"""

from __future__ import annotations

import hashlib
import logging
import sys
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from monitor.network.proxies import is_local

if TYPE_CHECKING:
    from collections.abc import Sequence

    Settings = dict[str, Any]
    """What Apprise makes of a URL: the arguments of its plug-in."""

COPIES = ("cc", "bcc")
"""Arguments that name further recipients of a mail."""
_UNCOUNTED = frozenset(["Nostr"])
"""Services that use HTTP for other things than messages."""
_SHOWN = 3
"""Letters of a target that are shown where it is a secret."""


@dataclass(frozen=True, slots=True)
class Target:
    """One of the targets of a URL: a mail's recipient, a topic, a chat."""

    name: str
    """What it is called in a list of deliveries; "" where the URL is not split."""
    settings: Settings = field(repr=False)


@lru_cache(maxsize=64)  # Apprise takes 1 ms for a URL, and a pass may send a hundred messages to it
def targets(url: str) -> tuple[Target, ...]:
    """Return the targets of an Apprise URL, each once; none if it is no URL that works.

    A URL is split only where its plug-in sends a request for each target: Pushover, for example, takes several devices
    in one.
    """
    service = _service(url)
    try:
        whole = service[0] if service.add(url) and len(service) == 1 else None
    except (TypeError, ValueError):
        whole = None
    if whole is None:
        return ()
    settings = read_settings(url)
    named = _named(settings)
    copies = [address for key in COPIES for address in _emails(settings.get(key))]
    count = max(1, len(named))
    if len(whole) != count or count + len(copies) == 1:
        return (Target("", settings),)
    alone: Settings = {key: [] for key in COPIES if key in settings}
    each = [[name] for name in named] or [[]]  # a mail to nobody goes to its sender
    each += [[address] for address in copies]
    found: dict[str, Settings] = {}
    for names in each:
        name = mask_target(names[0] if names else str(whole.targets[0][1]), settings)
        found.setdefault(name, settings | alone | {"targets": names})
    return tuple(Target(name, found[name]) for name in found)


def service_for(target: Target) -> Any | None:  # noqa: ANN401  # apprise is not typed
    """Return an Apprise object with one plug-in, which sends to one target; None if the target is none.

    There is one for each delivery, so that no throttle waits between them.
    """
    service = _service(str(target.settings["schema"]))
    plugin = service.instantiate(dict(target.settings), asset=service.asset)
    return service if plugin is not None and service.add(plugin) else None


def is_counted(plugin: Any) -> bool:  # noqa: ANN401  # apprise is not typed
    """Return whether the requests of a plug-in are recorded: those that it sends by HTTP or as mail."""
    modules = [vars(sys.modules[kind.__module__]) for kind in type(plugin).__mro__]
    return str(plugin.service_name) not in _UNCOUNTED and any(
        "AppriseSMTPController" in names or ("requests" in names and "NotifyBase" in names)
        for names in modules
    )


def sends_password_in_clear(url: str) -> bool:
    """Return whether an address sends a password to another machine without TLS."""
    service = next(map(service_for, targets(url)), None)
    plugin = service and service[0]
    if not plugin or not plugin.password or not (plugin.protocol and plugin.secure_protocol):
        return False
    mode = getattr(plugin, "secure_mode", None)  # mail: ssl, starttls or insecure
    secure = plugin.secure if mode is None else mode != "insecure"
    return not secure and not is_local(getattr(plugin, "smtp_host", None) or plugin.host or "localhost")


def _service(url: str) -> Any:  # noqa: ANN401  # apprise is not typed
    """Return an Apprise object without a plug-in, once what the URL, or its scheme, needs is loaded."""
    _mute()
    from apprise import Apprise, AppriseAsset

    from monitor.alerts.plugin_modules import load_for

    load_for(url)
    # no limit of apprise's own: it would move the send to its pool of threads
    asset = AppriseAsset(app_id="nctwatch", app_desc="nctwatch", http_redirects=False, service_timeout=0)
    return Apprise(asset=asset)


def read_settings(url: str) -> Settings:
    """Return what Apprise makes of a URL that works."""
    from apprise.plugins import url_to_dict

    return dict(url_to_dict(url))


def _named(settings: Settings) -> list[str]:
    """Return the targets that settings name, in their order."""
    from apprise.utils.parse import parse_list

    named = settings.get("targets") or []
    if any(key in _arguments(settings) for key in COPIES):
        return list(dict.fromkeys(_emails(named)))
    return list(dict.fromkeys(parse_list(named, sort=False)))


def _emails(text: object) -> list[str]:
    from apprise.utils.parse import is_email, parse_emails

    return [found["full_email"] for item in parse_emails(text) if (found := is_email(item))]


def is_mail(text: str) -> bool:
    """Return whether a text is an address of mail."""
    from apprise.utils.parse import is_email

    return bool(is_email(text))


def _arguments(settings: Settings) -> Sequence[str]:
    return list(_kind(settings).template_args)


def _kind(settings: Settings) -> Any:  # noqa: ANN401  # apprise is not typed
    from apprise.plugins import N_MGR

    return N_MGR[settings["schema"]]


def mask_target(target: str, settings: Settings) -> str:
    """Return a target as it may be shown; of one that is a secret, its beginning and a check number."""
    if not _is_secret(settings):
        return target
    check = hashlib.sha256(target.encode()).hexdigest()[:4]
    return f"{target[:_SHOWN]}… ({check})"


def _is_secret(settings: Settings) -> bool:
    """Return whether who knows a target of a service can send to it, or read there."""
    tokens = _kind(settings).template_tokens
    if str(_kind(settings).service_name) == "ntfy":  # a topic of the public server is its only password
        return settings.get("mode") != "private" and not (settings.get("user") or settings.get("token"))
    return any(
        token.get("private") for key, token in tokens.items() if "targets" in {key, token.get("map_to")}
    )


@cache
def _mute() -> None:
    """Keep the logs of apprise and urllib3 to themselves: both write addresses in full."""
    for name in ("apprise", "urllib3"):
        logger = logging.getLogger(name)
        logger.propagate = False
        logger.addHandler(logging.NullHandler())
    logging.getLogger("apprise").setLevel(logging.DEBUG)
