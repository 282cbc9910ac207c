"""A mail server that accepts everything and keeps nothing: python -m epso_site.bench.sink says its port."""

# ruff: noqa: T201 -- the port is said on the standard output

from __future__ import annotations

import asyncio
import contextlib
import subprocess
from collections.abc import Iterator
from typing import Any, Final

from epso_site.bench.processes import running
from epso_site.embedded import LOOPBACK

ACCEPTED: Final = "250 OK"


class AcceptingHandler:
    """Says yes to every message."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 -- aiosmtpd's
        return ACCEPTED


async def serve() -> None:
    """Listen on a free port of the loopback, print it, and go on until the process is ended."""
    from aiosmtpd.smtp import SMTP  # a package of development, which the site does without

    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(AcceptingHandler(), enable_SMTPUTF8=True), LOOPBACK, 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextlib.contextmanager
def sinking() -> Iterator[int]:
    """Run the server in a process of its own for as long as the body does; yields its port."""
    with running(["-m", "epso_site.bench.sink"], env={}, output=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())


if __name__ == "__main__":
    asyncio.run(serve())
