"""The demonstration people: there where asked for, once, and able to sign in."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from core.models import AuditRecord
from recruitment.management.commands.load_demonstration_people import PASSWORD, PEOPLE
from selection.models import BoardMembership
from tests.factories import make_competition

pytestmark = pytest.mark.django_db


def load(**options: Any) -> str:
    output = StringIO()
    call_command("load_demonstration_people", stdout=output, **options)
    return output.getvalue()


def test_they_are_refused_where_no_demonstration_is_asked_for(settings: Any) -> None:
    settings.LOAD_DEMONSTRATION = False
    with pytest.raises(CommandError, match="LOAD_DEMONSTRATION"):
        load()
    assert User.objects.count() == 0


def test_there_is_one_of_each_role_and_everybody_can_sign_in(settings: Any) -> None:
    settings.LOAD_DEMONSTRATION = True
    load()
    assert User.objects.filter(is_demonstration=True).count() == len(PEOPLE)
    assert [role for role in Role if not User.objects.in_role(role).exists()] == []
    for person in PEOPLE:
        response = Client().post(
            "/en/account/login/?next=/en/account/settings/", {"login": person.email, "password": PASSWORD}
        )
        assert (person.email, response.get("Location")) == (person.email, "/en/account/settings/")


def test_loading_twice_changes_nothing_and_keeps_a_changed_password(settings: Any) -> None:
    settings.LOAD_DEMONSTRATION = True
    load()
    candidate = User.objects.get(email="candidate@demo.example")
    candidate.set_password("another password")
    candidate.save()
    before = (User.objects.count(), AuditRecord.objects.count())
    load()
    candidate.refresh_from_db()
    assert (User.objects.count(), AuditRecord.objects.count()) == before
    assert candidate.check_password("another password")


def test_the_board_sits_in_the_demonstration_competition_only(settings: Any) -> None:
    settings.LOAD_DEMONSTRATION = True
    load()
    make_competition(reference="EPSO/AD/1/26")
    shown = make_competition(reference="EPSO/DEMO/1/26", is_demonstration=True)
    load()
    seats = BoardMembership.objects.order_by("user__email").values_list("user__email", "competition_id")
    assert list(seats) == [("board@demo.example", shown.pk), ("secretary@demo.example", shown.pk)]


def test_the_sign_ins_are_printed_and_written(settings: Any, tmp_path: Path) -> None:
    settings.LOAD_DEMONSTRATION = True
    file = tmp_path / "run" / "sign-ins.txt"
    table = load(write_to=file)
    assert [person.email for person in PEOPLE if person.email not in table] == []
    assert PASSWORD in table
    assert file.read_text() == table.removesuffix("\n") or file.read_text() == table
