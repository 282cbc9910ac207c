"""Digests: what is new since the last one, sent once.

Each alert carries when its next digest is due and until when everything has been told. Both move in the
transaction that writes the mail and notes what it tells, so a run that dies leaves the rest due and nothing
told twice; runs at the same time pass over each other's alerts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import translation

from alerts import emails
from alerts.models import Alert, ToldOpportunity
from alerts.news import CompetitionNews, competition_news, new_opportunities
from alerts.services.links import new_link, queue_alert_mail
from alerts.times import latest_slot, next_slot

SETTLED_AFTER: Final = timedelta(minutes=10)
"""A transaction that writes an opportunity is over by then; a digest tells of nothing younger."""

Window = tuple[datetime, datetime]


@dataclass(slots=True)
class DigestRun:
    """One run over due alerts; many readers have the same search, and it is asked once for all of them."""

    now: datetime
    _opportunities: dict[tuple[str, str, Window], list[Any]] = field(default_factory=dict)
    _news: dict[tuple[int, str, Window], list[CompetitionNews]] = field(default_factory=dict)

    def opportunities(self, alert: Alert, window: Window) -> list[Any]:
        """What is new for the search of `alert` in the window, in its language."""
        since, until = window
        return _remembered(
            self._opportunities,
            (alert.query, alert.language, window),
            lambda: new_opportunities(alert.query, since=since, until=until, now=self.now),
        )

    def news(self, alert: Alert, window: Window) -> list[CompetitionNews]:
        """What befell the competition of `alert` in the window, in its language."""
        assert alert.competition is not None
        competition, (since, until) = alert.competition, window
        return _remembered(
            self._news,
            (competition.pk, alert.language, window),
            lambda: competition_news(competition, since=since, until=until),
        )


def _remembered(known: dict[Any, Any], key: Any, ask: Callable[[], list[Any]]) -> list[Any]:
    if key not in known:
        with translation.override(key[1]):
            known[key] = ask()
    return list(known[key])


@transaction.atomic
def send_digests(*, run: DigestRun, limit: int) -> int:
    """Write the digests of at most `limit` due alerts; return how many alerts were looked at."""
    due = Alert.objects.due(run.now).select_for_update(skip_locked=True, of=("self",))
    alerts = list(due.select_related("competition").defer("competition__document")[:limit])
    for alert in alerts:
        _send_digest(alert, run)
    return len(alerts)


def _send_digest(alert: Alert, run: DigestRun) -> None:
    assert alert.told_until is not None
    until = latest_slot(run.now, weekly=alert.is_weekly) - SETTLED_AFTER
    if until > alert.told_until:
        window = (alert.told_until, until)
        if alert.competition is None:
            _tell_opportunities(alert, run.opportunities(alert, window), run.now)
        else:
            _tell_news(alert, run.news(alert, window), run.now)
        alert.told_until = until
    alert.next_digest_at = next_slot(run.now, weekly=alert.is_weekly)
    alert.save(update_fields=["told_until", "next_digest_at"])


def _tell_opportunities(alert: Alert, found: Sequence[Any], now: datetime) -> None:
    untold = _not_yet_told(alert, found) if found else []
    if not untold:
        return
    ToldOpportunity.objects.bulk_create(
        ToldOpportunity(alert=alert, opportunity=each, status=each.status_now, told_at=now) for each in untold
    )
    token = new_link(alert=alert, now=now)
    text = emails.digest(alert, token, untold)
    queue_alert_mail(alert=alert, token=token, event=emails.DIGEST, text=text, now=now)


def _not_yet_told(alert: Alert, found: Sequence[Any]) -> list[Any]:
    """Those the alert has not told of in their present status."""
    rows = ToldOpportunity.objects.filter(alert=alert, opportunity__in=[each.pk for each in found])
    told = set(rows.values_list("opportunity_id", "status"))
    return [each for each in found if (each.pk, each.status_now) not in told]


def _tell_news(alert: Alert, news: Sequence[CompetitionNews], now: datetime) -> None:
    if news:
        token = new_link(alert=alert, now=now)
        text = emails.competition_digest(alert, token, news)
        queue_alert_mail(alert=alert, token=token, event=emails.COMPETITION, text=text, now=now)
