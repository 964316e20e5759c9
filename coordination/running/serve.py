"""The web server on its own, for a container: the same options as the one command up uses."""

import os
import sys
from pathlib import Path

from coordination.running import programs


def main() -> None:
    command = programs.web_command(host="0.0.0.0", port=int(os.environ.get("PORT") or 8000))  # noqa: S104  # a container's own net
    os.chdir(Path(__file__).resolve().parent.parent.parent)
    os.execv(sys.executable, command)  # noqa: S606  # becomes the server, so that signals reach it


if __name__ == "__main__":
    main()
