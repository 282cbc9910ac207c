"""The roles in the database are those of the table, and the table keeps the promises of the site."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from accounts.role_operations import set_roles
from accounts.roles import PERMISSIONS, STAFF_ROLES, Role


def in_database() -> dict[str, set[str]]:
    return {
        group.name: {f"{row.content_type.app_label}.{row.codename}" for row in group.permissions.all()}
        for group in Group.objects.prefetch_related("permissions__content_type")
    }


@pytest.mark.django_db
def test_the_migrations_wrote_the_roles_of_the_table() -> None:
    assert in_database() == {role.value: set(permissions) for role, permissions in PERMISSIONS.items()}


@pytest.mark.django_db
def test_a_changed_role_gains_and_loses_permissions() -> None:
    set_roles(apps, {"editor": ["careers.view_place"]})
    assert in_database()["editor"] == {"careers.view_place"}


@pytest.mark.django_db
def test_a_permission_that_was_never_written_is_written_for_the_role() -> None:
    Permission.objects.filter(codename="view_place").delete()
    set_roles(apps, {"editor": ["careers.view_place"]})
    assert in_database()["editor"] == {"careers.view_place"}


@pytest.mark.django_db
def test_a_permission_that_no_model_declares_is_refused() -> None:
    with pytest.raises(LookupError, match=r"editor names permissions that do not exist: careers\.fly_place"):
        set_roles(apps, {"editor": ["careers.fly_place"]})


def test_roles_have_names_for_people_and_all_but_one_are_of_staff() -> None:
    assert str(Role.COMPETITION_MANAGER.label) == "Competition manager"
    assert frozenset(Role) - STAFF_ROLES == {Role.RECRUITER}


def those_with(*permissions: str) -> set[Role]:
    return {role for role, held in PERMISSIONS.items() if held & set(permissions)}


SCORES = (
    *("selection.view_testresult", "selection.view_rankingoutcome", "selection.view_replacedresult"),
    "notifications.read_letter",
)


@pytest.mark.parametrize(
    "permissions, roles",
    [
        (("selection.decide_eligibility",), {Role.BOARD_MEMBER}),
        (("selection.release_rankingrun",), {Role.COMPETITION_MANAGER}),
        (("selection.import_resultsfile",), {Role.COMPETITION_MANAGER}),
        (("competitions.publish_competition",), {Role.COMPETITION_MANAGER}),
        (("recruitment.download_reservelist",), {Role.RECRUITER}),
        (("core.view_auditrecord",), {Role.AUDITOR}),
        (("accounts.assign_roles", "accounts.add_user", "accounts.delete_user"), set()),
        (
            ("applications.view_identity", "accounts.view_identity"),
            {Role.SUPPORT, Role.ACCESSIBILITY_OFFICER, Role.LEGAL},
        ),
        (
            SCORES,
            {Role.COMPETITION_MANAGER, Role.BOARD_MEMBER, Role.BOARD_SECRETARY, Role.LEGAL},
        ),
    ],
)
def test_only_the_roles_that_need_it_hold_it(permissions: Any, roles: set[Role]) -> None:
    assert those_with(*permissions) == roles


def test_who_reads_only_changes_nothing() -> None:
    assert changed_by(Role.AUDITOR) == set()


def test_legal_officers_and_the_accessibility_officer_change_their_own_cases_alone() -> None:
    assert {permission.split(".")[0] for permission in changed_by(Role.LEGAL)} == {
        "complaints",
        "data_rights",
    }
    assert changed_by(Role.ACCESSIBILITY_OFFICER) == {"special_needs.handle_accommodation"}


def changed_by(role: Role) -> set[str]:
    """The permissions of a role that are for more than reading."""
    reading = ("view", "read")
    return {each for each in PERMISSIONS[role] if each.split(".")[1].split("_")[0] not in reading}


def test_nobody_deletes_what_candidates_handed_in_or_what_was_decided() -> None:
    for held in PERMISSIONS.values():
        assert not {name for name in held if name.startswith(("applications.delete", "selection.delete_t"))}
