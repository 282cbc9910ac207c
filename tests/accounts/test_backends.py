"""Who signs in, and what the site reads of what she may do."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from accounts.models import User
from accounts.roles import Role

PERMISSION = "recruitment.download_reservelist"


def signed_in(client: Client, user: User) -> User:
    """The person as the next request of her browser finds her."""
    client.force_login(user)
    found: User = client.get("/en/account/settings/").wsgi_request.user  # type: ignore[assignment]
    return found


def test_a_candidate_costs_one_query(client: Client, person: Any, django_assert_num_queries: Any) -> None:
    signed_in(client, person())
    with django_assert_num_queries(3):  # the account, once more for the form, and her second factors
        client.get("/en/account/settings/")


def test_a_role_counts_from_the_next_request_on(client: Client, person: Any) -> None:
    user = person()
    before = signed_in(client, user).has_perm(PERMISSION)
    user.groups.add(Group.objects.get(name=Role.RECRUITER))
    given = signed_in(client, user).has_perm(PERMISSION)
    user.groups.clear()
    assert (before, given, signed_in(client, user).has_perm(PERMISSION)) == (False, True, False)


def test_a_permission_of_her_own_counts_as_well(client: Client, person: Any) -> None:
    user = person()
    user.user_permissions.add(Permission.objects.get(codename="download_reservelist"))
    assert signed_in(client, user).has_perm(PERMISSION)


def test_an_operator_without_a_role_may_do_everything(client: Client, person: Any) -> None:
    user = person()
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    assert signed_in(client, user).has_perm(PERMISSION)


@pytest.mark.parametrize("change", [{"is_active": False}, None])
def test_an_account_that_is_closed_or_gone_is_signed_out(client: Client, person: Any, change: Any) -> None:
    user = person()
    client.force_login(user)
    people = User.objects.filter(pk=user.pk)
    _changed = people.update(**change) if change else people.delete()
    assert client.get("/en/account/settings/").status_code == 302
