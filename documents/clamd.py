"""A client of clamd: one file, one question (INSTREAM), one answer."""

import socket
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

PIECE: Final = 1 << 16
SECONDS: Final = 60.0
LONGEST_ANSWER: Final = 4096


class ScannerUnavailable(Exception):
    """clamd did not answer, or could not say: ask again later."""


def find_malware(pieces: Iterable[bytes], *, address: str) -> str:
    """Return the name of what clamd finds in the content, or "" where it finds nothing.

    `address`: tcp://host:port, or unix:///path/of/socket. Raises ScannerUnavailable.
    """
    try:
        with _connect(address) as connection:
            connection.sendall(b"zINSTREAM\0")
            for piece in pieces:
                for start in range(0, len(piece), PIECE):
                    part = piece[start : start + PIECE]
                    connection.sendall(len(part).to_bytes(4, "big") + part)
            connection.sendall(bytes(4))
            answer = _read_answer(connection)
    except OSError as error:
        raise ScannerUnavailable(type(error).__name__) from error
    return _found(answer)


def _connect(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        try:
            connection.connect(parts.path)
        except OSError:
            connection.close()
            raise
        return connection
    return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=SECONDS)


def _read_answer(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        part = connection.recv(1024)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _found(answer: str) -> str:
    _stream, _colon, verdict = answer.partition(": ")
    if verdict == "OK":
        return ""
    if verdict.endswith(" FOUND"):
        return verdict.removesuffix(" FOUND")[:200]
    raise ScannerUnavailable(answer[:200])
