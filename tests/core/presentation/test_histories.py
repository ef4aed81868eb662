"""Sentences about record histories that are not complete."""

from monitor.core.presentation.histories import history_sentences

REFUSED = "the registry answers 404 to a question for the record history"
BEFORE = "the record history is not complete: "


def test_a_few_trials_have_a_sentence_each():
    """With the reason, the time of the next try and the command that does so now."""
    assert history_sentences(
        [("NCT00000001", "no answer.", "2026-03-01T10:20:00Z"), ("NCT00000002", REFUSED, None)]
    ) == [
        (
            f"NCT00000001: {BEFORE}no answer; the service tries again after 2026-03-01 10:20 UTC, "
            "`nctwatch backfill NCT00000001` does so now"
        ),
        f"NCT00000002: {BEFORE}{REFUSED}; `nctwatch backfill NCT00000002` does so now",
    ]


def test_many_trials_with_one_reason_share_a_sentence():
    """Three of them are named; the time is that of the first to be tried again."""
    failed = [(f"NCT{number:08}", REFUSED, f"2026-03-{number:02}T10:20:00Z") for number in range(9, 2, -1)]
    assert history_sentences(failed) == [
        (
            f"7 trials (NCT00000009, NCT00000008, NCT00000007 and 4 more): {BEFORE}{REFUSED}; "
            "the service tries again after 2026-03-03 10:20 UTC, `nctwatch backfill` does so now"
        ),
    ]
