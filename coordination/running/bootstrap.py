"""Makes the virtual environment that everything else runs in. Runs on the system's Python with nothing but its library.

    python3 coordination/running/bootstrap.py requirements.txt

What is missing on the machine is installed where that is allowed, and named in one sentence where it is not.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess  # nosec B404  # starting programs is this file's work
import sys
import time
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
HOME = PROJECT / ".venv"
PYTHON = HOME / "bin" / "python"
STAMP = HOME / "installed.txt"
OLDEST = (3, 11)
# What the tests add holds all of what the portal needs.
LOCKS = {"requirements.txt": ["requirements.txt"], "requirements-dev.txt": ["requirements.txt", "requirements-dev.txt"]}


def main(lock: str) -> None:
    began = time.monotonic()
    if is_installed(lock):
        return
    require_python()
    if not works():
        require_venv()
        make_environment()
    install(lock)
    print(f"  Installing {lock} ... {time.monotonic() - began:.1f} s", flush=True)


def fingerprint(lock: str) -> str:
    return f"{lock} {hashlib.sha256((PROJECT / lock).read_bytes()).hexdigest()}"


def is_installed(lock: str) -> bool:
    return works() and STAMP.is_file() and fingerprint(lock) in STAMP.read_text(encoding="ascii").splitlines()


def works() -> bool:
    """A folder that was copied, or whose Python was taken away, is made anew."""
    if not PYTHON.exists():
        return False
    question = [str(PYTHON), "-c", "import sys; print(sys.prefix)"]
    answer = subprocess.run(question, capture_output=True, text=True, timeout=60, check=False)  # nosec B603  # our own Python
    return answer.returncode == 0 and Path(answer.stdout.strip()).resolve() == HOME.resolve()


def require_python() -> None:
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:2]))
        stop(f"Python {found} is too old: install Python 3.11 or newer and name it, as in PYTHON=python3.11 make run.")


def require_venv() -> None:
    """Debian ships Python without the part that makes virtual environments."""
    if importlib.util.find_spec("ensurepip") is not None:
        return
    install_by_apt("python3-venv", "Python's venv module is missing")


def install_by_apt(package: str, what: str) -> None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        stop(f"{what}: install {package} with your system's package manager (apt-get install {package}, as root).")
    print(f"  {what}: installing {package} ...", flush=True)
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL, "check": False}
    # The system's own apt-get, as root's PATH finds it: two fixed commands, and no shell.
    subprocess.run(["apt-get", "update", "-q"], **quiet)  # type: ignore[call-overload]  # nosec B603 B607
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", package]
    if subprocess.run(command, **quiet).returncode:  # type: ignore[call-overload]  # nosec B603  # as above
        stop(f"{what}, and apt-get could not install {package}; its words are above.")


def make_environment() -> None:
    shutil.rmtree(HOME, ignore_errors=True)
    # Without pip of its own: unpacking it takes longer than everything else here together.
    run([sys.executable, "-m", "venv", "--without-pip", str(HOME)], "The virtual environment could not be made")


def install(lock: str) -> None:
    """Fast by uv; by pip where uv cannot reach what pip's own settings can."""
    STAMP.unlink(missing_ok=True)
    uv = fast_installer()
    if uv is None or not install_by_uv(uv, lock):
        run([*pip(), "-r", PROJECT / lock], f"{lock} could not be installed")
    STAMP.write_text("".join(f"{fingerprint(name)}\n" for name in LOCKS[lock]), encoding="ascii")


def fast_installer() -> Path | None:
    """uv comes from its own hashed lock, so that it is as well known as what it installs."""
    uv = HOME / "bin" / "uv"
    if not uv.is_file():
        command = [*pip(), "--only-binary=:all:", "-r", PROJECT / "requirements-installer.txt"]
        subprocess.run(command, stderr=subprocess.DEVNULL, check=False)  # nosec B603  # our own pip, no shell
    return uv if uv.is_file() else None


def pip() -> list[str | Path]:
    """The pip that Python carries for new environments, run as it lies; Debian keeps it in a place of its own."""
    places = [ensurepip_folder() / "_bundled", Path("/usr/share/python-wheels")]
    wheels = [wheel for place in places for wheel in sorted(place.glob("pip-*.whl"))]
    if not wheels:
        run([PYTHON, "-m", "ensurepip"], "pip could not be made ready")
    program: list[str | Path] = [wheels[0] / "pip"] if wheels else ["-m", "pip"]
    return [PYTHON, *program, "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]


def ensurepip_folder() -> Path:
    spec = importlib.util.find_spec("ensurepip")
    return Path(spec.origin).parent if spec is not None and spec.origin is not None else PROJECT


def install_by_uv(uv: Path, lock: str) -> bool:
    words = ["--quiet", "--require-hashes", "--python", str(PYTHON), "-r", str(PROJECT / lock)]
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_LINK_MODE": "copy"}
    command: list[str | Path] = [uv, "pip", "install", *words]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)  # nosec B603  # our own uv, no shell
    return done.returncode == 0


def run(command: Sequence[str | Path], problem: str) -> None:
    if subprocess.run(command, check=False).returncode:  # nosec B603  # lists of this file, no shell
        stop(f"{problem}; the lines above say why.")


def stop(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1])
