"""A real clamd, with one signature of the tests' own, says what is shown to staff."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery.exceptions import Retry

from documents import services, tasks
from documents.clamd import ScannerUnavailable, find_malware
from documents.models import Document
from notifications.models import Letter
from tests.documents import files
from tests.documents.scenes import NOW, make_document
from tests.factories import make_candidate

SIGN = b"this-is-the-malware-of-our-tests"
PLACES = ("/usr/sbin/clamd", "/usr/local/sbin/clamd", "/opt/homebrew/sbin/clamd")


@pytest.fixture(scope="session")
def clamd(tmp_path_factory) -> Iterator[str]:
    """The address of a clamd that knows one signature."""
    program = next((place for place in PLACES if Path(place).exists()), None)
    if program is None:
        pytest.fail("No clamd was found. On Debian, as root: apt-get install clamav-daemon.", pytrace=False)
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "signatures").mkdir()
    (folder / "signatures" / "test.ndb").write_text(f"Test.File:0:*:{SIGN.hex()}\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "clamd.conf").write_text(
        f"Foreground yes\nTCPSocket {port}\nTCPAddr 127.0.0.1\nDatabaseDirectory {folder}/signatures\n"
        f"LocalSocket {folder}/socket\nStreamMaxLength 25M\nOfficialDatabaseOnly no\n"
    )
    with (folder / "clamd.log").open("wb") as log:
        process = subprocess.Popen([program, "-c", f"{folder}/clamd.conf"], stdout=log, stderr=log)
    address = f"tcp://127.0.0.1:{port}"
    _wait(address, process, folder)
    yield address
    process.terminate()
    process.wait(timeout=20)


def _wait(address: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            find_malware([b"x"], address=address)
        except ScannerUnavailable:
            assert process.poll() is None, (folder / "clamd.log").read_text()
            assert time.monotonic() < deadline, (folder / "clamd.log").read_text()
            time.sleep(0.1)
        else:
            return


def infected_pdf() -> bytes:
    return files.pdf().replace(b"startxref", b"%" + SIGN + b"\nstartxref")


def test_clamd_names_what_it_finds(clamd):
    pieces = [infected_pdf()[:40], infected_pdf()[40:]]
    assert find_malware(pieces, address=clamd) == "Test.File.UNOFFICIAL"
    assert find_malware([files.pdf()], address=clamd) == ""


def test_clamd_is_asked_over_a_socket_too(clamd, tmp_path_factory):
    (path,) = tmp_path_factory.getbasetemp().glob("clamd0/socket")
    assert find_malware([infected_pdf()], address=f"unix://{path}") == "Test.File.UNOFFICIAL"


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "unix:///nowhere/at/all"])
def test_a_scanner_that_is_away_is_said_to_be(address):
    with pytest.raises(ScannerUnavailable):
        find_malware([b"x"], address=address)


@pytest.mark.django_db
def test_a_clean_document_is_shown_and_an_infected_one_is_refused_with_a_letter(clamd, settings):
    settings.CLAMD_ADDRESS = clamd
    anna = make_candidate()
    clean, infected = make_document(anna), make_document(anna, content=infected_pdf())
    assert tasks.scan_waiting_documents() == 2
    states = dict(Document.objects.values_list("pk", "state"))
    assert states == {clean.pk: "CLEAN", infected.pk: "INFECTED"}
    letter = Letter.objects.get(recipient=anna, event="document_refused")
    assert (infected.name in letter.body, tasks.scan_waiting_documents()) == (True, 0)


@pytest.mark.django_db
def test_a_document_waits_while_the_scanner_is_away(settings, monkeypatch):
    document = make_document(make_candidate())
    tasks.scan_document(document.pk)  # no scanner is configured: it waits
    settings.CLAMD_ADDRESS = "tcp://127.0.0.1:1"

    def retry(**_options):
        raise Retry

    monkeypatch.setattr(tasks.scan_document, "retry", retry)
    with pytest.raises(Retry):
        tasks.scan_document(document.pk)
    assert tasks.scan_waiting_documents() == 0
    document.refresh_from_db()
    assert document.state == "WAITING"


@pytest.mark.django_db
def test_a_finding_whose_letter_fails_is_not_noted(clamd, settings, monkeypatch):
    settings.CLAMD_ADDRESS = clamd
    document = make_document(make_candidate(), content=infected_pdf())

    def fail(**_values):
        raise RuntimeError

    monkeypatch.setattr("documents.services.scanning.post_letter", fail)
    with pytest.raises(RuntimeError):
        services.scan_document(document=document, now=NOW)
    document.refresh_from_db()
    assert (document.state, document.transitions.count()) == ("WAITING", 0)
