"""Make ``.venv`` and install a lock file into it: ``python3 -I epso_site/install.py LOCK``.

Runs under the machine's own Python, before anything is installed, so it imports the standard library
alone. A stamp in ``.venv`` keeps the hash of what was installed, and where it agrees nothing is done. The
lock for development holds everything the lock for running does, and so serves both.
"""

# ruff: noqa: S603 -- every command is written here; only paths of this project are filled in
# ruff: noqa: T201 -- it speaks to the person at the terminal

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
STAMP = VENV / "installed.txt"
PYTHON = VENV / "bin" / "python"
WIDER_LOCK = {"requirements.lock": "requirements-dev.lock"}
ENSUREPIP_ADVICE = (
    "This Python cannot make a virtual environment with pip in it: install Debian's package python3-venv "
    "(as root: apt-get install python3-venv), or use a Python that brings its own pip."
)


def fingerprint(lock: str) -> str:
    """What the stamp must say for *lock*: its content, the version of Python, and the folder."""
    content = hashlib.sha256((PROJECT / lock).read_bytes()).hexdigest()
    return f"{lock} {content} python{sys.version_info.major}.{sys.version_info.minor} {PROJECT}"


def is_installed(lock: str) -> bool:
    if not STAMP.exists() or not PYTHON.exists():
        return False
    accepted = {fingerprint(name) for name in (lock, WIDER_LOCK.get(lock)) if name}
    return STAMP.read_text(encoding="utf-8") in accepted


def install(lock: str) -> None:
    """Install exactly what *lock* names, every file checked against its hash."""
    STAMP.unlink(missing_ok=True)
    if not _venv_fits():
        print("Making .venv.", flush=True)
        _make_venv()
    print(f"Installing the libraries of {lock}.", flush=True)
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--quiet", "--no-input", "install"]
    subprocess.run([*pip, "--require-hashes", "--requirement", str(PROJECT / lock)], check=True)
    STAMP.write_text(fingerprint(lock), encoding="utf-8")


def _venv_fits() -> bool:
    """Whether .venv is whole, lies where it was made, and has this version of Python."""
    if not PYTHON.exists():
        return False
    program = "import pip, sys; print(*sys.version_info[:2], sys.prefix)"
    done = subprocess.run([str(PYTHON), "-c", program], capture_output=True, text=True, check=False)
    return done.stdout.strip() == f"{sys.version_info.major} {sys.version_info.minor} {VENV}"


def _make_venv() -> None:
    done = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    apt = shutil.which("apt-get")
    if done.returncode != 0 and apt and os.geteuid() == 0:
        print("Installing Debian's package python3-venv.", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update", "-qq"], ["install", "-y", "-qq", "python3-venv"]):
            subprocess.run([str(apt), *arguments], check=False, env=environment, stdin=subprocess.DEVNULL)
        done = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if done.returncode != 0:
        sys.exit(ENSUREPIP_ADVICE)


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 -- this runs under whatever Python the machine has
        sys.exit(f"Python 3.11 or later is needed, and this is {sys.version.split()[0]}.")
    lock = sys.argv[1]
    if not is_installed(lock):
        try:
            install(lock)
        except subprocess.CalledProcessError:
            sys.exit("The libraries could not be installed; pip says above why.")


if __name__ == "__main__":
    main()
