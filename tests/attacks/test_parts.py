"""What the portal is made of can be told, and a part with a known fault is not passed over in silence."""

import json
import re
from pathlib import Path

from tests import everything, known_faults, sbom

ROOT = Path(__file__).resolve().parents[2]


def locked():
    """name -> (version, hashes), read from the lock without any tool."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    rows = [line for line in text.splitlines() if "==" in line]
    found = {}
    for row in rows:
        name, version = re.match(r"([\w.-]+)(?:\[[^\]]*\])?==([^\s;]+)", row).groups()
        found[name] = (version, set(re.findall(r"--hash=sha256:([0-9a-f]{64})", row)))
    return found


def test_the_bill_of_materials_holds_every_locked_part_with_its_hashes(tmp_path):
    sbom.main(tmp_path / "sbom.json")
    text = (tmp_path / "sbom.json").read_text(encoding="utf-8")
    bill = json.loads(text)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    told = {
        part["name"]: (
            part["version"],
            {one["content"] for file in part["externalReferences"] for one in file["hashes"]},
        )
        for part in bill["components"]
    }
    assert told == locked()
    assert all(hashes for _version, hashes in told.values())
    assert bill["metadata"]["component"]["name"] == "samlad"
    # Where a part was fetched from is this machine's business.
    assert re.findall(r"https?://(?!cyclonedx\.org/schema/)\S+|file:\S+", text) == []
    assert str(ROOT) not in text


def answer(*parts):
    return json.dumps({"dependencies": list(parts), "fixes": []}).encode()


GOOD = {"name": "django", "version": "5.2.19", "vulns": []}
BAD = {"name": "lxml", "version": "1.0", "vulns": [{"id": "PYSEC-2099-1", "fix_versions": ["1.1"], "aliases": []}]}
UNKNOWN = {"name": "typst", "skip_reason": "Dependency not found on PyPI and could not be audited: typst (0.15)"}


def test_a_known_fault_fails_the_check_by_name():
    found = known_faults.read(answer(GOOD, BAD))
    assert found.faults == ["lxml 1.0: PYSEC-2099-1, mended in 1.1."]
    assert found.unchecked == ""


def test_no_answer_is_not_a_good_answer():
    for output in (b"", b"<html>", b"[]", b"{}"):
        found = known_faults.read(output)
        assert (found.faults, found.unchecked) == (
            [],
            "Known faults in the parts were NOT checked: the vulnerability service could not be reached.",
        )


def test_an_index_without_such_data_is_told_apart_from_one_that_finds_nothing():
    assert known_faults.read(answer(GOOD)) == ([], "")
    assert known_faults.read(answer(UNKNOWN)).unchecked.startswith(known_faults.NOT_CHECKED)
    some = known_faults.read(answer(GOOD, BAD, UNKNOWN))
    assert len(some.faults) == 1
    assert "1 of 3 parts (typst)" in some.unchecked


def test_what_was_not_checked_is_said_and_a_fault_fails(monkeypatch, capsys):
    monkeypatch.setattr(everything, "TOOLS", {})
    monkeypatch.setattr(known_faults, "look", lambda: known_faults.Found([], f"{known_faults.NOT_CHECKED} no network."))
    assert everything.main("lint") == 0
    said = capsys.readouterr().out.strip().splitlines()
    assert said[-1] == f"{known_faults.NOT_CHECKED} no network."
    monkeypatch.setattr(known_faults, "look", lambda: known_faults.Found(["lxml 1.0: X, mended in 1.1."], ""))
    assert everything.main("lint") == 1
