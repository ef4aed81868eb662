"""What was unclear about the reading of a text; looks at the source and the result, not at how it was read."""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import TYPE_CHECKING

from monitor.core.eligibility.model import Part
from monitor.core.eligibility.parse import parse

if TYPE_CHECKING:
    from monitor.core.eligibility.parse import Node

_LONGEST = 2500  # signs in one criterion; beyond, several were surely run together
_LOOSE_WORD = re.compile(r"[^\W_]+")
_ENUMERATOR = re.compile(r"\d{1,3}|[a-z]|[ivx]{1,5}")
_TAG = re.compile(r"</?[A-Za-z][a-z0-9]{0,9}/?>")
_COMMENT = re.compile(r"<!--[^<>]{0,300}-->")
_HEADING = re.compile(
    r"(?:^|[.;:)] )(?:(?:[Kk]ey|[Mm]ain|[Gg]eneral|[Ss]pecific|[Aa]dditional|(?:Group|Part|Cohort|Arm) \w+) )?(?i:in|ex)(?i:clusion criteria)\s*(?::|$)|"
    r"(?<!the )(?<!in )(?<!of )(?<!all )(?<!any )(?<!meet )(?<!per )(?<!other )(?<!to )(?<!/)(?<!and )(?<!or )"
    r"\b(?:Inclusion|Exclusion|INCLUSION|EXCLUSION) (?:Criteria|CRITERIA)\b(?! (?:may|apply))",
)
_TITLE = re.compile(
    r"[^\s*\d].{0,200}(?i:(?:in|ex)clusion criteria)\s*:\s*|(?i:(?:in|ex)clusion criteria)\s*"
)
_MARKUP = re.compile(r"\\[^\w\s]|&#?\w{1,8};|</?(?:p|ul|ol|li|br)\b|(?:^|(?<!\d)\s)\*\s")
_NUMBERED = re.compile(
    r"\d{1,2}[.)]\s*[^\W\d]{2}|\(?(?:\d{1,2}|[a-hA-H]|[ivx]{1,4})(?:\)|\.\s)\s*[^\W\d]{2}|"
    r"\d{1,2} \([A-Z]\d?\)\.|[-•·●▪*]\s|o\s[A-Z]",
)
_RUN_TOGETHER = (
    re.compile(r"(?:^|\s)\(?1\).{2,1500}\s\(?2\)\s?\S"),
    re.compile(r"(?:^|\s)\(?[aA]\).{2,1500}\s\(?[bB]\)\s?\S"),
    re.compile(r"(?:^|\s)\(?i\).{2,1500}\s\(?ii\)\s?\S"),
    re.compile(r"(?:^|[;:,.]\s)1\. .{2,1500}[a-z;,.]\s2\. [A-Z]"),
    re.compile(r"(?:^|[;:,.]\s)a\. .{2,1500}[a-z;,.]\sb\. [A-Z]"),
    re.compile(r"[.;] - [A-Z]"),
    re.compile(r"\b(?:or|and) [b-d][.)] [A-Z]"),
    re.compile(r"\s[•●▪]\s?\S|\d \([A-Z]\d?\)\. .{2,1500} \d \([A-Z]\d?\)\. "),
)


def quality(text: str) -> list[str]:
    """Say what is not clean about the reading of a text, in a few plain words each; [] when it is clean."""
    nodes = parse(text)
    items = [node for node in nodes if not node.heading]
    if not items:
        return ["no criteria"]
    found = _parts(nodes, items)
    found += _torn(text, nodes)
    lost = _lost(text, nodes)
    if lost:
        found.append("words lost: " + " ".join(lost[:8]))
    for node in items:
        found += [f"{problem}: {node.text[:60]}" for problem in _problems(node)]
    return found


def _parts(nodes: list[Node], items: list[Node]) -> list[str]:
    """Return whether each criterion has a part, and each part a criterion."""
    found = []
    unstated = [node for node in items if node.part is Part.UNSTATED]
    if len(unstated) == len(items):
        found.append("no headings")
    elif unstated:
        found.append("text outside of the parts")
    # At the very end nothing follows that could have been misread: the sponsor left that part empty.
    found += [
        "criterion taken for a heading" for node in nodes if node.opens and re.search(r"[<>≥≤]", node.text)
    ]
    found += ["empty part" for node in nodes[:-1] if node.opens and not node.children]
    return found


def _torn(text: str, nodes: list[Node]) -> list[str]:
    """List the lines of the source that are plainly headings of a part and were not read as one."""
    titles = {" ".join(_LOOSE_WORD.findall(node.text.lower())) for node in nodes if node.heading}
    lines = [
        " ".join(_LOOSE_WORD.findall(line.lower())) for line in text.splitlines() if _TITLE.fullmatch(line)
    ]
    return [f"heading not read as one: {line[:60]}" for line in lines if line not in titles]


def _lost(text: str, nodes: list[Node]) -> list[str]:
    """List the words of the source that are in no criterion and no heading, enumerators apart."""
    source = (
        _TAG.sub(" ", _COMMENT.sub(" ", text)) if "<p>" in text or "<li>" in text else _COMMENT.sub(" ", text)
    )
    for _ in range(2):
        source = html.unescape(source.replace("\\", ""))
    have = Counter(word for node in nodes for word in _LOOSE_WORD.findall(node.text))
    lost = Counter(_LOOSE_WORD.findall(source)) - have
    return [word for word in lost if not _ENUMERATOR.fullmatch(word.lower()) or lost[word] > len(nodes)]


def _problems(node: Node) -> list[str]:
    """Say what is wrong with one criterion as it was read."""
    text = node.text
    found = []
    if _HEADING.search(text) and not node.children:
        found.append("heading in a criterion")
    if _NUMBERED.match(text):
        found.append("numbering in a criterion")
    if any(pattern.search(text) for pattern in _RUN_TOGETHER):
        found.append("enumeration in a criterion")
    if _MARKUP.search(text):
        found.append("markup in a criterion")
    if len(text) > _LONGEST:
        found.append("very long criterion")
    if len(re.findall(r"[^\W\d_]", text)) < 2:
        found.append("no words in a criterion")
    if re.match(r"[/,;)\]]", text):
        found.append("fragment")
    return found
