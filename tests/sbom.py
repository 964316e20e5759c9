"""`make sbom`: what the portal is made of, as CycloneDX JSON, for those who must answer for it.

    python -m tests.sbom [file]

The parts and their hashes are those of requirements.txt, word for word. No address of any registry stands in the file:
where a part was fetched from is this machine's business, what it is says its purl.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

PROJECT = Path(__file__).resolve().parent.parent
LOCK = PROJECT / "requirements.txt"
TARGET = PROJECT / "sbom.json"


def main(target: Path) -> None:
    text = made(LOCK)
    target.write_text(text, encoding="utf-8")
    print(f"{target.name}: {len(json.loads(text)['components'])} parts, CycloneDX 1.6.")


def made(lock: Path) -> str:
    """The bill of materials of a lock, the same text for the same lock. Raises where it breaks CycloneDX's schema."""
    bill = json.loads(drawn_up(lock))
    bill["components"] = [part(row) for row in bill["components"]]
    for tool in bill["metadata"]["tools"]["components"]:
        del tool["externalReferences"]
    root = bill["metadata"]["component"]
    root["bom-ref"] = f"pkg:generic/{root['name']}@{root['version']}"
    names = [row["bom-ref"] for row in bill["components"]]
    # A lock names all parts and not which asks for which: the portal stands on every one of them.
    bill["dependencies"] = [{"ref": root["bom-ref"], "dependsOn": names}, *({"ref": name} for name in names)]
    text = json.dumps(bill, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if wrong:
        raise ValueError(f"The bill of materials breaks the schema: {wrong}")
    return text


def drawn_up(lock: Path) -> bytes:
    command = [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements", str(lock)]
    command += ["--pyproject", str(PROJECT / "pyproject.toml"), "--output-reproducible", "--sv", "1.6"]
    return subprocess.run(command, capture_output=True, check=True).stdout


def part(row: dict[str, Any]) -> dict[str, Any]:
    """Named by its purl; the hashes are those of the files it may be installed from."""
    files = [
        {"type": "distribution", "url": row["purl"], "hashes": found["hashes"]} for found in row["externalReferences"]
    ]
    kept = {name: row[name] for name in ("name", "version", "purl", "type")}
    return kept | {"bom-ref": row["purl"], "externalReferences": files}


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
