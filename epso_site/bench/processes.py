"""Programs that a measurement starts, and what they and others use of processor and memory (Linux only)."""

# ruff: noqa: S603 -- every command is written here

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO, Final

from epso_site.embedded import PROJECT

KIBIBYTES_IN_A_MEBIBYTE: Final = 1024
GRACE_SECONDS: Final = 10
POLL_SECONDS: Final = 0.02
STOPPING: Final = (signal.SIGINT, signal.SIGTERM)
_CPU_CLOCK_OF_A_PROCESS: Final = 2


def tree(root: int) -> list[int]:
    """Process `root` and all that descend from it now."""
    parents = dict(_parents())
    found = [root]
    for pid in found:
        found.extend(child for child, parent in parents.items() if parent == pid)
    return found


def _parents() -> Iterator[tuple[int, int]]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and (fields := _stat(int(entry.name))):
            yield int(entry.name), int(fields[1])


def _stat(pid: int) -> list[str]:
    """What /proc says of a process after its number and name; nothing where it has ended."""
    try:
        # The name is in brackets and may itself hold brackets.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _started(pid: int) -> str | None:
    """When a process started, which tells it from a later one of the same number; None where it has ended."""
    fields = _stat(pid)
    return fields[19] if fields and fields[0] != "Z" else None


def cpu_seconds(*roots: int) -> float:
    """The processor time, user and system, that the living processes of these trees have used so far.

    It is read from the clock of each process, which is finer than the hundredths of a second of /proc.
    """
    return sum(_cpu_clock(pid) for root in roots for pid in tree(root))


def _cpu_clock(pid: int) -> float:
    try:
        return time.clock_gettime(~pid << 3 | _CPU_CLOCK_OF_A_PROCESS)
    except OSError:  # it has ended meanwhile
        return 0.0


def resident_mebibytes(pid: int) -> float:
    """The memory that process `pid` holds now."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / KIBIBYTES_IN_A_MEBIBYTE**2


def forget_peak() -> None:
    """Begin anew to note the most memory that this process holds."""
    Path("/proc/self/clear_refs").write_text("5")


def peak_mebibytes(pid: int | str = "self") -> float:
    """The most memory that a process has held, since its start or since its peak was forgotten."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / KIBIBYTES_IN_A_MEBIBYTE
    return 0.0  # it has ended, and nobody has waited for it yet


@contextlib.contextmanager
def running(
    arguments: Sequence[str], *, env: Mapping[str, str], output: IO[str] | int
) -> Iterator[subprocess.Popen[str]]:
    """Run Python with `arguments` for as long as the body does; all that it has started ends with it."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=PROJECT,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output != subprocess.PIPE else None,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        family = {pid: _started(pid) for pid in tree(process.pid)}
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=GRACE_SECONDS)
        for pid, started in family.items():
            if started is not None and _started(pid) == started:
                os.kill(pid, signal.SIGKILL)
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def stop_on_signals() -> None:
    """Have the first SIGINT or SIGTERM raise KeyboardInterrupt, and further ones not disturb the stopping."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in STOPPING:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for each in STOPPING:
        signal.signal(each, stop)


@dataclass(frozen=True, slots=True)
class Finished:
    """What a command took, from start to end, and what it wrote."""

    seconds: float
    peak_mebibytes: float
    output: str


def run_to_end(arguments: Sequence[str], *, log: Path) -> Finished:
    """Run Python with `arguments` and wait for it. Raises CalledProcessError with the end of its output."""
    peak = 0.0
    started = time.perf_counter()
    with log.open("w") as output, running(arguments, env={}, output=output) as process:
        # What wait4 says of memory would include this process, from which the command was started.
        while process.poll() is None:
            peak = max(peak, peak_mebibytes(process.pid))
            time.sleep(POLL_SECONDS)
    seconds = time.perf_counter() - started
    written = log.read_text(errors="replace")
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(arguments), written[-2000:])
    return Finished(seconds, peak, written)
