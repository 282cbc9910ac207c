"""Digests: only what is new, each thing once, in the reader's language, whatever is cut off."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import translation

from alerts import emails, searches
from alerts.models import Alert, ToldOpportunity
from alerts.services import DigestRun, send_digests
from alerts.services import digests as digests_module
from careers.models import Opportunity
from competitions.models import CompetitionTransition
from core.formats import format_datetime_brussels
from notifications.mime import build_message
from notifications.models import OutgoingEmail
from tests.alerts.scenes import (
    ADDRESS,
    MONDAY_MORNING,
    befall,
    make_alert,
    make_opportunity,
    path_in,
    send_due,
    set_times,
)
from tests.factories import make_competition

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SUNDAY = MONDAY_MORNING - 12 * HOUR


def test_a_digest_tells_only_what_was_listed_since_the_alert_began():
    make_opportunity(listed_at=SUNDAY - HOUR, title_en="Too old")
    make_alert(now=SUNDAY)
    make_opportunity(listed_at=SUNDAY + HOUR, title_en="Just new")
    make_opportunity(listed_at=SUNDAY + HOUR, title_en="Not public", is_published=False)
    (email,) = send_due(MONDAY_MORNING)
    assert email.subject == "1 new job opportunity"
    assert "Just new" in email.body_text
    assert "Too old" not in email.body_text
    assert "Not public" not in email.body_text


def test_nothing_is_sent_before_it_is_due_and_nothing_where_nothing_is_new():
    make_alert(now=SUNDAY)
    make_opportunity(listed_at=SUNDAY + HOUR)
    assert send_due(MONDAY_MORNING - timedelta(seconds=1)) == []
    assert len(send_due(MONDAY_MORNING)) == 1
    assert send_due(MONDAY_MORNING) == []
    assert send_due(MONDAY_MORNING + DAY) == []


def test_what_was_told_up_to_now_is_not_asked_again_and_the_alert_waits_for_its_next_turn():
    alert = make_alert(now=SUNDAY)
    make_opportunity(listed_at=SUNDAY + HOUR)
    Alert.objects.filter(pk=alert.pk).update(told_until=MONDAY_MORNING, next_digest_at=MONDAY_MORNING)
    assert send_due(MONDAY_MORNING) == []
    alert.refresh_from_db()
    assert (alert.told_until, alert.next_digest_at) == (MONDAY_MORNING, MONDAY_MORNING + DAY)


def test_only_what_the_search_finds_is_told():
    make_alert(now=SUNDAY, query="grade=AD7")
    make_opportunity(listed_at=SUNDAY + HOUR)
    make_opportunity(listed_at=SUNDAY + HOUR, grades=["AD7"], title_en="Head of unit")
    (email,) = send_due(MONDAY_MORNING)
    assert email.subject == "1 new job opportunity"
    assert "Head of unit" in email.body_text
    assert "Grade: AD7" in email.body_text


def test_keywords_find_inflected_words_in_the_language_of_the_reader():
    make_alert(now=SUNDAY, query="q=avocats", language="fr")
    make_opportunity(listed_at=SUNDAY + HOUR, title_fr="Un avocat général")
    make_opportunity(listed_at=SUNDAY + HOUR, title_fr="Un traducteur")
    (email,) = send_due(MONDAY_MORNING)
    assert "Un avocat général" in email.body_text
    assert "traducteur" not in email.body_text


def test_a_search_that_finds_very_many_is_told_as_any_other(monkeypatch):
    monkeypatch.setattr(searches, "MOST_KEYS", 1)
    make_alert(now=SUNDAY, query="grade=AD5")
    for _number in range(3):
        make_opportunity(listed_at=SUNDAY + HOUR)
    make_opportunity(listed_at=SUNDAY + HOUR, grades=["AD7"])
    (email,) = send_due(MONDAY_MORNING)
    assert email.subject == "3 new job opportunities"


def test_an_unconfirmed_alert_tells_nothing():
    make_alert(now=SUNDAY)
    Alert.objects.update(
        confirmed_at=None, wanted_at=None, told_until=None, next_digest_at=None, asked_at=None
    )
    make_opportunity(listed_at=SUNDAY + HOUR)
    assert send_due(MONDAY_MORNING) == []


def test_a_weekly_alert_waits_for_monday_and_then_tells_of_the_whole_week():
    make_alert(now=MONDAY_MORNING + HOUR, frequency="WEEKLY")
    make_opportunity(listed_at=MONDAY_MORNING + 2 * HOUR)
    make_opportunity(listed_at=MONDAY_MORNING + 6 * DAY)
    assert send_due(MONDAY_MORNING + 6 * DAY) == []
    (email,) = send_due(MONDAY_MORNING + 7 * DAY)
    assert email.subject == "2 new job opportunities"


def test_what_is_announced_is_told_again_on_the_day_it_opens_and_then_no_more():
    make_alert(now=SUNDAY)
    opens_at = MONDAY_MORNING + 3 * HOUR
    opportunity = make_opportunity(listed_at=SUNDAY + HOUR, opens_at=opens_at)
    (announced,) = send_due(MONDAY_MORNING)
    assert "Upcoming" in announced.body_text
    (opened,) = send_due(MONDAY_MORNING + DAY)
    assert "Open for application" in opened.body_text
    set_times(opportunity, opportunity.listed_at, MONDAY_MORNING + DAY + HOUR)
    assert send_due(MONDAY_MORNING + 2 * DAY) == []


def test_what_changes_is_told_once():
    opportunity = make_opportunity(listed_at=SUNDAY - DAY)
    make_alert(now=SUNDAY)
    set_times(opportunity, opportunity.listed_at, SUNDAY + HOUR)
    assert len(send_due(MONDAY_MORNING)) == 1
    set_times(opportunity, opportunity.listed_at, MONDAY_MORNING + HOUR)
    assert send_due(MONDAY_MORNING + DAY) == []


def test_what_is_closed_is_told_only_to_who_asks_for_it():
    make_alert(now=SUNDAY)
    make_alert(now=SUNDAY, query="status=CLOSED", address="historian@example.eu")
    make_opportunity(listed_at=SUNDAY + HOUR, stage="CLOSED", is_closed_early=True)
    assert [email.to_address for email in send_due(MONDAY_MORNING)] == ["historian@example.eu"]


def test_what_is_just_being_written_waits_for_the_next_digest():
    make_alert(now=SUNDAY)
    make_opportunity(listed_at=MONDAY_MORNING - timedelta(minutes=1))
    assert send_due(MONDAY_MORNING) == []
    assert len(send_due(MONDAY_MORNING + DAY)) == 1


def test_days_without_a_worker_are_made_good_by_one_digest():
    make_alert(now=SUNDAY)
    for day in range(3):
        make_opportunity(listed_at=MONDAY_MORNING + day * DAY - HOUR)
    (email,) = send_due(MONDAY_MORNING + 4 * DAY + HOUR)
    assert email.subject == "3 new job opportunities"


def test_the_trigger_notes_when_something_readers_see_has_changed():
    opportunity = make_opportunity(listed_at=SUNDAY)
    Opportunity.objects.filter(pk=opportunity.pk).update(is_demonstration=True)
    opportunity.refresh_from_db()
    assert opportunity.changed_at == SUNDAY
    opportunity.title_nl = "Jurist"
    opportunity.save()
    opportunity.refresh_from_db()
    assert opportunity.changed_at > SUNDAY
    assert opportunity.listed_at == SUNDAY


def test_what_is_published_later_is_listed_then():
    opportunity = make_opportunity(listed_at=SUNDAY, is_published=False)
    Opportunity.objects.filter(pk=opportunity.pk).update(is_published=True)
    opportunity.refresh_from_db()
    assert opportunity.listed_at == opportunity.changed_at > SUNDAY


@pytest.mark.parametrize("code", ["nl", "el", "bg"])
def test_a_digest_speaks_the_language_of_its_reader(code):
    make_alert(now=SUNDAY, language=code)
    opportunity = make_opportunity(listed_at=SUNDAY + HOUR, **{f"title_{code}": "Ναι да ja"})
    (email,) = send_due(MONDAY_MORNING)
    with translation.override(code):
        deadline = format_datetime_brussels(opportunity.closes_at)
    assert email.language == code
    assert "Ναι да ja" in email.body_text
    assert deadline in email.body_text
    assert f"/{code}/vacancies/" in email.body_text
    assert f'<html lang="{code}">' in email.body_html


def test_a_title_that_is_not_translated_is_marked_as_english():
    make_alert(now=SUNDAY, language="el")
    make_opportunity(listed_at=SUNDAY + HOUR, title_en="Only English")
    (email,) = send_due(MONDAY_MORNING)
    assert 'lang="en">Only English</a>' in email.body_html


def test_a_digest_says_in_its_head_how_to_stop_it_with_one_click(client):
    make_alert(now=SUNDAY)
    make_opportunity(listed_at=SUNDAY + HOUR, title_en="Lawyer\r\nBcc: all@example.eu <b>")
    (email,) = send_due(MONDAY_MORNING)
    message = build_message(email).message()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"]
    assert address == f"<http://127.0.0.1:8000{path_in(email, '/stop/')}>"
    assert message["Bcc"] is None
    assert "&lt;b&gt;" in email.body_html
    assert client.post(path_in(email, "/stop/"), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Alert.objects.count() == 0


def test_a_long_digest_shows_the_first_and_counts_the_others(monkeypatch):
    monkeypatch.setattr(emails, "MOST_SHOWN", 2)
    make_alert(now=SUNDAY)
    for number in range(5):
        make_opportunity(listed_at=SUNDAY + HOUR, closes_at=SUNDAY + (9 - number) * DAY)
    (email,) = send_due(MONDAY_MORNING)
    assert email.subject == "5 new job opportunities"
    assert "and 3 more" in email.body_text
    assert ToldOpportunity.objects.count() == 5


def test_one_search_of_many_readers_is_asked_once(django_assert_max_num_queries):
    make_opportunity(listed_at=SUNDAY + HOUR)
    for number in range(3):
        make_alert(now=SUNDAY, address=f"a{number}@example.eu")
    asked = []
    with pytest.MonkeyPatch.context() as patch:
        ask = digests_module.new_opportunities

        def noting(*args, **options):
            asked.append(args)
            return ask(*args, **options)

        patch.setattr(digests_module, "new_opportunities", noting)
        assert len(send_due(MONDAY_MORNING)) == 3
    assert len(asked) == 1


def test_a_run_that_is_cut_off_goes_on_without_telling_anything_twice(monkeypatch):
    for number in range(5):
        make_alert(now=SUNDAY, address=f"a{number}@example.eu")
    make_opportunity(listed_at=SUNDAY + HOUR)
    run = DigestRun(now=MONDAY_MORNING)
    assert send_digests(run=run, limit=2) == 2
    write = digests_module.queue_alert_mail

    def fail(*, alert, **rest):
        if alert.address == "a3@example.eu":
            raise DatabaseError("the worker was killed")
        write(alert=alert, **rest)

    monkeypatch.setattr(digests_module, "queue_alert_mail", fail)
    with pytest.raises(DatabaseError):
        send_digests(run=run, limit=2)
    monkeypatch.undo()
    send_due(MONDAY_MORNING + HOUR)
    addresses = sorted(OutgoingEmail.objects.values_list("to_address", flat=True))
    assert addresses == [f"a{number}@example.eu" for number in range(5)]
    assert ToldOpportunity.objects.count() == 5


def test_the_database_refuses_to_tell_the_same_twice():
    alert, opportunity = make_alert(now=SUNDAY), make_opportunity(listed_at=SUNDAY)
    told = {"alert": alert, "opportunity": opportunity, "status": "OPEN", "told_at": SUNDAY}
    ToldOpportunity.objects.create(**told)
    with pytest.raises(IntegrityError), transaction.atomic():
        ToldOpportunity.objects.create(**told)


def test_news_of_a_competition_is_told_once_to_who_asked_for_it():
    competition = make_competition(now=SUNDAY)
    make_alert(now=SUNDAY, competition=competition)
    make_alert(now=SUNDAY, competition=make_competition(now=SUNDAY), address="other@example.eu")
    befall(competition, SUNDAY + HOUR)
    (email,) = send_due(MONDAY_MORNING)
    assert email.to_address == ADDRESS
    assert email.subject == f"News about the competition {competition.reference}"
    assert "Amendment 1 of the notice: A new date of the tests" in email.body_text
    line = "Planning of “Reasoning tests”: November 2026, Ongoing (before: October 2026, Indicative)"
    assert line in email.body_text
    assert line in email.body_html
    assert send_due(MONDAY_MORNING + DAY) == []


def test_what_befell_a_competition_before_the_alert_is_not_told():
    competition = make_competition(now=SUNDAY)
    befall(competition, SUNDAY - HOUR)
    make_alert(now=SUNDAY, competition=competition)
    assert send_due(MONDAY_MORNING) == []


def test_news_of_a_competition_is_told_in_the_language_of_the_reader():
    competition = make_competition(now=SUNDAY)
    make_alert(now=SUNDAY, competition=competition, language="nl")
    befall(competition, SUNDAY + HOUR)
    (email,) = send_due(MONDAY_MORNING)
    assert "Een nieuwe datum voor de tests" in email.body_text
    assert "Redeneertests" in email.body_text


def test_a_published_list_is_told_and_the_loading_of_a_notice_is_not():
    competition = make_competition(state="LIST_PUBLISHED", now=SUNDAY - 60 * DAY)
    moves = [("load", "", "OPEN"), ("publish_list", "SCORING", "LIST_PUBLISHED")]
    make_alert(now=SUNDAY, competition=competition)
    for action, before, after in moves:
        CompetitionTransition.objects.create(
            subject=competition, action=action, from_state=before, to_state=after, made_at=SUNDAY + HOUR
        )
    (email,) = send_due(MONDAY_MORNING)
    assert email.body_text.count("New status:") == 1
    assert "New status: Reserve list published" in email.body_text
