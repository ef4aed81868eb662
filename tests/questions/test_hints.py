"""What is said of a value of a parameter that is none."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from monitor.cli import nctwatch
from monitor.errors import NothingStored
from monitor.model import Kind, Severity
from monitor.questions.record import section_of
from monitor.questions.values import DAY, choice


@pytest.mark.parametrize(
    ("type_", "text", "hint"),
    [
        (
            choice(Severity, "severity"),
            "critical",
            "did you mean high? it is one of noise, low, medium, high",
        ),
        (choice(Severity, "severity"), "hihg", "did you mean high?"),
        (choice(Kind, "kinds"), "sites", "did you mean locations?"),
        (choice(["RECRUITING", "COMPLETED"], "status"), "open", "did you mean RECRUITING?"),
        (choice(["RECRUITING", "COMPLETED"], "status"), "recruitng", "did you mean RECRUITING?"),
        (DAY, "30 days", "such as 30d"),
        (DAY, "soon", "such as 7d"),
    ],
)
def test_a_value_that_is_none_gets_a_hint(type_, text, hint):
    """The word that was meant, or how the same is written."""
    with pytest.raises(ValueError, match=r"is unknown|is no day") as caught:
        type_.read(text)
    assert hint in str(caught.value)


def test_what_is_like_nothing_gets_the_whole_list():
    """Without a guess."""
    with pytest.raises(ValueError, match='"xx" is unknown; it is one of a1, b1'):
        choice(["a1", "b1"]).read("xx")


def test_yesterday_is_a_day():
    """As today is; a day before it."""
    assert DAY.read("yesterday") == DAY.read("1d") < DAY.read("today")


def test_a_mistyped_section_is_guessed():
    """By its short name."""
    record = {"protocolSection": {"eligibilityModule": {}, "statusModule": {}}}
    with pytest.raises(NothingStored, match=r"no section eligiblity; did you mean eligibility\? it has elig"):
        section_of(record, "eligiblity")


def test_a_channel_that_there_is_not_is_told(tmp_path):
    """An empty list would say that all is well."""
    from monitor.store.opening import open_for_writing

    open_for_writing(tmp_path / "store.db").close()
    path = tmp_path / "nctwatch.toml"
    path.write_text(
        f'[store]\npath = "{tmp_path}/store.db"\n[[watch]]\ntrial = "NCT03822858"\n'
        '[[channel]]\nname = "hook"\nurl = "json://localhost"\n',
        "utf-8",
    )
    done = CliRunner().invoke(nctwatch, ["--config", str(path), "deliveries", "--channel", "hok"])
    assert done.stderr == "There is no channel hok; there is hook.\n"
    assert (
        CliRunner().invoke(nctwatch, ["--config", str(path), "deliveries", "--channel", "hook"]).stderr
        == "No deliveries.\n"
    )
