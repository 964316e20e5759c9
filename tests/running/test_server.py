"""The compose file and the image cannot be started in a test; their shape and step with the settings can be held."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).resolve().parent.parent.parent
COMPOSE = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
PORTAL = ("migrate", "web", "worker", "beat")
ONCE = ("roles", "migrate")
ADDRESSES = {"DATABASE_URL", "DATABASE_OWNER_URL"}
# What reads the environment: the settings and those of the running programs that a container starts.
READERS = ("text", "words", "flag", "secret", "database", "redis_url", "one_of")
# Left at their defaults on a server, or set by the image: nobody need write them into a compose file.
OWN_DEFAULTS = {
    *(
        "STATIC_ROOT",
        "STATIC_MANIFEST",
        "CSRF_TRUSTED_ORIGINS",
        "EMAIL_FILE_PATH",
        "COMPILE_GATHER_SECONDS",
        "EXERCISES",
    ),
    *("API_RATE_SIGNED_IN", "API_RATE_ANONYMOUS"),
}


def read_by_settings() -> set[str]:
    tree = ast.parse((PROJECT / "coordination" / "settings.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") in READERS]
    return {call.args[0].value for call in calls}


def test_every_variable_that_compose_sets_is_read_by_the_settings():
    for name in PORTAL:
        assert set(SERVICES[name]["environment"]) - read_by_settings() - ADDRESSES == set()


def test_every_variable_of_the_settings_is_set_or_has_a_default_that_suits_a_server():
    assert read_by_settings() - set(SERVICES["web"]["environment"]) == OWN_DEFAULTS


def test_all_programs_are_told_the_same_but_for_who_they_are_in_the_database():
    def shared(name: str) -> dict[str, str]:
        return {key: value for key, value in SERVICES[name]["environment"].items() if key not in ADDRESSES}

    assert all(shared(name) == shared("web") for name in PORTAL)


@pytest.mark.parametrize(
    ("name", "variable", "role"),
    [
        ("web", "DATABASE_URL", "samlad_web"),
        ("worker", "DATABASE_URL", "samlad_worker"),
        ("beat", "DATABASE_URL", "samlad_worker"),
        ("migrate", "DATABASE_OWNER_URL", "samlad_owner"),
    ],
)
def test_each_program_comes_to_the_database_as_its_own_role_and_no_other(name, variable, role):
    told = SERVICES[name]["environment"]
    assert told[variable].startswith(f"postgresql://{role}:${{")
    assert "POSTGRES_PASSWORD" not in str(told)
    assert [key for key in ADDRESSES if told.get(key)] == [variable]


def test_only_the_one_that_makes_the_roles_knows_the_administrator():
    assert [name for name in SERVICES if "POSTGRES_PASSWORD" in str(SERVICES[name])] == ["db", "roles"]


def test_demonstration_and_debug_are_off():
    told = SERVICES["web"]["environment"]
    assert (told["DEMO"], told["DEBUG"], told["BEHIND_PROXY"]) == ("0", "0", "1")


@pytest.mark.parametrize("name", ["SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS"])
def test_what_only_the_operator_knows_is_asked_for_and_never_made_up(name):
    assert SERVICES["web"]["environment"][name].startswith("${" + name + ":?")
    assert "${WEB_PASSWORD:?" in SERVICES["web"]["environment"]["DATABASE_URL"]


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_refers_to_is_there(name):
    """The published schema holds the shape of the file, but not what one part of it says of another."""
    service = SERVICES[name]
    assert set(service.get("depends_on", {})) <= set(SERVICES)
    named = {volume.partition(":")[0] for volume in service.get("volumes", [])}
    assert named <= set(COMPOSE["volumes"])


def held_to_the_published_schema(compose: Path) -> subprocess.CompletedProcess[str]:
    """The Compose specification's own schema, as the validator carries it: nothing is fetched."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(compose)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_compose_file_is_valid_by_the_published_schema():
    done = held_to_the_published_schema(PROJECT / "docker-compose.yml")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("stands", "broken", "at"),
    [
        ("restart: unless-stopped", "restarts: unless-stopped", "'restarts' was unexpected"),
        ("condition: service_healthy", "condition: service_well", "'service_well' is not one of"),
        ("stop_grace_period: 130s", "stop_grace_period: [130s]", "services.worker.stop_grace_period"),
        ("\nvolumes:\n", "\nvolume:\n", "'volume' does not match"),
    ],
)
def test_the_schema_finds_what_is_broken(stands, broken, at, tmp_path):
    text = (PROJECT / "docker-compose.yml").read_text()
    assert stands in text
    copy = tmp_path / "docker-compose.yml"
    copy.write_text(text.replace(stands, broken))
    done = held_to_the_published_schema(copy)
    assert done.returncode == 1, done.stdout + done.stderr
    assert at in done.stdout + done.stderr


@pytest.mark.parametrize("name", SERVICES)
def test_all_that_goes_on_running_is_asked_whether_it_lives(name):
    health = SERVICES[name]["healthcheck"]
    if name in ONCE:
        assert health == {"disable": True}
        assert SERVICES[name]["restart"] == "no"
    else:
        assert health["test"][0] == "CMD"
        assert health["retries"] > 1


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_no_program_starts_before_the_migrations_are_done(name):
    assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


@pytest.mark.parametrize("name", PORTAL)
def test_programs_that_compose_names_are_there(name):
    words = [*SERVICES[name]["command"], *SERVICES[name]["healthcheck"].get("test", [])]
    for module in [word for word in words if word.startswith("coordination.")]:
        assert (PROJECT / (module.replace(".", "/") + ".py")).is_file()


def test_only_this_machine_reaches_the_port_so_that_nobody_passes_by_the_proxy():
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["web"]["ports"])


def test_image_runs_as_nobody_in_particular_and_is_asked_whether_it_lives():
    last = (PROJECT / "Dockerfile").read_text().rpartition("\nFROM ")[2]
    assert re.search(r"^USER samlad$", last, re.M)
    assert "HEALTHCHECK" in last
    assert "DEMO=0" in last
    assert last.index("\nUSER ") < last.index("\nCMD ")


def test_everything_is_installed_by_hash():
    for line in (PROJECT / "Dockerfile").read_text().splitlines():
        if "pip install" in line:
            assert "--require-hashes" in line


@pytest.mark.parametrize("name", ["requirements", "requirements-dev", "requirements-installer"])
def test_locks_hold_hashes_and_no_address(name):
    text = (PROJECT / f"{name}.txt").read_text()
    packages = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert "://" not in text
    assert all("==" in line and line.endswith("\\") for line in packages)


def test_what_the_inputs_pin_is_what_the_locks_hold():
    for name in ("requirements", "requirements-installer"):
        lock = (PROJECT / f"{name}.txt").read_text()
        for line in (PROJECT / f"{name}.in").read_text().splitlines():
            if "==" in line and not line.startswith("#"):
                pinned = re.sub(r"\[.*?\]", "", line.partition(";")[0]).strip()
                assert f"{pinned} " in lock, pinned


def test_portal_and_tests_use_the_same_versions():
    def versions(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (PROJECT / name).read_text(), re.M))

    both = versions("requirements-dev.txt")
    assert {name: both[name] for name in versions("requirements.txt")} == versions("requirements.txt")
