"""Opportunities, alerts and the mail about them, at instants that a test chooses."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import translation

from alerts.models import Alert
from alerts.services import DigestRun, confirm_alert, request_alert, send_digests
from alerts.services.links import new_link
from careers.models import Opportunity
from careers.search.writing import IndexedText, write_texts
from competitions.models import Amendment, PlanningChange
from core.languages import CODES
from notifications.models import OutgoingEmail

MONDAY_MORNING = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # 7 o'clock in Brussels
ADDRESS = "reader@example.eu"
_serial = itertools.count(1)


def make_opportunity(*, listed_at: datetime, changed_at: datetime | None = None, **values: Any) -> Any:
    """A vacancy open for three weeks from `listed_at`."""
    serial = next(_serial)
    defaults: dict[str, Any] = {
        "kind": "VACANCY",
        "reference": f"VAC/{serial}/26",
        "path": f"vacancies/vac-{serial}/",
        "title_en": f"Lawyer {serial}",
        "stage": "OPEN",
        "grades": ["AD5"],
        "closes_at": listed_at + timedelta(days=21),
    }
    opportunity = Opportunity.objects.create(**{**defaults, **values})
    titles = {code: getattr(opportunity, f"title_{code}") for code in CODES}
    write_texts(
        opportunity_id=opportunity.pk,
        reference=opportunity.reference,
        grades=opportunity.grades,
        texts={code: IndexedText(title, "") for code, title in titles.items() if title},
    )
    set_times(opportunity, listed_at, changed_at or listed_at)
    return opportunity


def set_times(opportunity: Any, listed_at: datetime, changed_at: datetime) -> None:
    """Make the row say so; the trigger leaves it alone, for nothing that readers see changes."""
    Opportunity.objects.filter(pk=opportunity.pk).update(listed_at=listed_at, changed_at=changed_at)
    opportunity.refresh_from_db()


def make_alert(*, now: datetime, **values: Any) -> Any:
    """A confirmed alert about all opportunities, or about what `values` say, that begins at `now`."""
    wanted = {"address": ADDRESS, "language": "en", "frequency": "DAILY", "query": "", **values}
    request_alert(**wanted, now=now)
    alert = Alert.objects.pending().latest("pk")
    OutgoingEmail.objects.filter(to_address=alert.address, event="alert_confirm").delete()
    return confirm_alert(alert=alert, now=now)


def link_of(alert: Any, name: str, language: str = "en", *, now: datetime = MONDAY_MORNING) -> str:
    """The path of a page behind a new link of `alert`."""
    token = new_link(alert=alert, now=now)
    with translation.override(language):
        return reverse(f"alerts:{name}", kwargs={"token": token})


def send_due(now: datetime, *, limit: int = 100) -> list[Any]:
    """Make the digests due at `now`; return the mail written by that, oldest first."""
    known = set(OutgoingEmail.objects.values_list("pk", flat=True))
    run = DigestRun(now=now)
    while send_digests(run=run, limit=limit):
        pass
    return list(OutgoingEmail.objects.exclude(pk__in=known).order_by("pk"))


def path_in(email: Any, ending: str = "") -> str:
    """The path of the first link in the text of a mail whose address ends so."""
    found = re.search(rf"http://[^/\s]+(/\S*{re.escape(ending)})(?:\s|$)", email.body_text)
    assert found is not None, email.body_text
    return found[1]


def befall(competition: Any, at: datetime) -> None:
    """An amendment of the notice that moves a stage of the planning, as rows."""
    Amendment.objects.create(
        competition=competition, number=1, date=at.date(), reason_en="A new date of the tests",
        reason_nl="Een nieuwe datum voor de tests", document={}, digest_before="0" * 64,
        digest_after="1" * 64, applied_at=at,
    )  # fmt: skip
    stage = {"en": "Reasoning tests", "nl": "Redeneertests"}
    PlanningChange.objects.create(
        competition=competition, row_number=1, date=at.date(), amendment_number=1, made_at=at,
        before={"stage": stage, "period": {"en": "October 2026"}, "state": "INDICATIVE"},
        after={"stage": stage, "period": {"en": "November 2026"}, "state": "ONGOING"},
    )  # fmt: skip
