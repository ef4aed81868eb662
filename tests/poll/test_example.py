"""The example of the README is what comes of the demo's release."""

from __future__ import annotations

from pathlib import Path

from polling import RELATED, SEED

from monitor.simulator import demo_releases

README = Path(__file__).parents[2] / "README.md"


def test_the_message_of_the_readme_is_as_it_arrives(world):
    """Its subject, and its changes letter by letter."""
    world.watch(SEED, *RELATED, channels='[[channel]]\nname = "me"\nurl = "json://127.0.0.1:9"\n')
    world.poll()
    world.publish(*demo_releases()[3].edits)
    world.poll()
    (sent,) = world.deliveries()
    shown = README.read_text(encoding="utf-8").split("```text\n")[1].split("\n```")[0]
    subject, _, changes = shown.partition("\n\n")
    assert subject == f"Subject: {sent['subject']}"
    assert changes in sent["body"]
