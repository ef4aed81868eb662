"""Load the plug-in of Apprise that an address needs. Apprise itself would load all 180: 0.2 s and 30 MB."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.alerts import connections

MODULES = {
    "custom_form": ("form", "forms"),
    "custom_json": ("json", "jsons"),
    "custom_xml": ("xml", "xmls"),
    "discord": ("discord",),
    "email": ("mailto", "mailtos"),
    "google_chat": ("gchat",),
    "gotify": ("gotify", "gotifys"),
    "matrix": ("matrix", "matrixs"),
    "mattermost": ("mmost", "mmosts"),
    "ntfy": ("ntfy", "ntfys"),
    "opsgenie": ("opsgenie",),
    "pagerduty": ("pagerduty",),
    "pushover": ("pover",),
    "rocketchat": ("rocket", "rockets"),
    "slack": ("slack",),
    "telegram": ("tgram",),
    "workflows": ("workflow", "workflows"),
}
"""Modules of Apprise that are loaded alone, and the schemes of the addresses that they know; for all others all are."""
_MODULE_OF = {scheme: module for module, schemes in MODULES.items() for scheme in schemes}
_MAIL = "apprise.plugins.email.smtp"


def load_for(url: str) -> None:
    """Load the plug-in that an address needs: its module alone, or all where that is not known."""
    _load(_MODULE_OF.get(url.partition("://")[0].strip().lower(), ""))
    if _MAIL in sys.modules:
        connections.prepare_mail()


@cache
def _load(module: str) -> None:
    from apprise.plugins import N_MGR

    connections.prepare()
    if module:
        with (
            TemporaryDirectory() as folder
        ):  # Apprise loads the modules that a folder has by name, from its own
            (Path(folder) / f"{module}.py").touch()
            N_MGR.load_modules(path=folder, name=N_MGR.module_name_prefix)
    if not module or any(scheme not in N_MGR for scheme in MODULES[module]):
        N_MGR.load_modules()
