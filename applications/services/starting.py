"""Starting an application, with what the candidate keeps in her account."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from applications import emails
from applications.models import Application, ApplicationTransition
from applications.permissions import can_start_application
from applications.services.cv import fill_from_cv
from applications.services.faults import ApplicationsClosed
from applications.services.numbers import take_numbers
from competitions.models import Competition
from notifications.services import post_letter


@transaction.atomic
def start_application(*, candidate: User, competition: Competition, now: datetime) -> Application:
    """Start the candidate's application for `competition`, or return the one there is already.

    Posts the letter "application_started". Raises ApplicationsClosed where none is taken at `now`.
    """
    User.objects.select_for_update(no_key=True).get(pk=candidate.pk)  # two clicks start one application
    existing: Application | None = Application.objects.filter(
        candidate=candidate, competition=competition
    ).first()
    if existing is not None:
        return existing
    fresh = Competition.objects.in_language().get(pk=competition.pk)
    if not can_start_application(fresh, now):
        raise ApplicationsClosed(fresh, now)
    return _create(candidate, fresh, now)


def _create(candidate: User, competition: Competition, now: datetime) -> Application:
    application = Application.objects.create(
        candidate=candidate,
        competition=competition,
        number=take_numbers(count=1)[0],
        field=_only_field(competition),
        created_at=now,
        changed_at=now,
        is_demonstration=competition.is_demonstration,
    )
    ApplicationTransition.objects.create(
        subject=application, action="start", to_state=application.state, made_at=now, made_by=candidate
    )
    fill_from_cv(application)
    post_letter(
        recipient=candidate,
        event="application_started",
        key=f"application:{application.number}",
        about=f"application:{application.number}",
        build=lambda: emails.application_started(application),
        now=now,
    )
    return application


def _only_field(competition: Competition) -> Any:
    fields = list(competition.fields.all()[:2])
    return fields[0] if len(fields) == 1 else None
