"""A real SMTP server that answers as a test tells it."""

from __future__ import annotations

import asyncio
import email
import email.policy
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from epso_site.embedded import free_port

Answer = Callable[[Envelope], str]


class SmtpServer:
    """Keeps what it accepts. `on_mail`, `on_rcpt` and `on_data` decide what it answers at that command."""

    def __init__(self) -> None:
        self.port = free_port()
        self.received: list[EmailMessage] = []
        self.peers: list[Any] = []
        self.on_mail: Answer = lambda envelope: "250 OK"
        self.on_rcpt: Answer = lambda envelope: "250 OK"
        self.on_data: Answer = lambda envelope: "250 OK"
        self.seconds_a_mail = 0.0
        self._controller: Controller | None = None

    def start(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop(no_assert=True)
            self._controller = None

    @property
    def message_ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.received]

    @property
    def connection_count(self) -> int:
        return len(set(self.peers))

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.peers.append(session.peer)
        answer = self.on_mail(envelope)
        if answer.startswith("250"):
            envelope.mail_from = address
        return self._answer(server, answer)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        answer = self.on_rcpt(envelope)
        if not answer.startswith("250"):
            envelope.rcpt_tos.pop()
        return self._answer(server, answer)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.seconds_a_mail)
        answer = self.on_data(envelope)
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.received.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return self._answer(server, answer)

    @staticmethod
    def _answer(server: SMTP, answer: str) -> str:
        """Give the answer; "hang up" ends the connection without one."""
        if answer == "hang up":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer


@pytest.fixture
def smtp(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmtpServer]:
    """A running server that this process, and any worker it starts, delivers to."""
    server = SmtpServer()
    server.start()
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    monkeypatch.setenv("TEST_SMTP_PORT", str(server.port))
    yield server
    server.stop()
