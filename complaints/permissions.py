"""Who may see, handle and decide a complaint (epso 9.2). Each service asks here again."""

from typing import Any, Final

from django.db.models import Q

from applications.models import Application
from complaints.models import Complaint
from complaints.querysets import ComplaintQuerySet
from complaints.states import BY_BOARD, COMPLAINT_MOVES, IN_HAND, ComplaintState
from selection.models import BoardMembership
from selection.permissions import is_bound_to_boards, is_on_board
from selection.states import RouteKind

DECIDER: Final = {
    RouteKind.ITEM: "complaints.decide_board_complaint",
    RouteKind.REVIEW: "complaints.decide_board_complaint",
    RouteKind.TECHNICAL: "complaints.decide_technical_complaint",
    RouteKind.ADMINISTRATIVE: "complaints.decide_administrative_complaint",
}
"""Who decides on each route: the permission of the competent role."""


def can_contest(application: Application) -> bool:
    """Whoever handed in an application may contest what was done with it, withdrawn since or not."""
    return application.submissions.exists()


def can_edit_complaint(complaint: Complaint) -> bool:
    return complaint.state == ComplaintState.DRAFT


def can_withdraw_complaint(complaint: Complaint) -> bool:
    return COMPLAINT_MOVES.permits("withdraw", complaint.state)


def can_add_evidence(complaint: Complaint) -> bool:
    """Files come with the draft, and with the answer to a question."""
    return complaint.state in (ComplaintState.DRAFT, ComplaintState.ASKED)


def can_answer_request(complaint: Complaint) -> bool:
    return complaint.state == ComplaintState.ASKED


def seen_by(user: Any) -> ComplaintQuerySet:
    """The complaints that are for this member of staff: none under Article 90(2) but for legal officers;
    boards those of their own competitions."""
    rows: ComplaintQuerySet = Complaint.objects.handed_in()
    if not user.has_perm("complaints.view_complaint"):
        return rows.none()
    if not user.has_perm(DECIDER[RouteKind.ADMINISTRATIVE]):
        rows = rows.exclude(route=RouteKind.ADMINISTRATIVE)
    if is_bound_to_boards(user):
        mine = BoardMembership.objects.filter(user=user).values("competition")
        rows = rows.filter(Q(application__competition__in=mine))
    return rows


def can_see_complaint(user: Any, complaint: Complaint) -> bool:
    return seen_by(user).filter(pk=complaint.pk).exists()


def can_handle_complaint(user: Any, complaint: Complaint) -> bool:
    """Examine it, ask for more, note what the provider says."""
    return user.has_perm("complaints.handle_complaint") and can_see_complaint(user, complaint)


def can_decide_complaint(user: Any, complaint: Complaint) -> bool:
    """The competent role alone; for a board, who sits on it. An operator may stand in."""
    if complaint.state not in IN_HAND or not can_see_complaint(user, complaint):
        return False
    if user.is_superuser:
        return True
    kind = complaint.route_kind
    if not user.has_perm(DECIDER[kind]):
        return False
    return kind not in BY_BOARD or is_on_board(user, complaint.application.competition)
