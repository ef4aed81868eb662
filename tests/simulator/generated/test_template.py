"""Records, taken apart."""

import json

from monitor.simulator import seed_records
from monitor.simulator.generated.template import Template


def test_a_template_has_all_of_its_record():
    """Modules, sites and sections are the record's, encoded."""
    record = seed_records()[3]
    record["documentSection"] = {"largeDocumentModule": {}}
    template = Template(record)
    protocol = record["protocolSection"]
    assert {name: json.loads(module) for name, module in template.modules.items()} == protocol
    assert [json.loads(site) for site in template.sites] == protocol["contactsLocationsModule"]["locations"]
    assert template.sections == b',"documentSection":{"largeDocumentModule":{}}'
    assert template.size == len(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode())
    assert not template.has_results


def test_criteria_are_lines_and_bullets():
    """Bullets are those lines of the criteria that begin as items do."""
    template = Template(seed_records()[0])
    assert "Inclusion Criteria:" in template.criteria
    assert template.bullets
    assert all(line.lstrip().startswith("*") for line in template.bullets)


def test_sentences_joined_are_the_text():
    """Nothing is lost between sentences."""
    record = seed_records()[0]
    template = Template(record)
    texts = {name: "".join(parts) for name, parts in template.description.items()}
    assert texts == record["protocolSection"]["descriptionModule"]
