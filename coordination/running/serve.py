"""The web server on its own, for a container: the same options as the one command up uses."""

import os
import sys
from pathlib import Path

from coordination.running import programs


def main() -> None:
    # Every address is right here: a container's own net, which only its proxy reaches.
    command = programs.web_command(host="0.0.0.0", port=int(os.environ.get("PORT") or 8000))  # noqa: S104  # nosec B104
    os.chdir(Path(__file__).resolve().parent.parent.parent)
    # It becomes the server, so that signals reach it: our own Python and words, no shell.
    os.execv(sys.executable, command)  # noqa: S606  # nosec B606


if __name__ == "__main__":
    main()
