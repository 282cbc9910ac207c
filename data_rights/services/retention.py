"""How long data are kept: policies run in batches, with a trial, a switch for all, and a warning before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from accounts.models import User
from applications.models import Application
from applications.states import ApplicationState
from core.formats import BRUSSELS
from core.services import record_audit
from data_rights import emails
from data_rights.models import DataRequest, RetentionPolicy, RetentionRun, RetentionWarning
from data_rights.periods import add_months
from data_rights.services.erasure import erase_account, erase_draft
from data_rights.states import OPEN, Category
from notifications.services import post_letter

BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class Rule:
    """What is due of one kind of data at a cutoff, and how one of it is erased."""

    due: Callable[[datetime], Any]
    erase: Callable[..., None]
    warns: bool = False


def unused_accounts(cutoff: datetime) -> Any:
    """Accounts of candidates nobody signed in to since, that never led to an application."""
    applications = Application.objects.filter(candidate=OuterRef("pk"))
    asked = DataRequest.objects.filter(person=OuterRef("pk"), state__in=OPEN)
    unused = Q(last_login__lt=cutoff) | Q(last_login__isnull=True, date_joined__lt=cutoff)
    return (
        User.objects.filter(unused, is_staff=False, is_superuser=False, groups__isnull=True)
        .exclude(email__endswith=f"@{settings.ERASED_DOMAIN}")
        .filter(~Exists(applications), ~Exists(asked))
        .order_by("pk")
    )


def old_drafts(cutoff: datetime) -> Any:
    """Applications that were never submitted, to competitions whose deadline is that long past."""
    return Application.objects.filter(
        state=ApplicationState.DRAFT,
        submissions__isnull=True,
        changed_at__lt=cutoff,
        competition__application_deadline__lt=cutoff,
    ).order_by("pk")


RULES: Final[Mapping[str, Rule]] = {
    Category.ACCOUNT: Rule(unused_accounts, erase_account, warns=True),
    Category.DRAFT: Rule(old_drafts, erase_draft),
}
"""The kinds that this site erases by itself; of the others the policy is kept for who does it by hand."""


def run_retention(*, now: datetime, is_dry: bool) -> RetentionRun | None:
    """Apply every policy in force; None where the switch for all is off.

    A run that was cut off is simply run again: what is gone is not found a second time.
    """
    if not settings.RETENTION_IS_ON and not is_dry:
        return None
    run = RetentionRun.objects.create(started_at=now, is_dry=is_dry)
    for policy in RetentionPolicy.objects.in_force():
        rule = RULES.get(policy.category)
        if rule is not None:
            run.counts[policy.category] = _apply(rule, policy, now, is_dry)
            run.save(update_fields=["counts"])
    run.ended_at = now
    run.save(update_fields=["ended_at"])
    return run


def _apply(rule: Rule, policy: RetentionPolicy, now: datetime, is_dry: bool) -> dict[str, int]:
    due = rule.due(_cutoff(policy, now))
    if not rule.warns:
        return {"due": due.count()} if is_dry else {"erased": _erase_all(rule, due, now)}
    # A warning from before she last signed in is none: who came back is warned anew.
    warned = RetentionWarning.objects.filter(
        person=OuterRef("pk"), warned_at__gt=Coalesce(OuterRef("last_login"), OuterRef("date_joined"))
    )
    long_ago = now - timedelta(days=settings.RETENTION_WARNING_DAYS)
    to_erase = due.filter(Exists(warned.filter(warned_at__lt=long_ago)))
    to_warn = due.filter(~Exists(warned))
    if is_dry:
        return {"due": to_erase.count(), "to_warn": to_warn.count()}
    return {"erased": _erase_all(rule, to_erase, now), "warned": _warn_all(to_warn, now)}


def _cutoff(policy: RetentionPolicy, now: datetime) -> datetime:
    day = add_months(now.astimezone(BRUSSELS).date(), -(policy.months or 0))
    return datetime(day.year, day.month, day.day, tzinfo=BRUSSELS)


def _erase_all(rule: Rule, due: Any, now: datetime) -> int:
    """Erase each in a transaction of its own, the row locked and asked again whether it is still due."""
    erased, last = 0, 0
    while keys := list(due.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        for key in keys:
            erased += _erase_one(rule, due, key, now)
        last = keys[-1]
    return erased


@transaction.atomic
def _erase_one(rule: Rule, due: Any, key: int, now: datetime) -> bool:
    row = due.model._default_manager.select_for_update(of=("self",)).filter(pk=key).first()
    if row is None or not due.filter(pk=key).exists():
        return False
    rule.erase(row, now=now)
    return True


def _warn_all(people: Any, now: datetime) -> int:
    warned = 0
    while batch := list(people[:BATCH]):
        for person in batch:
            _warn(person, now)
        warned += len(batch)
    return warned


@transaction.atomic
def _warn(person: User, now: datetime) -> None:
    """Message 27, once: who signs in after it is not due any more, and is warned anew another time."""
    last_day = _last_day(now)
    RetentionWarning.objects.create(person=person, warned_at=now)
    post_letter(
        recipient=person,
        event="account_erased_soon",
        key=f"account-erased-soon:{last_day}",
        about="",
        build=lambda: emails.account_erased_soon(last_day=last_day),
        now=now,
    )
    record_audit(now=now, by=None, verb="warn_of_erasure", subject=person)


def _last_day(now: datetime) -> date:
    return (now + timedelta(days=settings.RETENTION_WARNING_DAYS)).astimezone(BRUSSELS).date()
