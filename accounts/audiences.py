"""Who may open an address at all. One table (`settings.AUDIENCES`) names them all; others are refused."""

from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import ResolverMatch
from django.utils.module_loading import import_string


class Audience(Enum):
    """Groups of people; inside each, a view still asks which rows are this person's."""

    EVERYBODY = "everybody"
    SIGNED_IN = "signed in"
    STAFF = "staff"
    RECRUITER = "recruiter"


@cache
def audience_table() -> Mapping[str, Audience]:
    """Return the table of address names; a name ending in `:*` covers a whole namespace."""
    table: Mapping[str, Audience] = import_string(settings.AUDIENCES)
    return table


def audience_of(match: ResolverMatch) -> Audience | None:
    """Return the audience of the address that was resolved; None when the table does not name it."""
    table = audience_table()
    if match.view_name in table:
        return table[match.view_name]
    for depth in range(len(match.namespaces), 0, -1):
        key = ":".join(match.namespaces[:depth]) + ":*"
        if key in table:
            return table[key]
    return None


def belongs_to(request: HttpRequest, audience: Audience) -> bool:
    """Say whether the person behind `request` is one of `audience`."""
    user: Any = request.user
    if audience is Audience.EVERYBODY:
        return True
    if not user.is_authenticated:
        return False
    if audience is Audience.STAFF:
        return bool(user.is_staff)
    if audience is Audience.RECRUITER:
        return bool(user.has_perm("recruitment.download_reservelist"))
    return True
