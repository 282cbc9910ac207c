"""Who looked at whose file: one row an opening, never one's own, never rewritten."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from accounts.models import AccessKind, FileAccess
from accounts.roles import Role
from accounts.services import record_file_access
from tests.factories import make_candidate, make_staff

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def test_each_file_looked_at_leaves_a_row_with_the_role_of_the_reader():
    one, two, legal = make_candidate(), make_candidate(), make_staff()
    legal.groups.add(Group.objects.get(name=Role.LEGAL))
    looked = [(one.pk, "application:1"), (two.pk, "application:2")]
    written = record_file_access(
        people=looked, by=legal, kind=AccessKind.OPENED, now=NOW, purpose="Article 90(2)"
    )
    rows = FileAccess.objects.order_by("about").values_list("person", "about", "role", "kind", "purpose")
    assert written == 2
    assert list(rows) == [
        (one.pk, "application:1", "legal", "OPENED", "Article 90(2)"),
        (two.pk, "application:2", "legal", "OPENED", "Article 90(2)"),
    ]


def test_a_look_at_ones_own_file_leaves_no_row():
    person = make_candidate()
    written = record_file_access(people=[(person.pk, "x")], by=person, kind=AccessKind.OPENED, now=NOW)
    assert (written, FileAccess.objects.count()) == (0, 0)


def test_a_row_is_never_rewritten():
    record_file_access(people=[(make_candidate().pk, "x")], by=make_staff(), kind=AccessKind.PRINTED, now=NOW)
    with pytest.raises(IntegrityError, match="only added"), transaction.atomic():
        FileAccess.objects.update(purpose="another")


def test_an_auditor_reads_who_looked_and_not_at_whom(client):
    person, auditor = make_candidate(email="anna@example.eu"), make_staff("accounts.view_fileaccess")
    record_file_access(
        people=[(person.pk, "application:1")], by=make_staff(), kind=AccessKind.OPENED, now=NOW
    )
    client.force_login(auditor)
    row = FileAccess.objects.get()
    for path in ("", f"{row.pk}/change/"):
        page = client.get(f"/en/admin/accounts/fileaccess/{path}").content.decode()
        assert "application:1" in page
        assert "anna@example.eu" not in page
