"""What readers see: pages in their language or marked as English, few queries, no harm from typing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from knowledge.models import (
    Event,
    FaqFeedback,
    IncidentUpdate,
    KeyDocument,
    Meeting,
    MeetingOrganisation,
    ServiceIncident,
    Testimonial,
)
from knowledge.reading import articles_in, latest_news
from tests.knowledge.conftest import NOW, make_article, make_news, make_question

pytestmark = pytest.mark.django_db
Queries = Callable[[str], int]


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def make_event(slug: str = "an-event", **values: Any) -> Any:
    defaults: dict[str, Any] = {
        "title_en": "An event",
        "summary_en": "Come.",
        "starts_at": timezone.now() + timedelta(days=1),
        "ends_at": timezone.now() + timedelta(days=1, hours=2),
        "state": "PUBLISHED",
        "published_at": NOW,
    }
    return Event.objects.create(slug=slug, **{**defaults, **values})


def make_meeting(subject: str = "Tests", *names: str, **values: Any) -> Any:
    defaults: dict[str, Any] = {"held_on": date(2026, 3, 1), "state": "PUBLISHED", "published_at": NOW}
    meeting = Meeting.objects.create(subject_en=subject, **{**defaults, **values})
    for name in names:
        MeetingOrganisation.objects.create(meeting=meeting, name=name, register_number="123456789012-34")
    return meeting


# Articles


def test_an_article_shows_its_text_with_one_heading_of_the_page(client: Client) -> None:
    make_article(summary_en="In short.", body_en="## A\n\na\n\n## B\n\nb\n\n## C\n\nc")
    found = page(client, "/en/an-article/")
    assert re.findall(r"<h1[^>]*>([^<]+)", found) == ["An article"]
    assert re.findall(r'<a href="#([abc])">', found) == ["a", "b", "c"]
    assert "In short." in found


def test_a_page_is_in_the_readers_language_when_all_its_texts_are(client: Client) -> None:
    make_article(title_nl="Een artikel", body_nl="Woorden.")
    found = page(client, "/nl/an-article/")
    assert "<p>Woorden.</p>" in found
    assert 'lang="en"' not in found.partition("<main")[2].partition("</main")[0]


def test_a_page_with_a_text_missing_is_wholly_in_english_and_says_so(client: Client) -> None:
    make_article(title_nl="Een artikel", summary_en="In short.")
    found = page(client, "/nl/an-article/").partition("<main")[2].partition("</main")[0]
    assert "Een artikel" not in found
    assert re.findall(r'<h1[^>]* lang="en">An article</h1>', found) != []
    assert re.findall(r'<div class="ecl" lang="en">', found) != []
    assert '<p class="article__summary" lang="en">In short.</p>' in found


@pytest.mark.parametrize("state", ["DRAFT", "SCHEDULED", "WITHDRAWN"])
def test_what_is_not_published_is_not_there(client: Client, state: str) -> None:
    make_article(state=state, publish_at=NOW)
    make_question(state=state, publish_at=NOW)
    make_news(state=state, publish_at=NOW)
    make_event(state=state, publish_at=NOW)
    for address in (
        "an-article/",
        "faq/a-question/",
        "news/some-news/",
        "events/an-event/",
        "events/an-event.ics",
    ):
        page(client, f"/en/{address}", 404)
    assert client.post("/en/faq/a-question/feedback/", {"helpful": "yes"}).status_code == 404
    for address in ("faq/", "news/", "events/"):
        assert not re.search("An article|When is the test|Some news|An event", page(client, f"/en/{address}"))


def test_an_article_leads_to_the_others_of_its_section(client: Client) -> None:
    make_article("one", title_en="Number one", order=1)
    make_article("two", title_en="Number two", order=2)
    make_article("other", title_en="Elsewhere", section="about")
    assert [link.title for link in articles_in("apply")] == ["Number one", "Number two"]
    found = page(client, "/en/one/").partition("<main")[2].partition("</main")[0]
    assert ('href="/en/two/"' in found, 'href="/en/other/"' in found) == (True, False)


def test_an_article_can_carry_the_list_of_key_documents(client: Client) -> None:
    KeyDocument.objects.create(
        title_en="General rules", url="https://example.eu/rules", state="PUBLISHED", published_at=NOW
    )
    KeyDocument.objects.create(title_en="Secret", url="https://example.eu/secret")
    make_article(supplement="documents")
    make_article("plain")
    found = page(client, "/en/an-article/")
    assert ("General rules" in found, "Secret" in found) == (True, False)
    assert "General rules" not in page(client, "/en/plain/")


def test_an_article_can_carry_what_people_say(client: Client) -> None:
    Testimonial.objects.create(
        person="A. Person", role_en="Auditor", quote_en="I like it.", consent_given_on=NOW.date(),
        state="PUBLISHED", published_at=NOW,
    )  # fmt: skip
    make_article(supplement="testimonials")
    assert "I like it." in page(client, "/en/an-article/")


def test_an_article_costs_two_queries_and_none_when_kept(queries_of: Queries, keeping: None) -> None:
    make_article(body_en="Within {rule:review_days} days. See [more](page:faq).")
    for count in range(30):
        make_article(f"other-{count}")
    assert (queries_of("/en/an-article/"), queries_of("/en/an-article/")) == (3, 0)


def test_an_address_of_no_article_costs_one_query_and_is_not_kept(client: Client, keeping: None) -> None:
    make_article()
    page(client, "/en/no-such-page/", 404)
    page(client, "/en/no-such-page/", 404)


@pytest.mark.parametrize(
    "address", ["/en/An-Article/", "/en/an_article/", "/en/%00/", "/en/" + "x" * 500 + "/"]
)
def test_odd_addresses_lead_nowhere(client: Client, address: str) -> None:
    make_article()
    assert client.get(address).status_code == 404


# Questions


def test_questions_stand_by_topic(client: Client) -> None:
    make_question()
    found = page(client, "/en/faq/")
    assert ('href="?topic=tests">Tests</a>' in found, 'href="/en/faq/a-question/"' in found) == (True, True)
    assert "The <strong>notice</strong> says so." not in found
    assert "The <strong>notice</strong> says so." in page(client, "/en/faq/?topic=tests")


@pytest.mark.parametrize(
    "words, keys",
    [
        ("éligible", ["one"]),
        ("ELIGIBLE", ["one"]),
        ("eligible degree", ["one"]),
        ("eligible tests", []),
        ("notice", ["two", "one"]),
        ("  ", None),
        ("%", []),
        ("5", ["one"]),
    ],
)
def test_questions_are_found_by_words_whatever_case_and_accents(
    client: Client, words: str, keys: Any
) -> None:
    make_question(
        "one", question_en="Am I éligible?", answer_en="A degree, says the notice: {rule:review_days}."
    )
    make_question("two", question_en="Where is the notice?", answer_en="There.")
    found = client.get("/en/faq/", {"q": words}).context["found"]
    assert (None if found is None else [each.key for each in found]) == keys


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "x" * 5000, "\x00", "'; DROP TABLE", "🙂", "%F0%9F"]
)
def test_odd_words_are_answered(client: Client, words: str) -> None:
    make_question()
    response = client.get("/en/faq/", {"q": words})
    assert (response.status_code, b"<script>alert" in response.content) == (200, False)


def test_a_question_without_a_translation_is_marked(client: Client) -> None:
    make_question()
    found = page(client, "/de/faq/a-question/")
    assert re.findall(r'<h1[^>]* lang="en">When is the test\?</h1>', found) != []
    assert '<a class="ecl-link" href="/de/faq/a-question/" lang="en">' in page(client, "/de/faq/")


def test_questions_cost_one_query_however_many(queries_of: Queries) -> None:
    make_question("one")
    few = queries_of("/en/faq/")
    for count in range(40):
        make_question(f"more-{count}")
    assert (few, queries_of("/en/faq/")) == (1, 1)


# Was this helpful?


def say(client: Client, answer: str, address: str = "/nl/faq/a-question/feedback/", **headers: str) -> Any:
    given = {"HTTP_SEC_FETCH_SITE": "same-origin", **headers}
    return client.post(address, {"helpful": answer}, **given)  # type: ignore[arg-type]  # headers of the test client


def counts() -> list[tuple[str, int, int]]:
    return list(FaqFeedback.objects.values_list("language", "helpful", "unhelpful"))


def test_answers_are_counted_by_language(client: Client) -> None:
    make_question()
    response = say(client, "yes")
    assert (response.status_code, response["Location"]) == (303, "/nl/faq/a-question/?thanks=1#feedback")
    say(client, "no")
    say(client, "yes", "/en/faq/a-question/feedback/")
    assert sorted(counts()) == [("en", 1, 0), ("nl", 1, 1)]


def test_the_page_thanks_and_asks_no_more(client: Client) -> None:
    make_question()
    asked, thanked = page(client, "/en/faq/a-question/"), page(client, "/en/faq/a-question/?thanks=1")
    assert ('name="helpful"' in asked, 'name="helpful"' in thanked) == (True, False)
    assert "csrfmiddlewaretoken" not in asked


@pytest.mark.parametrize("answer", ["", "maybe", "YES", "x" * 10000])
def test_what_is_no_answer_is_not_counted(client: Client, answer: str) -> None:
    make_question()
    assert say(client, answer).status_code == 303
    assert counts() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
    ],
)
def test_answers_from_other_sites_are_refused(client: Client, headers: dict[str, str]) -> None:
    make_question()
    assert say(client, "yes", **headers).status_code == 403
    assert counts() == []


@pytest.mark.parametrize(
    "headers, status",
    [
        ({}, 403),
        ({"HTTP_ORIGIN": "http://testserver"}, 303),
        ({"HTTP_ORIGIN": "http://evil.example"}, 403),
        ({"HTTP_ORIGIN": "null"}, 403),
        ({"HTTP_REFERER": "http://testserver/en/faq/a-question/"}, 303),
        ({"HTTP_REFERER": "http://testserver.evil.example/"}, 403),
    ],
)
def test_an_old_browser_is_believed_by_origin_and_referer(
    client: Client, headers: dict[str, str], status: int
) -> None:
    make_question()
    response = client.post("/en/faq/a-question/feedback/", {"helpful": "yes"}, **headers)  # type: ignore[arg-type]  # headers
    assert response.status_code == status


def test_one_place_cannot_count_without_end(client: Client) -> None:
    make_question()
    for _time in range(settings.FEEDBACK_AN_HOUR + 5):
        assert say(client, "yes").status_code == 303
    assert counts() == [("nl", settings.FEEDBACK_AN_HOUR, 0)]


def test_feedback_is_given_by_post_alone(client: Client) -> None:
    make_question()
    assert client.get("/en/faq/a-question/feedback/").status_code == 405


# Glossary


def test_terms_stand_in_the_readers_language_with_english_beside(client: Client) -> None:
    found = page(client, "/nl/glossary/")
    assert re.search(
        r'id="reserve-list"> <th scope="row">reservelijst</th> <td lang="en">reserve list</td>', found
    )
    assert "In English" not in page(client, "/en/glossary/")


def test_terms_are_found_in_either_language(client: Client) -> None:
    for words in ("reservelijst", "RESERVE LIST"):
        lines = client.get("/nl/glossary/", {"q": words}).context["lines"]
        assert [line.key for line in lines] == ["reserve-list"]


def test_a_term_not_confirmed_in_a_language_is_shown_in_english(client: Client) -> None:
    assert re.search(
        r'id="verbal-reasoning"> <th scope="row" lang="en">verbal', page(client, "/bg/glossary/")
    )


def test_the_glossary_costs_no_query(queries_of: Queries) -> None:
    assert queries_of("/mt/glossary/") == 0


# News


def test_news_stands_newest_first_by_kind_and_page(client: Client) -> None:
    for day in range(1, 13):
        make_news(f"n{day}", title_en=f"News {day}", dated_on=date(2026, 1, day))
    make_news("r", title_en="Results", kind="RESULT", dated_on=date(2026, 2, 1))
    titles = [item.title for item in client.get("/en/news/").context["items"]]
    assert titles == ["Results", *(f"News {day}" for day in range(12, 3, -1))]
    assert [item.title for item in client.get("/en/news/?page=2").context["items"]] == [
        "News 3",
        "News 2",
        "News 1",
    ]
    assert [item.title for item in client.get("/en/news/?kind=RESULT").context["items"]] == ["Results"]


@pytest.mark.parametrize(
    "query", ["kind=NONSENSE", "page=-1", "page=99999999999", "page=x", "kind=%00", "a=b"]
)
def test_odd_queries_of_lists_are_answered(client: Client, query: str) -> None:
    make_news()
    for address in ("news", "meetings", "events", "glossary", "faq"):
        assert client.get(f"/en/{address}/?{query}").status_code == 200


def test_a_news_item_names_its_source(client: Client) -> None:
    make_news(source_url="https://example.eu/source", body_en="More **words**.")
    found = page(client, "/en/news/some-news/")
    assert ("More <strong>words</strong>." in found, 'href="https://example.eu/source"' in found) == (
        True,
        True,
    )


def test_lists_of_news_cost_two_queries_however_many(queries_of: Queries) -> None:
    make_news()
    few = queries_of("/en/news/")
    for count in range(30):
        make_news(f"n{count}")
    assert (few, queries_of("/en/news/")) == (2, 2)


def test_the_newest_news_is_kept_for_the_home_page(keeping: None, django_assert_num_queries: Any) -> None:
    for day in range(1, 6):
        make_news(f"n{day}", title_en=f"News {day}", dated_on=date(2026, 1, day))
    assert [item.title for item in latest_news(2)] == ["News 5", "News 4"]
    with django_assert_num_queries(0):
        assert len(latest_news(3)) == 3


# Events


def test_events_to_come_stand_before_those_that_are_over(client: Client) -> None:
    make_event(
        "later", starts_at=timezone.now() + timedelta(days=9), ends_at=timezone.now() + timedelta(days=10)
    )
    make_event("soon")
    make_event("over", starts_at=NOW - timedelta(days=400), ends_at=NOW - timedelta(days=399))
    context = client.get("/en/events/").context
    assert [event.slug for event in context["upcoming"]] == ["soon", "later"]
    assert [event.slug for event in context["past"]] == ["over"]


def test_an_event_can_be_put_into_a_calendar(client: Client) -> None:
    event = make_event(place_en="Brussels", title_en="Fair, day; 1", url="https://example.eu")
    response = client.get("/fr/events/an-event.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    (entry,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert (entry["summary"], entry["location"]) == ("Fair, day; 1", "Brussels")
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (
        event.starts_at.replace(microsecond=0),
        event.ends_at.replace(microsecond=0),
    )
    assert str(entry["url"]).endswith("/fr/events/an-event/")
    assert 'href="/fr/events/an-event.ics"' in page(client, "/fr/events/an-event/")


def test_an_event_that_is_over_says_so(client: Client) -> None:
    make_event(starts_at=NOW - timedelta(days=400), ends_at=NOW - timedelta(days=399))
    found = page(client, "/en/events/an-event/")
    assert ("This event is over." in found, ".ics" in found) == (True, False)


def test_events_cost_the_same_however_many(queries_of: Queries) -> None:
    make_event()
    few = queries_of("/en/events/")
    for count in range(15):
        make_event(f"e{count}")
    assert (few, queries_of("/en/events/")) == (2, 2)


# Meetings


def test_meetings_are_found_by_year_and_by_words(client: Client) -> None:
    make_meeting("Online tests", "Forum", held_on=date(2025, 5, 1))
    make_meeting("Languages", "Federation of Interpreters", "Forum")
    make_meeting("Hidden", state="DRAFT", published_at=None)
    found = {
        query: [each.subject for each in client.get(f"/en/meetings/?{query}").context["meetings"]]
        for query in (
            "",
            "year=2025",
            "q=forum",
            "q=forum+interpreters",
            "q=LANGUAGES",
            "q=123456789012",
            "q=none",
        )
    }
    assert found == {
        "": ["Languages", "Online tests"],
        "year=2025": ["Online tests"],
        "q=forum": ["Languages", "Online tests"],
        "q=forum+interpreters": ["Languages"],
        "q=LANGUAGES": ["Languages"],
        "q=123456789012": ["Languages", "Online tests"],
        "q=none": [],
    }


@pytest.mark.parametrize("query", ["year=abc", "year=1800", "q=" + "x" * 5000, "q=%27%22%3B--", "year=2025'"])
def test_odd_filters_of_meetings_are_answered(client: Client, query: str) -> None:
    make_meeting()
    assert client.get(f"/en/meetings/?{query}").status_code == 200
    assert client.get(f"/en/meetings.csv?{query}").status_code == 200


def test_the_file_of_meetings_holds_what_the_list_shows_and_runs_no_formula(client: Client) -> None:
    make_meeting("=HYPERLINK(1)", "+Forum", "@Union")
    make_meeting("Other", held_on=date(2025, 1, 1))
    response = client.get("/en/meetings.csv?year=2026")
    assert response["Content-Disposition"] == 'attachment; filename="meetings.csv"'
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[1:] == [
        "2026-03-01,,'+Forum,123456789012-34,'=HYPERLINK(1),",
        "2026-03-01,,'@Union,123456789012-34,'=HYPERLINK(1),",
    ]


def test_meetings_cost_the_same_however_many(queries_of: Queries) -> None:
    make_meeting("One", "A")
    few = queries_of("/en/meetings/")
    for count in range(20):
        make_meeting(f"M{count}", "A", "B")
    assert (few, queries_of("/en/meetings/")) == (4, 4)


# Service status


def make_incident(title: str, *, start: int, end: int | None, **values: Any) -> Any:
    """An incident that began `start` hours from now and ended `end` hours from now."""
    ended = None if end is None else timezone.now() + timedelta(hours=end)
    return ServiceIncident.objects.create(
        title_en=title,
        service="SITE",
        started_at=timezone.now() + timedelta(hours=start),
        ended_at=ended,
        **values,
    )


def test_the_status_says_what_is_wrong_what_is_planned_and_what_was(client: Client) -> None:
    make_incident("Was", start=-9, end=-8)
    make_incident("Is", start=-1, end=None)
    make_incident("Ends soon", start=-1, end=1)
    make_incident("Will be", start=5, end=6, is_maintenance=True)
    context = client.get("/en/service-status/").context
    assert {name: [each.title for each in context[name]] for name in ("present", "planned", "past")} == {
        "present": ["Is", "Ends soon"],
        "planned": ["Will be"],
        "past": ["Was"],
    }


def test_without_an_incident_all_is_well(client: Client) -> None:
    make_incident("Was", start=-9, end=-8)
    assert "No problem is known at present." in page(client, "/en/service-status/")


def test_updates_stand_newest_first_as_plain_text(client: Client) -> None:
    incident = make_incident("Is", start=-1, end=None)
    for minute, text in enumerate(["<b>First</b>", "Second"]):
        IncidentUpdate.objects.create(
            incident=incident, at=NOW + timedelta(minutes=minute), state="INVESTIGATING", text_en=text
        )
    found = page(client, "/en/service-status/")
    assert found.index("Second") < found.index("&lt;b&gt;First&lt;/b&gt;")


def test_the_status_costs_two_queries_however_much_happened(queries_of: Queries) -> None:
    make_incident("One", start=-1, end=None)
    few = queries_of("/en/service-status/")
    for count in range(10):
        incident = make_incident(f"I{count}", start=-9, end=-8)
        IncidentUpdate.objects.create(incident=incident, at=NOW, state="RESOLVED", text_en="Done.")
    assert (few, queries_of("/en/service-status/")) == (2, 2)


# All that ships


def test_every_page_that_ships_is_shown_without_a_link_that_leads_nowhere(
    loaded: None, client: Client
) -> None:
    pages = [
        link.url
        for section in ("jobs", "work", "apply", "help", "about", "legal")
        for link in articles_in(section)
    ]
    assert len(pages) >= 9
    known = {*pages}
    for address in [*pages, "/en/faq/", "/en/faq/?topic=tests"]:
        text = page(client, address).partition("<main")[2].partition("</main")[0]
        assert "{rule:" not in text
        for target in re.findall(r'href="(/en/[^"#]*)', text):
            if target not in known:
                assert client.get(target).status_code in {200, 302}, (address, target)
                known.add(target)
