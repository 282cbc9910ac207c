"""Saving while one types, and two devices on one page: nothing typed is lost."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications import services
from applications.models import Application, UnfinishedStep
from applications.pasting import cleaned
from applications.steps import Step
from tests.applications.test_views import DIPLOMA, PERSONAL
from tests.factories import make_application, make_candidate, make_submitted_application

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def candidate():
    return make_candidate()


def device(candidate) -> Client:
    browser = Client()
    browser.force_login(candidate)
    return browser


def page_of(application, *parts):
    name = "step" if len(parts) == 1 else "entry_new" if parts[1] == "new" else "entry"
    arguments = [application.number, *(part for part in parts if part != "new")]
    return reverse(f"applications:{name}", args=arguments)


def opened(browser: Client, path: str) -> dict[str, str]:
    """What the form on a page carries of itself."""
    context: Any = browser.get(path).context
    return {"stamp": context["stamp"], "page": context["page_mark"]}


def autosave(browser: Client, path: str, data: dict[str, Any]) -> Any:
    return browser.post(path, {**data, "autosave": "1"})


def city(application) -> str:
    return str(Application.objects.get(pk=application.pk).personal_data.city)


def test_the_script_saves_valid_answers_and_gets_the_mark_of_what_is_saved(candidate):
    application = make_application(candidate=candidate)
    browser, path = device(candidate), page_of(application, "personal")
    seen = opened(browser, path)
    answer = autosave(browser, path, {**PERSONAL, "city": "Leiden", **seen})
    assert (answer.status_code, city(application)) == (200, "Leiden")
    assert answer.json()["stamp"] == opened(browser, path)["stamp"] != seen["stamp"]


def test_the_script_keeps_what_is_not_valid_and_coming_back_tells_nobody_off_for_blanks(candidate):
    application = make_application(candidate=candidate, is_complete=False)
    browser, path = device(candidate), page_of(application, "personal")
    answer = autosave(browser, path, {"city": "Leiden", "phone": "call me", **opened(browser, path)})
    assert answer.status_code == 200
    form = browser.get(path).context["form"]
    assert (form["city"].value(), set(form.errors)) == ("Leiden", {"phone"})


def test_saving_after_submitting_shows_at_once_that_the_changes_are_not_submitted(candidate):
    application = make_submitted_application(candidate=candidate)
    browser, path = device(candidate), page_of(application, "personal")
    answer = autosave(browser, path, {**PERSONAL, "city": "Leiden", **opened(browser, path)})
    assert "Your changes are not submitted." in answer.json()["banner"]


def test_an_answer_that_got_lost_on_the_way_is_no_conflict_with_oneself(candidate):
    application = make_application(candidate=candidate)
    browser, path = device(candidate), page_of(application, "personal")
    seen = opened(browser, path)
    autosave(browser, path, {**PERSONAL, "city": "Leiden", **seen})
    again = autosave(browser, path, {**PERSONAL, "city": "Leuven", **seen})
    assert (again.status_code, city(application)) == (200, "Leuven")


def test_a_new_entry_is_kept_by_the_script_and_added_by_the_button(candidate):
    application = make_application(candidate=candidate, is_complete=False)
    browser, path = device(candidate), page_of(application, "education", "new")
    autosave(browser, path, {**DIPLOMA, **opened(browser, path)})
    assert application.education.count() == 0
    browser.post(path, {**DIPLOMA, **opened(browser, path)})
    assert application.education.count() == 1
    assert application.unfinished_steps.count() == 0


def test_the_same_new_entry_twice_is_one_entry(candidate):
    application = make_application(candidate=candidate, is_complete=False)
    browser, path = device(candidate), page_of(application, "education", "new")
    for _time in range(2):
        browser.post(path, DIPLOMA)
    assert application.education.count() == 1


def both(candidate, application, *parts, first, second):
    """Two devices open a page; the first saves, then the second does."""
    phone, desk, path = device(candidate), device(candidate), page_of(application, *parts)
    seen_on_phone, seen_on_desk = opened(phone, path), opened(desk, path)
    assert phone.post(path, {**first, **seen_on_phone}).status_code == 302
    return desk, path, desk.post(path, {**second, **seen_on_desk})


def test_two_devices_that_saved_otherwise_are_shown_side_by_side(candidate):
    application = make_application(candidate=candidate)
    desk, path, answer = both(
        candidate,
        application,
        "personal",
        first={**PERSONAL, "city": "Leiden"},
        second={**PERSONAL, "city": "Leuven", "gender": "WOMAN"},
    )
    assert (answer.status_code, answer.url, city(application)) == (302, path, "Leiden")
    page = desk.get(path)
    shown = [(each.name, each.mine, each.saved) for each in page.context["differences"]]
    assert shown == [("gender", "Woman", "I prefer not to say"), ("city", "Leuven", "Leiden")]


@pytest.mark.parametrize(
    "choice, kept",
    [
        ({"take": "mine"}, ("Leuven", "WOMAN")),
        ({"take": "saved"}, ("Leiden", "NO_ANSWER")),
        ({"take": "each", "keep_city": "saved", "keep_gender": "mine"}, ("Leiden", "WOMAN")),
    ],
)
def test_the_person_chooses_the_whole_or_answer_by_answer(candidate, choice, kept):
    application = make_application(candidate=candidate)
    desk, path, _answer = both(
        candidate,
        application,
        "personal",
        first={**PERSONAL, "city": "Leiden"},
        second={**PERSONAL, "city": "Leuven", "gender": "WOMAN"},
    )
    stamp = desk.get(path).context["stamp"]
    assert desk.post(path, {**choice, "stamp": stamp}).url == path
    personal = Application.objects.get().personal_data
    assert (personal.city, personal.gender) == kept
    assert UnfinishedStep.objects.count() == 0
    assert "form" in desk.get(path).context


def test_two_devices_that_saved_the_same_never_meet(candidate):
    application = make_application(candidate=candidate)
    same = {**PERSONAL, "city": "Leiden"}
    _desk, path, answer = both(candidate, application, "personal", first=same, second=same)
    assert answer.url != path or UnfinishedStep.objects.count() == 0


def test_devices_on_different_pages_do_not_meet(candidate):
    application = make_application(candidate=candidate)
    phone, desk = device(candidate), device(candidate)
    personal, education = page_of(application, "personal"), page_of(application, "education", "new")
    seen_on_phone, seen_on_desk = opened(phone, personal), opened(desk, education)
    phone.post(personal, {**PERSONAL, "city": "Leiden", **seen_on_phone})
    assert desk.post(education, {**DIPLOMA, "title": "Master of Laws", **seen_on_desk}).status_code == 302
    assert (city(application), application.education.count()) == ("Leiden", 2)


def test_an_entry_that_two_devices_changed_is_marked_in_the_list(candidate):
    application = make_application(candidate=candidate)
    pk = application.education.get().pk
    desk, path, _answer = both(
        candidate,
        application,
        "education",
        pk,
        first={**DIPLOMA, "title": "Master of Laws"},
        second={**DIPLOMA, "title": "Doctor of Laws"},
    )
    assert [each.mine for each in desk.get(path).context["differences"]] == ["Doctor of Laws"]
    listed = desk.get(page_of(application, "education")).content.decode()
    assert "Needs your attention" in listed


def test_what_was_typed_into_an_entry_that_another_device_deleted_becomes_a_new_one(candidate):
    application = make_application(candidate=candidate)
    pk = application.education.get().pk
    desk, path = device(candidate), page_of(application, "education", pk)
    seen = opened(desk, path)
    services.delete_entry(application=application, step=Step.EDUCATION, pk=pk, now=NOW)
    answer = desk.post(path, {**DIPLOMA, "title": "Doctor of Laws", **seen})
    assert answer.url == page_of(application, "education", "new")
    assert desk.get(answer.url).context["form"]["title"].value() == "Doctor of Laws"
    assert desk.post(path, DIPLOMA).status_code == 404


def test_the_script_is_told_where_to_compare(candidate):
    application = make_application(candidate=candidate)
    phone, desk, path = device(candidate), device(candidate), page_of(application, "personal")
    seen = opened(desk, path)
    autosave(phone, path, {**PERSONAL, "city": "Leiden", **opened(phone, path)})
    met = autosave(desk, path, {**PERSONAL, "city": "Leuven", **seen})
    assert (met.status_code, met.json()["address"]) == (409, path)
    assert application.unfinished_steps.get().typed["city"] == ["Leuven"]


def test_the_script_is_told_in_words_that_the_deadline_has_passed(candidate):
    application = make_application(candidate=candidate)
    browser, path = device(candidate), page_of(application, "personal")
    seen = opened(browser, path)
    type(application.competition).objects.update(application_deadline=timezone.now())
    answer = autosave(browser, path, {**PERSONAL, **seen})
    assert answer.status_code == 409
    assert "The deadline has passed." in answer.json()["text"]


def test_a_save_that_fails_half_way_keeps_both_versions_as_they_were(candidate, monkeypatch):
    application = make_application(candidate=candidate)

    def fail(*args: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("applications.services.drafts._drop", fail)
    with pytest.raises(OSError, match="disk is full"):
        services.keep_unfinished(
            application=application, place=Step.PERSONAL, typed={"city": ["Leuven"]}, now=NOW, settles=True
        )
    assert UnfinishedStep.objects.count() == 0


@pytest.mark.parametrize(
    "pasted, plain",
    [
        ("a\u00a0b\u202fc", "a b c"),
        ("soft\u00adhyphen\u200b", "softhyphen"),
        ("bell\x07 and\x00 null", "bell and null"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("e\u0301", "\u00e9"),
        ("“quotes” – and…", "“quotes” – and…"),
    ],
)
def test_pasted_text_becomes_plain_and_loses_no_letter(pasted, plain):
    assert cleaned(pasted) == plain


def test_what_is_pasted_into_a_long_answer_is_saved_plain(candidate):
    application = make_application(candidate=candidate)
    application.competition.is_motivation_asked = True
    application.competition.save()
    browser = device(candidate)
    browser.post(page_of(application, "motivation"), {"motivation": "I\u00a0want\x0b to serve.\u200b"})
    assert Application.objects.get().motivation == "I want\n to serve."
