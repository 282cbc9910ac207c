"""State as a table: the moves that exist, and the one function that makes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted action: from any of `sources` to `target`."""

    sources: frozenset[str]
    target: str


class StateTable:
    """The moves of one kind of row, as {action: (from these states, to that state)}."""

    def __init__(self, moves: Mapping[str, tuple[Iterable[str], str]]) -> None:
        self.moves = {action: Move(frozenset(sources), target) for action, (sources, target) in moves.items()}

    def permits(self, action: str, state: str) -> bool:
        """Say whether `action` exists and may be taken from `state`."""
        return action in self.moves and state in self.moves[action].sources

    def actions_from(self, state: str) -> list[str]:
        """List the actions that may be taken from `state`, in the order of the table."""
        return [action for action in self.moves if self.permits(action, state)]


class StateMoveRefused(ValidationError):
    """The action does not exist in the row's present state."""

    def __init__(self, action: str, state: str) -> None:
        super().__init__(
            _("The action “%(action)s” is not possible in the state “%(state)s”."),
            code="state_move_refused",
            params={"action": action, "state": state},
        )


class Transition(models.Model):
    """One move of a row from a state to another: who, when, why. Subclasses add the foreign key `subject`."""

    action = models.CharField(_("action"), max_length=40)
    from_state = models.CharField(_("from state"), max_length=40, blank=True)
    to_state = models.CharField(_("to state"), max_length=40)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        abstract = True
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


def move(
    row: Row,
    *,
    table: StateTable,
    transition_model: type[Transition],
    action: str,
    by: Any,
    now: datetime,
    reason: str = "",
    changes: Mapping[str, Any] | None = None,
) -> Row:
    """Take `action` on `row` under a row lock, save its new state with `changes`, and leave a transition row.

    Returns the locked, updated row. Raises StateMoveRefused when the table does not permit the action.
    """
    with transaction.atomic():
        locked: Any = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
        move_locked(
            locked,
            table=table,
            transition_model=transition_model,
            action=action,
            by=by,
            now=now,
            reason=reason,
            changes=changes,
        )
    return locked  # type: ignore[no-any-return]


def move_locked(
    row: Any,
    *,
    table: StateTable,
    transition_model: type[Transition],
    action: str,
    by: Any,
    now: datetime,
    reason: str = "",
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Do what `move` does with a row that this transaction has locked and read already.

    Raises StateMoveRefused when the table does not permit the action.
    """
    if not table.permits(action, row.state):
        raise StateMoveRefused(action, row.state)
    before = row.state
    row.state = table.moves[action].target
    for name, value in (changes or {}).items():
        setattr(row, name, value)
    row.save(update_fields=["state", *(changes or {})])
    transition_model.objects.create(  # type: ignore[attr-defined]
        subject=row,
        action=action,
        from_state=before,
        to_state=row.state,
        made_at=now,
        made_by=by,
        reason=reason,
    )
