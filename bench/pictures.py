"""Draws the pictures of the README: a mail and a page, from what the demo publishes, by headless Chromium.

``make pictures`` runs it. The days are those of the demo's releases, whenever it is run.
"""

from __future__ import annotations

import email.policy
import html
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import mail_receiver
from playwright.sync_api import sync_playwright

import monitor.clock
from monitor.cli import nctwatch
from monitor.simulator import Registry, SimulatedRegistry, demo_releases, seed_records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
MAIL_ABOUT, PAGE_ABOUT = "NCT03778333", "NCT03822858"
CONFIG = """\
[registry]
url = "{registry}"
requests_per_second = 100
[store]
path = "{folder}/nctwatch.db"
[schedule]
heartbeat = "off"
[[watch]]
trial = "NCT03822858"
related = ["NCT01933802", "NCT03355365", "NCT03778333", "NCT01730547", "NCT02034188"]
[[channel]]
name = "me"
url = "mailto://127.0.0.1:{port}/?from=nctwatch@example.org&name=nctwatch&to=you@example.org&mode=insecure"
"""
HEAD = """\
<div style="font: 15px/1.5 sans-serif; padding: 14px 20px; border-bottom: 1px solid #ccc; background: #f6f6f6; color: #111">
<b style="font-size: 18px">{subject}</b><br>{sender}</div>
"""


class Days(datetime):
    """A clock that stands at an hour after each release."""

    at = datetime(2026, 9, 1, 15, tzinfo=UTC)

    @classmethod
    def now(cls, _zone: object = None) -> datetime:
        """Return the time of the demo."""
        return cls.at


def command(config: Path, *words: str) -> None:
    """Run a command in this process, at the demo's time.

    Raises:
        SystemExit: it failed.

    """
    status = nctwatch.main(["--config", str(config), *words], standalone_mode=False)
    if status:
        raise SystemExit(f"nctwatch {' '.join(words)} ended with {status}")


def play(folder: Path) -> Iterator[EmailMessage]:
    """Poll each release of the demo; write ``page.html`` into the folder, and yield the mails."""
    with SimulatedRegistry(Registry(seed_records())) as registry, mail_receiver.mail_receiver() as mails:
        config = folder / "nctwatch.toml"
        config.write_text(
            CONFIG.format(registry=registry.url, folder=folder, port=mails.port), encoding="utf-8"
        )
        command(config, "poll")
        command(config, "backfill", PAGE_ABOUT)
        for release in demo_releases():
            published = registry.registry.publish(release.edits)
            Days.at = datetime.fromisoformat(published).replace(tzinfo=UTC) + timedelta(hours=6)
            command(config, "poll")
        command(config, "report", PAGE_ABOUT, "--output", str(folder / "page.html"))
        for _, content in mails.taken:
            yield email.message_from_bytes(content, policy=email.policy.default)


def shown(mail: EmailMessage) -> str:
    """Return a mail as a mail program shows it: its subject and sender over its page."""
    part = mail.get_body(("html",))
    assert part, "mails have a page"
    page = part.get_content()
    head = HEAD.format(subject=html.escape(mail["Subject"]), sender=html.escape(mail["From"]))
    begin = page.index(">", page.index("<body")) + 1
    return page[:begin] + head + page[begin:]


def draw(folder: Path) -> None:
    """Write both pictures."""
    (mail,) = [each for each in play(folder) if each["Subject"].startswith(MAIL_ABOUT)]
    (folder / "mail.html").write_text(shown(mail), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, part, width, height in (("mail", "body", 720, 760), ("page", f"#{PAGE_ABOUT}", 1000, 560)):
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
            page.goto((folder / f"{name}.html").as_uri())
            box = page.locator(part).bounding_box()
            assert box, f"{name} has {part}"
            top = max(0.0, box["y"] - 16)
            path = PICTURES / f"{name}.png"
            page.screenshot(
                path=path, full_page=True, clip={"x": 0, "y": top, "width": width, "height": height}
            )
            print(f"{path.relative_to(PICTURES.parents[1])}: {path.stat().st_size:,} bytes")
        browser.close()


def main() -> None:
    """Draw in a folder that goes away."""
    monitor.clock.datetime = Days  # type: ignore[misc]
    with tempfile.TemporaryDirectory(prefix="nctwatch-pictures-") as folder:
        draw(Path(folder))


if __name__ == "__main__":
    main()
