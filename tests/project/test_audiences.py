"""Denied unless named: every address is in the table of audiences, and answers each person accordingly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import timezone, translation

from accounts.audiences import Audience, audience_of, audience_table
from accounts.models import User
from accounts.role_operations import set_roles
from accounts.roles import PERMISSIONS, STAFF_ROLES, Role
from accounts.services import create_person
from careers.choices import InstitutionKind
from careers.models import Institution
from recruitment.models import Recruiter
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

# What stands in the variable parts of addresses. None of these rows exists: a person who may ask gets a 404
# or is redirected, one who may not is refused before anything is looked up.
SAMPLES: dict[str, Any] = {
    "slug": "no-such-thing",
    "number": "EPSO-0000000",
    "step": "education",
    "key": "no-such-key",
    "uidb36": "0",
    "pk": 0,
    "id": 0,
    "job_id": 0,
    "version": 1,
    "run_number": 1,
    "outcome_pk": 0,
    "action": "approve",
    "object_id": "0",
    "content_type_id": 0,
    "app_label": "core",
    "url": "no/such/page",
    "token": "no-such-token",
    "kind": "abstract-reasoning",
    "seed": "b2c3d4",
    "code": "en",
    "section": "pages",
    "year": 2026,
    "name": "competitions",
    "signature": "no-such-signature",
}
# Where one name stands for different kinds of values: by name of the address.
SAMPLES_OF: dict[str, dict[str, Any]] = {
    "knowledge:contact_received": {"token": "00000000-0000-4000-8000-000000000000"},
    "practice:question": {"number": 11},
    "dashboard:calendar_file": {"key": "00000000-0000-4000-8000-000000000000"},
    "receipts:receipt_check": {"code": "00000000-0000-4000-8000-000000000000"},
    "documents:upload_piece": {"token": "00000000-0000-4000-8000-000000000000"},
    **{
        f"profiles:{name}": {"section": "education"}
        for name in ("entries", "entry_new", "entry", "entry_delete")
    },
    "notifications:letter_detail": {"number": "00000000-0000-4000-8000-000000000000"},
}
# Lists of the admin that open to a permission on other rows than those they list, and why.
ALSO_OPENED_BY = {
    # What applicants are told of; the letters about it are what is prepared there.
    "applications.announcedamendment": {"notifications.prepare_letterbatch"},
    "applications.announcedtransition": {"notifications.prepare_letterbatch"},
}
VISITORS = ("anonymous", "candidate", *Role)


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the site: its name with namespaces, and a path with samples in its variable parts."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Route:
    """A pattern with the names and variable parts of all the resolvers it lies under."""

    name: str
    variables: tuple[str, ...]


def _variables(entry: URLPattern | URLResolver) -> tuple[str, ...]:
    regex = entry.pattern.regex
    return tuple(regex.groupindex)


def walk(
    resolver: URLResolver, namespaces: tuple[str, ...] = (), outer: tuple[str, ...] = ()
) -> Iterator[Route]:
    """Every address below `resolver`, each once for every pattern that leads to it."""
    for entry in resolver.url_patterns:
        variables = (*outer, *_variables(entry))
        if isinstance(entry, URLResolver):
            deeper = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from walk(entry, deeper, variables)
        else:
            yield Route(":".join((*namespaces, entry.name or "")), variables)


def samples_for(route: Route) -> dict[str, Any]:
    """Values for the variable parts. Fails for one that SAMPLES does not know: add it there."""
    samples = {**SAMPLES, **SAMPLES_OF.get(route.name, {})}
    unknown = [name for name in route.variables if name not in samples]
    assert unknown == [], f"{route.name}: add a sample for {unknown} to SAMPLES in this file."
    return {name: samples[name] for name in route.variables}


def addresses() -> list[Address]:
    """All addresses under English; one without a name (the catch-all of the admin) cannot be built."""
    with translation.override("en"):
        found = [route for route in walk(get_resolver()) if not route.name.endswith(":") and route.name]
        return [Address(route.name, reverse(route.name, kwargs=samples_for(route))) for route in found]


@pytest.fixture
def people(db: None) -> dict[str, User | None]:
    """One person of each kind; the anonymous one is nobody."""
    if Group.objects.count() == 0:  # a test that emptied the whole database ran before
        set_roles(apps, {role.value: held for role, held in PERMISSIONS.items()})
    common: dict[str, Any] = {
        "language": "en",
        "encoded_password": make_password(PASSWORD),  # who has none is refused the page that asks for it
        "now": timezone.now(),
    }
    candidate = create_person(email="candidate@example.eu", **common)
    holders: dict[str, User | None] = {
        str(role): create_person(email=f"{role}@example.eu", roles=[role], **common) for role in Role
    }
    institution = Institution.objects.create(
        code="EP", slug="ep", kind=InstitutionKind.INSTITUTION, name_en="European Parliament"
    )
    Recruiter.objects.create(user=User.objects.in_role(Role.RECRUITER).get(), institution=institution)
    return {"anonymous": None, "candidate": candidate, **holders}


def expected(visitor: str, audience: Audience) -> str:
    """What the table promises: "let in", "sign in" or "refused"."""
    if audience is Audience.EVERYBODY:
        return "let in"
    if visitor == "anonymous":
        return "sign in"
    belongs = {
        Audience.SIGNED_IN: True,
        Audience.STAFF: visitor in STAFF_ROLES,
        Audience.RECRUITER: visitor == Role.RECRUITER,
    }
    return "let in" if belongs[audience] else "refused"


def observed(response: Any, address: Address) -> str:
    """What happened; inside the admin a page may still refuse who lacks its permission."""
    location = response.get("Location", "")
    if response.status_code == 302 and location == f"/en/account/login/?next={address.path}":
        return "sign in"
    if response.status_code == 403:
        return "refused"
    if address.name == "health_ready":
        return "let in"  # 503 here, where no worker runs
    if address.name == "socialaccount_login_error":
        return "let in"  # 401: the page says that signing in with EU Login did not work
    assert response.status_code in {200, 302, 404, 405}, (address, response.status_code)
    return "let in"


def client_of(person: User | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def differences(visitor: str, people: dict[str, User | None], method: str) -> dict[str, tuple[str, str]]:
    """The addresses that answer `visitor` otherwise than the table says, with (expected, observed)."""
    found = {}
    client = client_of(people[visitor])
    for address in addresses():
        promise = expected(visitor, audience_of(resolve(address.path)) or Audience.EVERYBODY)
        answer = observed(client.generic(method, address.path), address)
        refused_inside = address.name.startswith("admin:") and (promise, answer) == ("let in", "refused")
        if promise != answer and not refused_inside:
            found[address.name] = (promise, answer)
    return found


def test_every_address_is_in_the_table() -> None:
    unnamed = [address.name for address in addresses() if audience_of(resolve(address.path)) is None]
    assert unnamed == []


def test_the_table_names_no_address_that_does_not_exist() -> None:
    names = {address.name for address in addresses()}
    namespaces = {f"{name.partition(':')[0]}:*" for name in names if ":" in name}
    assert set(audience_table()) - names - namespaces == set()


@pytest.mark.parametrize("visitor", VISITORS)
def test_each_address_answers_as_the_table_says(visitor: str, people: dict[str, User | None]) -> None:
    assert differences(visitor, people, "GET") == {}


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST"])
def test_other_methods_open_nothing_to_strangers(method: str, people: dict[str, User | None]) -> None:
    assert differences("anonymous", people, method) == {}


def test_the_answer_is_the_same_in_another_language(people: dict[str, User | None]) -> None:
    for visitor, outcome in [("anonymous", 302), ("candidate", 403), (Role.EDITOR, 200)]:
        assert client_of(people[visitor]).get("/mt/admin/").status_code == outcome


def test_a_closed_account_is_a_stranger(people: dict[str, User | None]) -> None:
    User.objects.update(is_active=False)
    response = client_of(people[Role.EDITOR]).get("/en/admin/")
    assert response["Location"] == "/en/account/login/?next=/en/admin/"


def test_an_address_that_the_table_does_not_name_is_refused_to_everybody(monkeypatch: Any) -> None:
    table = {name: who for name, who in audience_table().items() if name != "careers:*"}
    monkeypatch.setattr("accounts.audiences.audience_table", lambda: table)
    operator = User.objects.create_superuser("operator@example.eu")
    assert [client_of(who).get("/en/").status_code for who in (None, operator)] == [403, 403]


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_the_lists_of_the_admin_open_to_the_roles_with_a_permission_on_their_rows(
    role: Role, people: dict[str, User | None]
) -> None:
    client = client_of(people[role])
    open_lists = {
        model._meta.label_lower
        for model in admin.site._registry
        if client.get(_list_of(model)).status_code == 200
    }
    assert open_lists - _models_named_by(PERMISSIONS[role]) == set()


def _list_of(model: Any) -> str:
    with translation.override("en"):
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def _models_named_by(permissions: frozenset[str]) -> set[str]:
    """The models that one of the permissions is about: a column of Django's, or one of our own."""
    named = set()
    for model in apps.get_models():
        own = {codename for codename, _label in model._meta.permissions}
        own |= {f"{action}_{model._meta.model_name}" for action in model._meta.default_permissions}
        opening = {f"{model._meta.app_label}.{codename}" for codename in own}
        if (opening | ALSO_OPENED_BY.get(model._meta.label_lower, set())) & permissions:
            named.add(model._meta.label_lower)
    return named


def test_who_may_not_open_a_list_is_refused(people: dict[str, User | None]) -> None:
    statuses = {
        visitor: client_of(person).get("/en/admin/core/auditrecord/").status_code
        for visitor, person in people.items()
    }
    staff_but_no_auditor = STAFF_ROLES - {Role.AUDITOR}
    wanted: dict[str, int] = dict.fromkeys(["candidate", Role.RECRUITER, *staff_but_no_auditor], 403)
    assert statuses == wanted | {"anonymous": 302, Role.AUDITOR: 200}


def test_the_admin_is_signed_in_to_through_the_site(people: dict[str, User | None]) -> None:
    stranger, editor = Client(), client_of(people[Role.EDITOR])
    assert stranger.get("/nl/admin/")["Location"] == "/nl/account/login/?next=/nl/admin/"
    assert editor.get("/nl/admin/login/?next=/nl/admin/careers/")["Location"] == "/nl/admin/careers/"
    assert editor.get("/nl/admin/login/?next=https://evil.example/")["Location"] == "/nl/admin/"
