"""Keeping no more than is wanted: ask once a year, and forget what nobody confirmed, answered or needs."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from alerts import emails
from alerts.models import Alert, AlertLink
from alerts.services.links import new_link, queue_alert_mail
from core.services import record_audit
from notifications.models import OutgoingEmail
from notifications.states import EmailState


@transaction.atomic
def ask_whether_still_wanted(*, now: datetime, limit: int) -> int:
    """Ask by mail about at most `limit` alerts that nobody has said to want for a year; return how many."""
    wanted_before = now - timedelta(days=settings.ALERT_ASK_AFTER_DAYS)
    due = Alert.objects.to_be_asked(wanted_before).select_for_update(skip_locked=True, of=("self",))
    alerts = list(due.select_related("competition").defer("competition__document")[:limit])
    for alert in alerts:
        token = new_link(alert=alert, now=now)
        text = emails.still_wanted(alert, token)
        queue_alert_mail(alert=alert, token=token, event=emails.STILL_WANTED, text=text, now=now)
    Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(asked_at=now)
    return len(alerts)


@transaction.atomic
def forget(*, now: datetime) -> dict[str, int]:
    """Erase what is kept no longer; return how much of what.

    Alerts not confirmed in time, or asked about without an answer; links so old that nobody follows them,
    save the last of each alert; and mail of alerts that was sent, or could not be, some days ago.
    """
    days = timedelta(days=1)
    counts = {
        "unconfirmed": _erase(
            Alert.objects.unconfirmed_since(now - settings.ALERT_CONFIRM_DAYS * days),
        ),
        "unanswered": _erase(Alert.objects.unanswered_since(now - settings.ALERT_ANSWER_DAYS * days)),
        "links": _erase_old_links(now - settings.ALERT_LINK_DAYS * days),
        "mail": _erase_mail(now - settings.ALERT_MAIL_DAYS * days),
    }
    if counts["unconfirmed"] or counts["unanswered"]:
        record_audit(now=now, by=None, verb="alerts_forgotten", subject=Alert(), key="-", details=counts)
    return counts


def _erase(alerts: Any) -> int:
    keys = list(alerts.select_for_update(of=("self",)).values_list("pk", flat=True))
    Alert.objects.filter(pk__in=keys).delete()
    return len(keys)


def _erase_old_links(before: datetime) -> int:
    newer = AlertLink.objects.filter(alert=OuterRef("alert"), created_at__gt=OuterRef("created_at"))
    _count, by_model = AlertLink.objects.filter(Exists(newer), created_at__lt=before).delete()
    return by_model.get("alerts.AlertLink", 0)


def _erase_mail(before: datetime) -> int:
    old = OutgoingEmail.objects.filter(event__in=emails.EVENTS, created_at__lt=before)
    _count, by_model = old.exclude(state=EmailState.WAITING).delete()
    return by_model.get("notifications.OutgoingEmail", 0)
