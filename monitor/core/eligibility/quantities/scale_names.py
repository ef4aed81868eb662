"""The ordered scales that are known by name: their ends, and the words that may stand between name and value."""

from __future__ import annotations

_ROWS = """
0 5 | ecog grade stage level yahr cap
0 4 | iga kellgren mmrc metavir fibrosis timi outerbridge icrs
0 6 | mrs class category birads rutherford braak ceap lungrads
0 9 | type
1 2 | stanford
1 3 | childpugh hurley binet iss debakey garden gustilo savary ludwig
1 4 | nyha figo gold killip ccs fontaine mallampati siewert bosniak hunt ehra goligher pfirrmann papile angle
1 4 | degree steinbrocker baker arco ficat parkland binetrai losangele
1 5 | gmfcs tanner gradegroup pirads lirads wagner wfns fisher spetzler meyerding clavien glogau asia frankel
1 6 | asa step fitzpatrick bethesda brackmann bclc
0 4 | rai popq cnlc plus
1 7 | norwood
2 10 | gleason
"""
# Name of the scale → its lowest and its highest value.
SCALES = {
    name: (int(ends.split()[0]), int(ends.split()[1]))
    for ends, names in (row.split(" | ") for row in _ROWS.strip().splitlines())
    for name in names.split()
}
GENERIC = frozenset(["grade", "class", "stage", "step", "level", "category", "type"])
HALVES = frozenset(["yahr"])  # scales with steps of a half
# Scales of which a value is a letter, A the first.
LETTERED = frozenset(["childpugh", "bclc", "binet", "asia", "frankel", "losangele", "stanford"])
BACKWARDS = frozenset(["asia", "frankel"])  # the better, the higher
# Scales of which a value may have a letter before its number: F2, C4, G3.
CODED = {"metavir": "f", "fibrosis": "f", "ceap": "c", "icrs": "g"}
# What has degrees with a plus: "HER2 2+".
PLUSED = frozenset(
    ["her2", "ihc", "immunohistochemistry", "staining", "stained", "intensity", "regurgitation", "dipstick"]
)
_BETWEEN = """
score of status performance class functional : = ( ) is a an classification scale stage grade the either index be with
level ps disease category heart failure congestive according to system or skin phototype airway global physical
lawrence hess dyspnea dyspnoea junction hamilton impairment rating
"""
FILLERS = frozenset(_BETWEEN.split())
