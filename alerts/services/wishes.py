"""What a reader wishes: to have an alert, to have it more or less often, to keep it, to stop it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alerts import emails
from alerts.models import Alert, AlertLink
from alerts.services.links import new_link, queue_alert_mail
from alerts.times import next_slot
from competitions.models import Competition
from core.services import record_audit
from notifications.models import OutgoingEmail
from notifications.states import EmailState


@transaction.atomic
def request_alert(
    *,
    address: str,
    language: str,
    frequency: str,
    query: str = "",
    competition: Competition | None = None,
    now: datetime,
) -> None:
    """Ask `address` by mail whether it wants an alert about a search or a competition.

    Nothing is returned, and the same is done whether the address has this alert, others or none. Asking
    again for one that waits sends another link.
    """
    alert, _created = Alert.objects.pending().update_or_create(
        address=address.lower(),
        query=query,
        competition=competition,
        defaults={"language": language, "frequency": frequency, "requested_at": now},
    )
    token = new_link(alert=alert, now=now)
    text = emails.confirmation(alert, token)
    queue_alert_mail(alert=alert, token=token, event=emails.CONFIRM, text=text, now=now)


class TooManyAlerts(ValidationError):
    """The address has as many alerts as one may have."""

    def __init__(self, most: int) -> None:
        super().__init__(
            _("You have %(most)s alerts already. Stop one of them first."),
            code="too_many_alerts",
            params={"most": most},
        )


@transaction.atomic
def confirm_alert(*, alert: Alert, now: datetime) -> Alert:
    """Let an alert run: it tells of what happens from now on. One that runs already is left as it is.

    Where the address has the same alert, that one takes over frequency, language and links. Returns the alert
    that runs. Raises TooManyAlerts.
    """
    pending: Alert = Alert.objects.select_for_update().get(pk=alert.pk)
    if pending.is_confirmed:
        return pending
    others = Alert.objects.confirmed().filter(address=pending.address).select_for_update()
    running = {(each.query, each.competition_id): each for each in others}
    twin = running.get((pending.query, pending.competition_id))
    if twin is not None:
        return _take_over(twin, pending, now)
    if len(running) >= settings.ALERTS_PER_ADDRESS:
        raise TooManyAlerts(settings.ALERTS_PER_ADDRESS)
    return _start(pending, now)


def _start(alert: Alert, now: datetime) -> Alert:
    alert.confirmed_at = alert.wanted_at = alert.told_until = now
    alert.next_digest_at = next_slot(now, weekly=alert.is_weekly)
    alert.save()
    _record("alert_confirmed", alert, now)
    return alert


def _take_over(running: Alert, pending: Alert, now: datetime) -> Alert:
    """One alert in place of two: what the newer wish says, and what the older one has told already."""
    AlertLink.objects.filter(alert=pending).update(alert=running)
    running.frequency, running.language = pending.frequency, pending.language
    pending.delete()
    return _keep(running, now)


@transaction.atomic
def change_frequency(*, alert: Alert, frequency: str, now: datetime) -> None:
    """Send the alert as often as `frequency` says, from the next due day on. Who changes one wants it."""
    locked: Alert = Alert.objects.confirmed().select_for_update().get(pk=alert.pk)
    locked.frequency = frequency
    _keep(locked, now)


@transaction.atomic
def keep_alert(*, alert: Alert, now: datetime) -> None:
    """Note that the alert is still wanted: for another year nobody asks."""
    _keep(Alert.objects.confirmed().select_for_update().get(pk=alert.pk), now)


def _keep(alert: Alert, now: datetime) -> Alert:
    alert.wanted_at, alert.asked_at = now, None
    alert.next_digest_at = next_slot(now, weekly=alert.is_weekly)
    alert.save()
    _record("alert_kept", alert, now)
    return alert


@transaction.atomic
def stop_alert(*, alert: Alert, now: datetime, by: Any = None) -> None:
    """Erase an alert with its links and what it told; with the last one, the mail its address was sent."""
    _record("alert_stopped", alert, now, by)
    Alert.objects.filter(pk=alert.pk).delete()
    if not Alert.objects.filter(address=alert.address).exists():
        mail = OutgoingEmail.objects.filter(to_address=alert.address, event__in=emails.EVENTS)
        # What a worker may be sending at this moment is forgotten some days later.
        mail.exclude(state=EmailState.WAITING).delete()


@transaction.atomic
def stop_alerts_for(*, alerts: Iterable[Alert], by: Any, now: datetime) -> int:
    """Erase alerts on behalf of readers who asked staff to; return how many."""
    found = list(alerts)
    for alert in found:
        stop_alert(alert=alert, by=by, now=now)
    return len(found)


def _record(verb: str, alert: Alert, now: datetime, by: Any = None) -> None:
    """Leave an audit record that names the alert by its number, never by its address."""
    record_audit(now=now, by=by, verb=verb, subject=alert)
