"""Asking once a year, and forgetting."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alerts.models import Alert, AlertLink
from alerts.services import ask_whether_still_wanted, forget, request_alert
from alerts.services.links import new_link
from alerts.tasks import ask_about_old_alerts, forget_alerts, send_due_digests
from core.models import AuditRecord
from notifications.models import OutgoingEmail
from tests.alerts.scenes import ADDRESS, MONDAY_MORNING, link_of, make_alert, make_opportunity, path_in
from tests.factories import make_competition

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOTHING = {"unconfirmed": 0, "unanswered": 0, "links": 0, "mail": 0}


def ask_all(now):
    return ask_whether_still_wanted(now=now, limit=100)


def test_an_alert_that_is_not_confirmed_in_time_is_erased():
    request_alert(address=ADDRESS, language="en", frequency="DAILY", now=MONDAY_MORNING)
    assert forget(now=MONDAY_MORNING + 3 * DAY - timedelta(seconds=1))["unconfirmed"] == 0
    assert forget(now=MONDAY_MORNING + 3 * DAY)["unconfirmed"] == 1
    assert (Alert.objects.count(), AlertLink.objects.count()) == (0, 0)
    assert AuditRecord.objects.get(verb="alerts_forgotten").details["unconfirmed"] == 1
    assert forget(now=MONDAY_MORNING + 3 * DAY) == NOTHING


@pytest.mark.parametrize("about", ["search", "competition"])
def test_after_a_year_the_reader_is_asked_once(about, client):
    values = {"competition": make_competition()} if about == "competition" else {"query": "grade=AD5"}
    make_alert(now=MONDAY_MORNING, **values)
    assert ask_all(MONDAY_MORNING + 364 * DAY) == 0
    assert ask_all(MONDAY_MORNING + 365 * DAY) == 1
    assert ask_all(MONDAY_MORNING + 366 * DAY) == 0
    email = OutgoingEmail.objects.get()
    assert email.event == "alert_still_wanted"
    assert "within 30 days" in email.body_text
    assert email.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert client.get(path_in(email, "/keep/")).status_code == 200


def test_an_answer_keeps_the_alert_for_another_year(client):
    now = timezone.now()
    alert = make_alert(now=now - 370 * DAY)
    ask_all(now - DAY)
    path = path_in(OutgoingEmail.objects.get(), "/keep/")
    client.get(path)
    alert.refresh_from_db()
    assert alert.asked_at == now - DAY
    answer = client.post(path)
    assert "Your alert goes on." in client.get(answer["Location"]).content.decode()
    assert forget(now=now + 40 * DAY)["unanswered"] == 0
    assert ask_all(now + 360 * DAY) == 0


def test_who_does_not_answer_is_forgotten():
    make_alert(now=MONDAY_MORNING)
    asked_at = MONDAY_MORNING + 365 * DAY
    ask_all(asked_at)
    assert forget(now=asked_at + 30 * DAY - timedelta(seconds=1))["unanswered"] == 0
    assert forget(now=asked_at + 30 * DAY)["unanswered"] == 1
    assert Alert.objects.count() == 0


def test_old_links_are_forgotten_but_the_last_one_works(client):
    alert = make_alert(now=MONDAY_MORNING)
    AlertLink.objects.all().delete()
    for day in (0, 1, 2):
        token = new_link(alert=alert, now=MONDAY_MORNING + day * DAY)
    assert forget(now=MONDAY_MORNING + 300 * DAY)["links"] == 2
    assert client.get(f"/en/alerts/{token}/").status_code == 200


def test_mail_of_alerts_is_erased_some_days_after_it_was_sent():
    make_alert(now=MONDAY_MORNING)
    request_alert(address=ADDRESS, language="en", frequency="DAILY", query="q=x", now=MONDAY_MORNING)
    assert forget(now=MONDAY_MORNING + 8 * DAY)["mail"] == 0  # it waits still
    OutgoingEmail.objects.update(state="SENT", sent_at=MONDAY_MORNING)
    other = OutgoingEmail.objects.create(
        event="account", to_address=ADDRESS, language="en", subject="x", body_text="x", message_id="<x@x>",
        due_at=MONDAY_MORNING, created_at=MONDAY_MORNING,
    )  # fmt: skip
    assert forget(now=MONDAY_MORNING + 6 * DAY)["mail"] == 0
    assert forget(now=MONDAY_MORNING + 8 * DAY)["mail"] == 1
    assert OutgoingEmail.objects.get() == other


def test_an_alert_that_is_stopped_takes_its_question_with_it(client):
    alert = make_alert(now=timezone.now())
    client.post(link_of(alert, "alert_stop"))
    assert ask_all(timezone.now() + 365 * DAY) == 0


@pytest.mark.django_db(transaction=True)
def test_the_tasks_do_the_work_of_the_beat():
    now = timezone.now()
    make_alert(now=now - 366 * DAY)
    request_alert(address="b@example.eu", language="en", frequency="DAILY", query="q=x", now=now - 4 * DAY)
    Alert.objects.confirmed().update(told_until=now - 3 * DAY)
    make_opportunity(listed_at=now - 2 * DAY)
    send_due_digests()
    ask_about_old_alerts()
    forget_alerts()
    events = set(OutgoingEmail.objects.values_list("event", flat=True))
    assert events == {"alert_confirm", "alert_digest", "alert_still_wanted"}
    assert Alert.objects.get().is_confirmed
