"""Asking for an alert, confirming, changing, keeping and stopping it: through the pages, as readers do."""

import hashlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from alerts.models import Alert, AlertLink
from alerts.services import confirm_alert, request_alert
from alerts.services.wishes import TooManyAlerts
from careers.choices import ContractType, Domain, FunctionGroup
from careers.names import GRADES
from core.languages import CODES
from core.models import AuditRecord
from notifications.models import OutgoingEmail
from tests.alerts.scenes import ADDRESS, MONDAY_MORNING, link_of, make_alert, path_in
from tests.factories import make_candidate, make_competition

pytestmark = pytest.mark.django_db
NEW = "/en/alerts/new/?grade=AD5&q=lawyer"


@pytest.fixture
def strict():
    """A browser that demands a CSRF token where the site does, and has no session."""
    return Client(enforce_csrf_checks=True)


def ask(client, address=ADDRESS, path=NEW, **more):
    return client.post(path, {"email": address, "frequency": "DAILY", **more})


def only_mail():
    return OutgoingEmail.objects.get()


def test_an_alert_is_asked_for_without_account_or_session(strict):
    answer = ask(strict, path="/nl/alerts/new/?grade=AD5&q=lawyer", frequency="WEEKLY")
    assert (answer.status_code, answer["Location"]) == (302, "/nl/alerts/requested/")
    assert answer.cookies == {}
    alert = Alert.objects.get()
    assert (alert.address, alert.language, alert.frequency) == (ADDRESS, "nl", "WEEKLY")
    assert alert.query == "q=lawyer&grade=AD5"
    assert not alert.is_confirmed
    assert strict.get("/nl/alerts/requested/").status_code == 200


def test_the_search_is_kept_in_one_order_and_without_what_is_no_filter(client):
    for order in ("q=lawyer&grade=AD5&page=3&utm_source=x", "grade=AD5&q=+lawyer&place="):
        ask(client, path=f"/en/alerts/new/?{order}")
    assert [each.query for each in Alert.objects.all()] == ["q=lawyer&grade=AD5"]


def test_only_the_digest_of_a_link_is_stored(client):
    ask(client)
    token = path_in(only_mail(), "/confirm/").split("/")[3]
    assert len(token) == 32
    assert AlertLink.objects.get().digest == hashlib.sha256(token.encode()).hexdigest()


def test_opening_the_link_confirms_nothing_and_pressing_the_button_does(client, strict):
    ask(client)
    path = path_in(only_mail(), "/confirm/")
    page = strict.get(path)
    assert page.status_code == 200
    assert strict.head(path).status_code == 200
    assert not Alert.objects.get().is_confirmed
    assert "lawyer" in page.content.decode()
    answer = strict.post(path)
    assert answer.status_code == 302
    assert Alert.objects.get().is_confirmed
    assert "Your alert is confirmed." in strict.get(answer["Location"]).content.decode()
    assert AuditRecord.objects.filter(verb="alert_confirmed").count() == 1
    assert strict.post(path).status_code == 302
    assert AuditRecord.objects.filter(verb="alert_confirmed").count() == 1


def test_the_mail_to_confirm_does_not_carry_what_somebody_typed(client):
    ask(client, path="/en/alerts/new/?grade=AD5&q=buy+pills+at+evil.example")
    email = only_mail()
    assert "Grade: AD5" in email.body_text
    for part in (email.subject, email.body_text, email.body_html):
        assert "evil" not in part


def test_pages_behind_links_are_kept_nowhere_and_told_to_nobody(client):
    page = client.get(link_of(make_alert(now=timezone.now()), "alert_detail"))
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_the_answer_is_the_same_for_an_address_with_alerts_and_one_without(client):
    make_alert(now=timezone.now(), address="known@example.eu", query="q=lawyer&grade=AD5")
    answers = [ask(client, address) for address in ("known@example.eu", "new@example.eu")]
    assert {(each.status_code, each["Location"]) for each in answers} == {(302, "/en/alerts/requested/")}
    texts = [
        (each.event, len(each.body_text), len(each.headers)) for each in OutgoingEmail.objects.order_by("pk")
    ]
    assert texts[0] == texts[1]


def test_asking_again_makes_no_second_alert_and_both_links_work(client):
    ask(client)
    ask(client, ADDRESS.upper())
    assert Alert.objects.count() == 1
    for email in OutgoingEmail.objects.order_by("pk"):
        assert client.get(path_in(email, "/confirm/")).status_code == 200


def test_confirming_the_same_alert_anew_changes_the_one_that_runs(client):
    running = make_alert(now=MONDAY_MORNING, query="grade=AD5", frequency="DAILY")
    ask(client, path="/el/alerts/new/?grade=AD5", frequency="WEEKLY")
    path = path_in(only_mail(), "/confirm/")
    assert client.post(path).status_code == 302
    alert = Alert.objects.get()
    assert (alert.pk, alert.frequency, alert.language) == (running.pk, "WEEKLY", "el")
    assert alert.told_until == running.told_until
    assert client.get(path.replace("/confirm/", "/")).status_code == 200


def test_an_address_has_at_most_so_many_alerts(client, settings):
    settings.ALERTS_PER_ADDRESS = 2
    now = timezone.now()
    for grade in ("AD5", "AD6"):
        make_alert(now=now, query=f"grade={grade}")
    ask(client, path="/en/alerts/new/?grade=AD7")
    answer = client.post(path_in(only_mail(), "/confirm/"))
    assert answer.status_code == 422
    assert "You have 2 alerts already." in answer.content.decode()
    with pytest.raises(TooManyAlerts):
        confirm_alert(alert=Alert.objects.pending().get(), now=now)


def test_too_many_requests_from_one_line_are_refused_and_keep_what_was_typed(client, settings):
    settings.ALERT_REQUESTS_PER_NETWORK = 2
    statuses = [ask(client, f"a{number}@example.eu").status_code for number in range(4)]
    assert statuses == [302, 302, 429, 429]
    refused = ask(client, "typed@example.eu").content.decode()
    assert "There were too many requests." in refused
    assert "typed@example.eu" in refused
    assert Alert.objects.count() == 2
    other_line = client.post(NEW, {"email": ADDRESS, "frequency": "DAILY"}, REMOTE_ADDR="2001:db8:1:2::1")
    assert other_line.status_code == 302


def test_an_address_gets_few_mails_a_day_and_nobody_learns_when_it_gets_none(client, settings):
    settings.ALERT_REQUESTS_PER_ADDRESS = 2
    statuses = {ask(client, path=f"/en/alerts/new/?grade=AD{n}").status_code for n in range(5, 9)}
    assert statuses == {302}
    assert OutgoingEmail.objects.count() == 2


@pytest.mark.parametrize(
    "address",
    [
        "", "x", "a@b", "reader@example.eu\r\nBcc: all@example.eu", "a@example.eu,b@example.eu",
        "a@example.eu\x00", f"{'a' * 250}@example.eu", "Reader <reader@example.eu>", "\u202ea@example.eu",
        "<script>@example.eu", "a@exam\nple.eu",
    ],
)  # fmt: skip
def test_a_hostile_address_is_refused(client, address):
    answer = ask(client, address)
    assert answer.status_code == 422
    assert "<script>@" not in answer.content.decode()
    assert (Alert.objects.count(), OutgoingEmail.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "x" * 5000, "q=%00", "q=%ff%fe", "grade=AD5%0d%0aBcc:x@example.eu", "kind=<script>",
        "grade=" + "%F0%9F%98%80" * 200, "q[]=1&q[$ne]=2", "institution=' OR 1=1 --", "&&&===",
    ],
)  # fmt: skip
def test_a_hostile_search_is_shown_and_kept_without_what_is_not_valid(client, query):
    assert client.get(f"/en/alerts/new/?{query}").status_code == 200
    assert ask(client, path=f"/en/alerts/new/?{query}").status_code == 302
    alert = Alert.objects.get()
    assert len(alert.query) < 1000
    assert "<script>" not in client.get(path_in(only_mail(), "/confirm/")).content.decode()


def test_a_search_with_more_filters_than_an_alert_keeps_is_refused(client):
    values = {
        "domain": Domain.values,
        "grade": GRADES[:20],
        "language": CODES[:20],
        "contract": ContractType.values,
        "group": FunctionGroup.values,
    }
    many = "&".join(f"{name}={value}" for name, chosen in values.items() for value in chosen)
    answer = ask(client, path=f"/en/alerts/new/?{many}")
    assert answer.status_code == 422
    assert "This search has too many filters for an alert." in answer.content.decode()


def test_an_unknown_frequency_is_refused(client):
    assert ask(client, frequency="HOURLY").status_code == 422


def test_who_is_signed_in_finds_her_address_filled_in(client):
    candidate = make_candidate()
    client.force_login(candidate)
    assert candidate.email in client.get(NEW).content.decode()


def test_the_reader_changes_how_often(client):
    alert = make_alert(now=timezone.now(), frequency="DAILY")
    path = link_of(alert, "alert_detail")
    answer = client.post(path, {"frequency": "WEEKLY"})
    assert "Your change is saved." in client.get(answer["Location"]).content.decode()
    alert.refresh_from_db()
    assert alert.frequency == "WEEKLY"
    assert client.post(path, {"frequency": "NEVER"}).status_code == 422


def test_a_link_that_was_never_drawn_opens_nothing(client):
    for page, status in (("", 404), ("confirm/", 404), ("keep/", 404), ("stop/", 200)):
        for method in (client.get, client.post):
            assert method(f"/en/alerts/no-such-token/{page}").status_code == status


def test_a_waiting_alert_is_neither_changed_nor_kept_before_it_is_confirmed(client):
    ask(client)
    confirm = path_in(only_mail(), "/confirm/")
    for page in ("", "keep/"):
        answer = client.post(confirm.replace("confirm/", page), {"frequency": "WEEKLY"})
        assert answer["Location"] == confirm
    assert Alert.objects.get().frequency == "DAILY"


def test_a_mail_program_stops_an_alert_with_one_click(strict):
    alert = make_alert(now=timezone.now())
    path = link_of(alert, "alert_stop", "fr")
    for body in (
        {"data": "List-Unsubscribe=One-Click", "content_type": "application/x-www-form-urlencoded"},
        {"data": {"List-Unsubscribe": "One-Click"}},
    ):
        answer = strict.post(path, **body)
        assert (answer.status_code, answer.cookies) == (200, {})
    assert (Alert.objects.count(), AlertLink.objects.count()) == (0, 0)


def test_opening_the_link_to_stop_stops_nothing(client):
    path = link_of(make_alert(now=timezone.now()), "alert_stop")
    assert "Stop the alert" in client.get(path).content.decode()
    assert Alert.objects.count() == 1
    assert "This alert is stopped" in client.post(path).content.decode()
    assert Alert.objects.count() == 0


def test_what_was_stopped_leaves_no_address_anywhere(client):
    ask(client)
    path = path_in(only_mail(), "/confirm/")
    OutgoingEmail.objects.update(state="SENT", sent_at=timezone.now())
    client.post(path.replace("/confirm/", "/stop/"))
    assert OutgoingEmail.objects.count() == 0
    assert not any(ADDRESS in str(vars(record)) for record in AuditRecord.objects.all())
    assert AuditRecord.objects.filter(verb="alert_stopped").count() == 1


def test_the_mail_of_another_alert_stays_while_one_is_stopped(client):
    other = make_alert(now=timezone.now(), query="grade=AD5")
    alert = make_alert(now=timezone.now(), query="grade=AD6")
    request_alert(address=ADDRESS, language="en", frequency="DAILY", query="grade=AD7", now=timezone.now())
    client.post(link_of(alert, "alert_stop"))
    assert OutgoingEmail.objects.count() == 1
    assert Alert.objects.confirmed().get() == other


def test_an_alert_about_a_competition_is_asked_for_on_its_own_page(strict):
    competition = make_competition(title_en="Administrators <b>")
    answer = strict.post(f"/en/alerts/competition/{competition.slug}/", {"email": ADDRESS})
    assert answer.status_code == 302
    alert = Alert.objects.get()
    assert (alert.competition, alert.query, alert.frequency) == (competition, "", "DAILY")
    email = only_mail()
    assert competition.reference in email.body_text
    assert "Administrators <b>" in email.body_text
    assert "Administrators &lt;b&gt;" in email.body_html
    assert strict.post(path_in(email, "/confirm/")).status_code == 302


def test_there_is_no_alert_about_a_competition_that_is_not_public(client):
    for values in ({"state": "DRAFT"}, {"kind": "INTERNAL"}):
        slug = make_competition(**values).slug
        assert client.get(f"/en/alerts/competition/{slug}/").status_code == 404


def test_the_database_refuses_an_alert_that_makes_no_sense():
    now = timezone.now()
    valid = {"address": ADDRESS, "language": "en", "requested_at": now}
    for wrong in (
        {"address": "Reader@example.eu"},
        {"query": "q=x", "competition": make_competition()},
        {"confirmed_at": now},
        {"asked_at": now},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Alert.objects.create(**{**valid, **wrong})
    Alert.objects.create(**valid)
    with pytest.raises(IntegrityError), transaction.atomic():
        Alert.objects.create(**valid)


def test_a_public_page_about_alerts_asks_nothing_of_the_database(
    client, settings, django_assert_max_num_queries
):
    settings.KEEP_VALUES = True
    client.get(NEW)
    with django_assert_max_num_queries(0):
        client.get(NEW)
    with django_assert_max_num_queries(0):
        client.get("/en/alerts/requested/")


def test_the_first_digest_comes_at_the_next_due_hour():
    alert = make_alert(now=MONDAY_MORNING - timedelta(seconds=1))
    assert alert.next_digest_at == MONDAY_MORNING
