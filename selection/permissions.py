"""What staff may do with results, rankings and files; boards only in their own competitions."""

from typing import Any, Final

from accounts.roles import Role
from competitions.models import Competition
from selection.models import BoardMembership

BOARD_ROLES: Final = frozenset({Role.BOARD_MEMBER, Role.BOARD_SECRETARY})


def is_on_board(user: Any, competition: Competition) -> bool:
    """Whether `user` sits on the board of this competition, or is its secretary."""
    return BoardMembership.objects.filter(user=user, competition=competition).exists()


def is_bound_to_boards(user: Any) -> bool:
    """Whether all roles of `user` are those of boards, so that she sees only the competitions of hers."""
    if user.is_superuser:
        return False
    roles = set(user.groups.values_list("name", flat=True))
    return bool(roles) and roles <= BOARD_ROLES


def can_see_competition(user: Any, competition: Competition) -> bool:
    """Whether the results of this competition are for `user` at all."""
    return not is_bound_to_boards(user) or is_on_board(user, competition)


def can_import_results(user: Any, competition: Competition) -> bool:
    return user.has_perm("selection.import_resultsfile") and can_see_competition(user, competition)


def can_neutralise_questions(user: Any, competition: Competition) -> bool:
    return user.has_perm("selection.add_neutralisation") and can_see_competition(user, competition)


def can_compute_ranking(user: Any, competition: Competition) -> bool:
    return user.has_perm("selection.compute_rankingrun") and can_see_competition(user, competition)


def can_view_ranking(user: Any, competition: Competition) -> bool:
    return user.has_perm("selection.view_rankingoutcome") and can_see_competition(user, competition)


def can_prepare_result_letters(user: Any, competition: Competition) -> bool:
    return user.has_perm("notifications.prepare_letterbatch") and can_see_competition(user, competition)


def can_release_ranking(user: Any, competition: Competition) -> bool:
    return user.has_perm("selection.release_rankingrun") and can_see_competition(user, competition)


def can_decide_eligibility(user: Any, competition: Competition) -> bool:
    """Only the board decides, whatever other roles somebody has; an operator may stand in."""
    if user.is_superuser:
        return True
    return user.has_perm("selection.decide_eligibility") and is_on_board(user, competition)
