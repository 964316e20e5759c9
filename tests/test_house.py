"""The house keeps its own rules: layers, migrations, no commands over others."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent


def test_imports_go_downwards_only():
    found = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run")


def test_no_button_orders_anybody():
    """An actor agrees, takes on, answers. The words of command are not in the portal."""
    command = re.compile(r">\s*(Beordra|Ge order|Order|Kommendera|Befall|Tilldela)\b", re.IGNORECASE)
    for page in (ROOT / "templates").rglob("*.html"):
        assert not command.search(page.read_text(encoding="utf-8")), page


def test_no_page_carries_an_address_of_this_machine():
    for path in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]:
        if path.exists():
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"/(work|root)/", text), path
