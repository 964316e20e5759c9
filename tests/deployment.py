"""Django's deployment check of the portal as a county runs it: a name of its own, https, a proxy in front.

    python -m tests.deployment

It asks no database and opens no network: the variables only have to be of the right kind.
"""

import os
import secrets
import subprocess
import sys

LIKE_A_COUNTY = {
    "SITE_URL": "https://samlad.example.se",
    "ALLOWED_HOSTS": "samlad.example.se",
    "BEHIND_PROXY": "1",
    "DATABASE_URL": "postgresql://samlad:none@database.example.se/samlad",
    "DATABASE_OWNER_URL": "postgresql://owner:none@database.example.se/samlad",
    "REDIS_URL": "redis://queue.example.se:6379/0",
    "DEMO": "0",
    "DEBUG": "0",
}


def environment() -> dict[str, str]:
    """Nothing of this machine's own settings but its paths: a variable set here must not hide what a county gets."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | LIKE_A_COUNTY | {"SECRET_KEY": secrets.token_urlsafe(48)}


def main() -> int:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env=environment(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
