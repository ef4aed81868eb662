"""Sentences that only say again what their part says: "patients will be excluded if they have …" among exclusions."""

from __future__ import annotations

import re

_PEOPLE = r"(?:patients?|subjects?|participants?|individuals?|volunteers?|candidates?|persons?|people|children|wom[ae]n|m[ae]n|they)"
_FRAMES = {
    exclusion: re.compile(
        rf"\s*(?:(?:an?|any|all|the|those|potential) )?{_PEOPLE} "
        rf"(?:(?:will|would|shall|must|should|have to) be|have been|is|are|was|were) (?:{verbs})"
        r"(?: (?:from|for|in|into|to) (?:the |this )?(?:study|trial|participation|enrol?lment|participate))?,? (?:if|when) ",
        re.IGNORECASE,
    )
    for exclusion, verbs in (
        (True, "excluded|ineligible|not eligible|not included|not enrolled"),
        (False, "included|eligible|enrolled|recruited"),
    )
}
_BARE = re.compile(
    r"\s*if (?:they|he|she|he/she|she/he|you|the (?:patient|subject|participant)) ", re.IGNORECASE
)
_GOES_ON = re.compile(
    r"[,;:]|\b(?:must|should|will|may|can|then|need|allowed|permitted|eligible|excluded)\b", re.IGNORECASE
)


def without_frame(text: str, *, exclusion: bool) -> str:
    """Return a wording without the words that say of whom its part is meant."""
    found = _FRAMES[exclusion].match(text)
    if found is None:
        found = _BARE.match(text)
        if found is None or _GOES_ON.search(text, found.end()):
            return text
    return text[found.end() :]
