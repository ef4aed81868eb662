"""How good are related trials: precision at five for six trials, each judged by hand.

The simulated registry serves 712 records, real ones where they are, and the seed's six; a look asks it the same
questions as a round does, and what it answers is ranked. Trials that are not served are left out. The seed's neighbours are those
that its page on the registry names; for the others the records were read: a trial is
related if somebody who follows the one would want to be told of the other.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from world import announce, number_of, records

from monitor.core.similarity import ENOUGH, Related, ranked, traits
from monitor.ctgov.client import Client
from monitor.ctgov.related import QUERIES, build_query, parse_records
from monitor.simulator import Registry, SimulatedRegistry, seed_records

COUNT = 712


@dataclass(frozen=True)
class Judged:
    """A trial, and those of the data set that are truly related to it, each with the reason."""

    nct: str
    about: str
    related: dict[str, str]


JUDGED = [
    Judged(
        "NCT03822858",
        "expanded access to MSC-NP cells in progressive multiple sclerosis",
        {
            "NCT01933802": "named on its page: phase I of the same cells, same sponsor",
            "NCT03355365": "named on its page: phase II of the same cells, same sponsor",
            "NCT03778333": "named on its page: mesenchymal stem cells in progressive MS",
            "NCT01730547": "named on its page: mesenchymal stem cells in MS",
            "NCT02034188": "named on its page: umbilical mesenchymal stem cells in MS",
        },
    ),
    Judged(
        "NCT03280537",
        "omalizumab in chronic rhinosinusitis with nasal polyps",
        {
            "NCT03280550": "its twin: the second of the two phase III trials, same protocol and sponsor",
            "NCT03478930": "the extension that its participants went on into",
            "NCT01066104": "omalizumab in chronic rhinosinusitis with nasal polyps, earlier",
            "NCT01393340": "omalizumab in nasal polyps with asthma",
            "NCT00603785": "omalizumab in chronic sinusitis, withdrawn",
            "NCT00117611": "omalizumab in chronic sinusitis",
        },
    ),
    Judged(
        "NCT02440009",
        "itraconazole in allergic bronchopulmonary aspergillosis",
        {
            "NCT01321827": "itraconazole against prednisolone in the same disease, same group",
            "NCT05444946": "itraconazole with or without steroids in its overlap with the chronic form, same group",
            "NCT01621321": "voriconazole, a sister drug, in the same disease, same group",
        },
    ),
    Judged(
        "NCT00932282",
        "oral immunotherapy with omalizumab in peanut allergy",
        {
            "NCT01781637": "oral immunotherapy for peanut with omalizumab",
            "NCT00949078": "omalizumab in peanut allergy",
            "NCT03648320": "oral immunotherapy for peanut, in adults",
            "NCT01274429": "oral immunotherapy for peanut, in adults, same group",
            "NCT01814241": "oral immunotherapy for peanut, same group",
            "NCT04222491": "oral immunotherapy for peanut",
            "NCT04872218": "oral immunotherapy for peanut with abatacept",
            "NCT03682770": "oral immunotherapy for peanut with dupilumab, another antibody",
            "NCT02149719": "oral immunotherapy with boiled peanut",
            "NCT03937726": "oral immunotherapy with boiled peanut",
            "NCT03532360": "oral immunotherapy for peanut and tree nuts",
            "NCT04415593": "oral immunotherapy for peanut in two doses",
            "NCT05138757": "oral immunotherapy for peanut with a prebiotic",
            "NCT02350660": "oral immunotherapy for peanut and milk",
            "NCT05503446": "oral immunotherapy for peanut and milk, with food from shops",
            # not: immunotherapy by another route (NCT02304991, NCT01373242 under the tongue, NCT01955109 a patch),
            # and a study of thresholds without a treatment (NCT03907397)
        },
    ),
    Judged(
        "NCT05064306",
        "expanded access to 131I-omburtamab in tumours of the nervous system and its linings",
        {
            "NCT04743661": "131I-omburtamab in medulloblastoma and ependymoma, same hospital",
            "NCT04167618": "omburtamab with lutetium in medulloblastoma, same maker",
            "NCT04315246": "omburtamab with lutetium in leptomeningeal metastasis, same maker",
            "NCT05063357": "131I-omburtamab in a glioma of the brain stem",
        },
    ),
    Judged(
        "NCT04385173",
        "B7-H3 CAR-T cells in recurrent glioblastoma",
        {
            "NCT05241392": "B7-H3 CAR-T cells in recurrent glioblastoma",
            "NCT05366179": "B7-H3 CAR-T cells in recurrent glioblastoma",
            "NCT05474378": "B7-H3 CAR-T cells in recurrent glioblastoma",
            "NCT06018363": "B7-H3 CAR-T cells of a donor in high-grade glioma",
            "NCT05752877": "CAR-T cells against IL-13Ra2 or B7-H3 in advanced glioma",
            "NCT04185038": "B7-H3 CAR-T cells in gliomas of the brain stem and other tumours of the brain",
        },
    ),
]


def find_related(client: Client, nct: str, record: dict) -> list[Related]:
    """Ask what a round would ask, and rank the answers."""
    mine, found = traits(record), {}
    assert mine is not None, nct
    for name in QUERIES:
        if query := build_query(name, mine, found):
            for answer in parse_records(client.get("/studies", query)):
                if item := traits(answer):
                    found[item.nct] = item
    return ranked(mine, found.values())


def main() -> None:
    known = {number_of(record): record for record in [*records(COUNT), *seed_records()]}
    announce()
    hits = places = alerted = right = 0
    with (
        SimulatedRegistry(Registry(known.values())) as server,
        Client(server.url, requests_per_second=1000) as client,
    ):
        for judged in (item for item in JUDGED if item.nct in known):
            before = client.usage.requests
            found = find_related(client, judged.nct, known[judged.nct])
            first = [item.traits.nct for item in found[:5]]
            good = sum(number in judged.related for number in first)
            most = min(5, len(judged.related))
            enough = [item for item in found if item.score >= ENOUGH]
            true = sum(item.traits.nct in judged.related for item in enough)
            hits, places, alerted, right = hits + good, places + most, alerted + len(enough), right + true
            print(f"\n{judged.nct} ({judged.about}); {client.usage.requests - before} requests")
            print(
                f"  precision at five {good}/{most}; of {len(enough)} found (score {ENOUGH} and above) {true} related"
            )
            for item in found[:5]:
                reason = judged.related.get(item.traits.nct, "NOT RELATED")
                print(f"  {item.score:.2f} {item.traits.nct} {item.why[0][:60]:60} | {reason}")
            for item in enough[5:]:
                if item.traits.nct not in judged.related:
                    print(
                        f"  {item.score:.2f} {item.traits.nct} {item.traits.title[:60]:60} | found, NOT RELATED"
                    )
            if judged is JUDGED[0] and good < 5:
                sys.exit("the related trials of the seed are not its first five")
    print(
        f"\nprecision at five {hits / places:.2f} ({hits} of {places}); of what is told {right} of {alerted} related"
    )


if __name__ == "__main__":
    main()
