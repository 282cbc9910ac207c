"""Who may do what with requests for special needs adjustments. An operator's rights are not enough."""

from typing import Any, Final

from django.contrib.auth.models import Permission
from django.db.models import Q

from applications.models import Application
from applications.permissions import ENDED
from applications.states import ApplicationState
from special_needs.models import AccommodationRequest
from special_needs.states import EDITABLE, REQUEST_MOVES

MOST_CERTIFICATES: Final = 20


def can_handle_requests(user: Any) -> bool:
    """Whether the permission was given to `user`, herself or in a role; superusers have all others only."""
    if not (user.is_staff and user.has_perm("special_needs.handle_accommodation")):
        return False
    return not user.is_superuser or _was_given(user)


def _was_given(user: Any) -> bool:
    """Asked once for each person that a request reads: every page of the administration wants to know."""
    if not hasattr(user, "_handles_adjustments"):
        held = Permission.objects.filter(
            content_type__app_label="special_needs", codename="handle_accommodation"
        )
        user._handles_adjustments = held.filter(Q(group__user=user) | Q(user=user)).exists()
    return bool(user._handles_adjustments)


def can_ask(application: Application) -> bool:
    """Needs can arise at any time before the end of the competition."""
    is_withdrawn = application.state == ApplicationState.WITHDRAWN
    return not is_withdrawn and application.competition.state not in ENDED


def can_edit_request(request: AccommodationRequest) -> bool:
    return request.state in EDITABLE and can_ask(request.application)


def can_withdraw_request(request: AccommodationRequest) -> bool:
    return REQUEST_MOVES.permits("withdraw", request.state)


def can_ask_again(request: AccommodationRequest) -> bool:
    return REQUEST_MOVES.permits("ask_again", request.state) and can_ask(request.application)
