"""Who looked at my file, the e-mail I get, my dates in a calendar: each person's own, and nobody else's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.models import AccessKind
from accounts.roles import Role
from accounts.services import record_file_access
from applications.services import submit_application
from core.models import AuditRecord
from dashboard import services
from dashboard.models import CalendarAddress
from notifications.models import Letter, OutgoingEmail, SilencedTopic
from notifications.services import choose_emails
from notifications.topics import TOPIC_OF, Topic
from tests.factories import make_application, make_candidate, make_competition, make_staff

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def looked(person: Any, *, about: str = "application:2026-000123") -> None:
    reader = make_staff()
    reader.groups.add(Group.objects.get(name=Role.LEGAL))
    record_file_access(
        people=[(person.pk, about)], by=reader, kind=AccessKind.OPENED, now=NOW, purpose="Case 12"
    )


def test_each_look_is_listed_with_time_role_and_purpose_and_without_a_name(client):
    person = make_candidate()
    looked(person)
    client.force_login(person)
    page = client.get(reverse("dashboard:file_accesses")).content.decode()
    for text in ("22 November 2026", "Application 2026-000123: Opened", "Legal officer", "Case 12"):
        assert text in page
    assert "staff" not in page.split("<main")[1].split("</main")[0]


def test_looks_at_anothers_file_are_not_listed(client):
    looked(make_candidate())
    client.force_login(make_candidate())
    page = client.get(reverse("dashboard:file_accesses")).content.decode()
    assert "Nobody has looked at your file." in page


def test_a_topic_without_e_mail_has_its_letters_in_the_account_all_the_same(client):
    person = make_candidate()
    client.force_login(person)
    client.post(reverse("dashboard:email_choices"), {"topics": ["REMINDERS"]})
    application: Any = make_application(candidate=person, is_complete=True)
    submit_application(application=application, revision=application.revision, arrived_at=timezone.now())
    assert Letter.objects.filter(recipient=person, event="application_submitted").count() == 1
    assert OutgoingEmail.objects.filter(event="application_submitted").count() == 0


def test_choosing_all_topics_again_brings_the_e_mail_back():
    person = make_candidate()
    choose_emails(person=person, wanted=[], now=NOW)
    assert set(SilencedTopic.objects.values_list("topic", flat=True)) == set(Topic)
    choose_emails(person=person, wanted=list(Topic), now=NOW)
    assert SilencedTopic.objects.count() == 0
    assert AuditRecord.objects.filter(verb="choose_emails").count() == 2


def test_the_same_choice_again_leaves_no_row():
    person = make_candidate()
    choose_emails(person=person, wanted=list(Topic), now=NOW)
    assert AuditRecord.objects.filter(verb="choose_emails").count() == 0


def test_a_topic_that_does_not_exist_is_refused(client):
    client.force_login(make_candidate())
    response = client.post(reverse("dashboard:email_choices"), {"topics": ["RESULTS"]})
    assert b"RESULTS is not one of the available choices" in response.content
    assert SilencedTopic.objects.count() == 0


def test_results_and_answers_are_always_announced():
    assert "result" not in TOPIC_OF


@pytest.fixture
def dated(client: Any) -> Any:
    """A person with an application and a calendar address."""
    person = make_candidate(language="nl")
    competition = make_competition(application_deadline=timezone.now() + timedelta(days=5))
    make_application(candidate=person, competition=competition)
    return services.renew_calendar_address(person=person, now=NOW)


def path_of(address: Any) -> str:
    return reverse("dashboard:calendar_file", args=[address.key, address.signature])


def test_the_calendar_holds_the_deadline_and_needs_no_sign_in(client, dated):
    response = client.get(path_of(dated))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    deadline = dated.person.applications.get().competition.application_deadline
    starts = [event.decoded("dtstart") for event in calendar.walk("VEVENT")]
    assert deadline.replace(microsecond=0) in starts


def test_a_new_address_ends_the_old_one(client, dated):
    old = path_of(dated)
    client.force_login(dated.person)
    client.post(reverse("dashboard:calendar"), {"renew": "1"})
    assert client.get(old).status_code == 404
    assert client.get(path_of(CalendarAddress.objects.get())).status_code == 200


def test_a_removed_address_answers_nobody(client, dated):
    client.force_login(dated.person)
    client.post(reverse("dashboard:calendar"), {"remove": "1"})
    assert client.get(path_of(dated)).status_code == 404


def test_a_key_without_its_signature_answers_nobody(client, dated):
    assert client.get(reverse("dashboard:calendar_file", args=[dated.key, "guess"])).status_code == 404


def test_the_address_of_a_closed_account_answers_nobody(client, dated):
    dated.person.is_active = False
    dated.person.save(update_fields=["is_active"])
    assert client.get(path_of(dated)).status_code == 404


def test_an_address_is_renewed_with_its_record_or_not_at_all(monkeypatch):
    def fail(**_values: Any) -> None:
        raise ImproperlyConfigured

    monkeypatch.setattr(services, "record_audit", fail)
    with pytest.raises(ImproperlyConfigured):
        services.renew_calendar_address(person=make_candidate(), now=NOW)
    assert CalendarAddress.objects.count() == 0
