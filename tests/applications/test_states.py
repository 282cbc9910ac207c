"""The whole table: every state with every action."""

import pytest

from applications.states import ACTION_LABELS, APPLICATION_MOVES, VALID, ApplicationState

TABLE = {
    ("DRAFT", "submit"): "SUBMITTED",
    ("DRAFT", "withdraw"): "WITHDRAWN",
    ("SUBMITTED", "submit"): "SUBMITTED",
    ("SUBMITTED", "change"): "CHANGED_NOT_SUBMITTED",
    ("SUBMITTED", "withdraw"): "WITHDRAWN",
    ("CHANGED_NOT_SUBMITTED", "submit"): "SUBMITTED",
    ("CHANGED_NOT_SUBMITTED", "discard_changes"): "SUBMITTED",
    ("CHANGED_NOT_SUBMITTED", "withdraw"): "WITHDRAWN",
    ("WITHDRAWN", "apply_again"): "DRAFT",
}
ACTIONS = ("submit", "change", "discard_changes", "withdraw", "apply_again")


@pytest.mark.parametrize("state", ApplicationState.values)
@pytest.mark.parametrize("action", ACTIONS)
def test_each_action_is_possible_in_just_the_states_of_the_table(state, action):
    target = APPLICATION_MOVES.moves[action].target if APPLICATION_MOVES.permits(action, state) else None
    assert target == TABLE.get((state, action))


def test_the_table_has_these_actions_and_each_has_a_name():
    assert set(APPLICATION_MOVES.moves) == set(ACTIONS)
    assert set(ACTION_LABELS) == {"start", *ACTIONS}


def test_no_edit_takes_a_submitted_application_out_of_the_valid_states():
    assert APPLICATION_MOVES.moves["change"].target in VALID
