"""A request for adjustments is its candidate's and the officer's, sealed, and ready before the day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import FileAccess, User
from core.models import AuditRecord
from core.states import StateMoveRefused
from notifications.models import Letter
from special_needs import services
from special_needs.models import AccommodationRequest, AccommodationTransition, Evidence, GrantedMeasure
from special_needs.permissions import can_handle_requests
from special_needs.sealed import seal, unseal
from special_needs.services.moving import RequestClosed
from special_needs.states import REQUEST_MOVES, RequestState
from tests.documents import files
from tests.factories import make_application, make_candidate, make_competition, make_staff

pytestmark = pytest.mark.django_db

SECRET = "I cannot see the left half of a screen"
ANSWERS = {
    "kind": "DISABILITY",
    "limitation": SECRET,
    "measures": ["EXTRA_TIME", "LARGE_PRINT"],
    "extra_time": 25,
    "other_measures": "",
    "technology": "JAWS",
    "had_earlier": True,
}


@pytest.fixture(autouse=True)
def _a_store_of_its_own(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.CLAMD_ADDRESS = ""


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def application(now):
    tests = ({"scheduled_at": now + timedelta(days=30)}, {"scheduled_at": now + timedelta(days=31)})
    return make_application(competition=make_competition(now=now, tests=tests))


def with_role(role: str) -> User:
    person = make_staff()
    person.groups.add(Group.objects.get(name=role))
    return person


@pytest.fixture
def officer():
    group = Group.objects.get(name="accessibility_officer")
    from django.contrib.auth.models import Permission

    for codename in ("handle_accommodation", "view_accommodationrequest", "view_grantedmeasure"):
        group.permissions.add(Permission.objects.get(codename=codename))
    return with_role("accessibility_officer")


def begun(application, now, **answers) -> AccommodationRequest:
    person = application.candidate
    request = services.open_request(application=application, by=person, now=now)
    return services.save_answers(
        request=request,
        answers={**ANSWERS, **answers},
        tests=list(application.competition.tests.all()),
        is_reusable=True,
        by=person,
    )


def submitted(application, now) -> AccommodationRequest:
    return services.submit_request(request=begun(application, now), by=application.candidate, now=now)


def decided(application, officer, now, **decision) -> AccommodationRequest:
    values = {"measures": ["EXTRA_TIME", "LARGE_PRINT"], "extra_time": 25, "reasons": "As asked.", **decision}
    return services.decide_request(request=submitted(application, now), by=officer, now=now, **values)


# Sealed


def test_nothing_of_it_can_be_read_in_the_database_or_in_the_store(application, officer, now, tmp_path):
    request = begun(application, now)
    services.add_evidence(
        request=request, name="oncology.pdf", content=files.pdf(), by=application.candidate, now=now
    )
    decided(application, officer, now, reasons="Because of the half screen")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_answers, sealed_decision FROM special_needs_accommodationrequest")
        rows = [bytes(column) for column in cursor.fetchone()]
        cursor.execute("SELECT sealed_name FROM special_needs_evidence")
        rows.append(bytes(cursor.fetchone()[0]))
    stored = [path.read_bytes() for path in (tmp_path / "documents").rglob("*") if path.is_file()]
    assert len(stored) == 1
    for word in (b"half", b"DISABILITY", b"EXTRA_TIME", b"oncology", b"%PDF"):
        assert not any(word in content for content in (*rows, *stored))
    assert services.open_evidence(Evidence.objects.get()) == files.pdf()


def test_a_new_key_before_the_old_one_opens_both(settings):
    old = settings.SPECIAL_NEEDS_KEY
    sealed = seal(b"before")
    settings.SPECIAL_NEEDS_KEY = "bmV3IGtleSBmb3IgdGVzdHMsIDMyIGJ5dGVzIGxvbmc=," + old
    assert (unseal(sealed), unseal(seal(b"after"))) == (b"before", b"after")


def test_without_a_key_nothing_is_kept(settings, application, now):
    settings.SPECIAL_NEEDS_KEY = ""
    with pytest.raises(ImproperlyConfigured):
        begun(application, now)


def test_no_record_of_it_is_left_where_others_read(application, officer, now):
    decided(application, officer, now)
    assert not AuditRecord.objects.filter(object_type__startswith="special_needs").exists()
    letters = Letter.objects.filter(recipient=application.candidate)
    assert letters.count() == 2
    for letter in letters:
        text = f"{letter.event} {letter.key} {letter.about} {letter.subject} {letter.body}".lower()
        assert not any(word in text for word in ("special", "need", "accommodation", "time", "measure"))


# States


@pytest.mark.parametrize("state", RequestState)
@pytest.mark.parametrize("action", REQUEST_MOVES.moves)
def test_each_action_is_taken_from_the_states_of_the_table_only(state, action, application, officer, now):
    request = submitted(application, now)
    AccommodationRequest.objects.filter(pk=request.pk).update(state=state, decided_at=now, decided_by=officer)
    person = application.candidate
    doing = {
        "submit": lambda: services.submit_request(request=request, by=person, now=now),
        "ask_more": lambda: services.ask_more(request=request, text="More", by=officer, now=now),
        "decide": lambda: services.decide_request(
            request=request, measures=[], extra_time=None, reasons="No", by=officer, now=now
        ),
        "ask_again": lambda: services.ask_again(request=request, by=person, now=now),
        "withdraw": lambda: services.withdraw_request(request=request, by=person, now=now),
    }
    try:
        doing[action]()
    except (StateMoveRefused, RequestClosed):
        assert not REQUEST_MOVES.permits(action, state)
    else:
        moved = AccommodationRequest.objects.get()
        assert moved.state == REQUEST_MOVES.moves[action].target
        assert moved.transitions.last().action == action


def test_a_move_whose_letter_fails_is_none(application, now, monkeypatch):
    request = begun(application, now)

    def fail(**_values):
        raise RuntimeError

    monkeypatch.setattr("special_needs.services.moving.post_letter", fail)
    with pytest.raises(RuntimeError):
        services.submit_request(request=request, by=application.candidate, now=now)
    assert (AccommodationRequest.objects.get().state, AccommodationTransition.objects.count()) == ("DRAFT", 0)


def test_a_request_without_answers_is_not_submitted(application, now):
    request = services.open_request(application=application, by=application.candidate, now=now)
    with pytest.raises(ValidationError):
        services.submit_request(request=request, by=application.candidate, now=now)


def test_nobody_else_changes_a_request(application, now):
    request, other = begun(application, now), make_candidate()
    for change in (services.submit_request, services.withdraw_request):
        with pytest.raises(RequestClosed):
            change(request=request, by=other, now=now)


@pytest.mark.parametrize(
    "decision",
    [
        {"reasons": " "},
        {"extra_time": None},
        {"measures": ["LARGE_PRINT"], "extra_time": 25},
    ],
)
def test_a_decision_needs_reasons_and_extra_time_needs_how_much(application, officer, now, decision):
    with pytest.raises(ValidationError):
        decided(application, officer, now, **decision)


def test_only_the_officer_decides(application, now):
    request = submitted(application, now)
    operator = User.objects.create_superuser("operator@example.eu")
    for person in (operator, with_role("board_member"), with_role("competition_manager"), make_candidate()):
        with pytest.raises(PermissionDenied):
            services.ask_more(request=request, text="More", by=person, now=now)


# Checklist


def test_a_decision_writes_a_line_for_each_measure_at_each_test(application, officer, now):
    request = decided(application, officer, now)
    lines = list(request.measures.values_list("test__code", "measure"))
    assert sorted(lines) == [
        ("T1", "EXTRA_TIME"), ("T1", "LARGE_PRINT"), ("T2", "EXTRA_TIME"), ("T2", "LARGE_PRINT"),
    ]  # fmt: skip


def test_a_new_decision_keeps_what_was_signed_off_and_still_holds(application, officer, now):
    request = decided(application, officer, now)
    kept = request.measures.get(test__code="T1", measure="LARGE_PRINT")
    services.sign_off_measure(measure=kept, by=officer, now=now)
    services.ask_again(request=request, by=application.candidate, now=now)
    services.submit_request(request=request, by=application.candidate, now=now)
    services.decide_request(
        request=request, measures=["LARGE_PRINT"], extra_time=None, reasons="Less", by=officer, now=now
    )
    signed = {line.test.code: line.signed_off_by for line in request.measures.select_related("test")}
    assert signed == {"T1": officer, "T2": None}


def test_a_measure_is_signed_off_before_the_provider_confirms_it(application, officer, now):
    line = decided(application, officer, now).measures.first()
    with pytest.raises(ValidationError):
        services.confirm_measure(measure=line, confirmed_by="Jo, TestCo", by=officer, now=now)
    services.sign_off_measure(measure=line, by=officer, now=now)
    done = services.confirm_measure(measure=line, confirmed_by="Jo, TestCo", by=officer, now=now)
    assert (done.signed_off_by, done.confirmed_by, done.confirmed_at) == (officer, "Jo, TestCo", now)


def test_officers_are_told_a_week_ahead_of_measures_not_confirmed_once(application, officer, now):
    decided(application, officer, now)
    days = [22, 23, 23.5, 24, 25]
    told = [services.raise_alarms(now=now + timedelta(days=day, seconds=1)) for day in days]
    letter = Letter.objects.filter(recipient=officer).first()
    assert told == [0, 1, 0, 1, 0]
    assert ("2 measures" in letter.body, application.number in letter.body) == (True, False)


def test_no_alarm_where_everything_is_confirmed(application, officer, now):
    for line in decided(application, officer, now).measures.all():
        services.sign_off_measure(measure=line, by=officer, now=now)
        services.confirm_measure(measure=line, confirmed_by="Jo", by=officer, now=now)
    assert services.raise_alarms(now=now + timedelta(days=25)) == 0


# Again


def test_answers_and_certificates_are_taken_over_into_a_later_application(application, now):
    earlier = begun(application, now)
    person = application.candidate
    services.add_evidence(request=earlier, name="note.pdf", content=files.pdf(), by=person, now=now)
    later = make_application(candidate=person, now=now)
    request = services.open_request(application=later, by=person, now=now)
    copied = services.copy_answers(request=request, earlier=earlier, by=person)
    assert (copied.answers["limitation"], copied.evidence.get().name) == (SECRET, "note.pdf")
    assert services.open_evidence(copied.evidence.get()) == files.pdf()


# Pages


def address(application, rest: str = "") -> str:
    return f"/en/account/special-needs/{application.number}/{rest}"


def posted(application) -> dict[str, Any]:
    tests = [test.pk for test in application.competition.tests.all()]
    return {**{name: value for name, value in ANSWERS.items() if name != "had_earlier"}, "tests": tests}


def test_a_candidate_asks_and_reads_the_decision(client, application, officer, now):
    client.force_login(application.candidate)
    assert client.get("/en/account/special-needs/").status_code == 200
    client.post(address(application, "begin/"))
    client.post(address(application, "edit/"), posted(application))
    file = SimpleUploadedFile("certificate.pdf", files.pdf())
    client.post(address(application, "certificates/"), {"file": file})
    client.post(address(application, "submit/"))
    request = AccommodationRequest.objects.get()
    assert (request.state, request.evidence.count()) == ("SUBMITTED", 1)

    services.decide_request(
        request=request,
        measures=["BREAKS"],
        extra_time=None,
        reasons="Breaks are enough.",
        by=officer,
        now=now,
    )
    page = client.get(address(application)).content.decode()
    assert ("Breaks are enough." in page, SECRET in page) == (True, True)
    file = client.get(address(application, f"certificates/{Evidence.objects.get().pk}/"))
    assert (file.content, file["Content-Disposition"]) == (
        files.pdf(),
        'attachment; filename="certificate.pdf"',
    )


def test_what_is_missing_is_said_and_what_was_typed_is_kept(client, application, now):
    client.force_login(application.candidate)
    client.post(address(application, "begin/"))
    answer = client.post(address(application, "edit/"), {"limitation": SECRET, "measures": ["EXTRA_TIME"]})
    page = answer.content.decode()
    assert (answer.status_code, SECRET in page, "Extra time needs a percentage" in page) == (422, True, True)


def test_the_request_of_another_is_not_found(client, application, now):
    request = begun(application, now)
    evidence = services.add_evidence(
        request=request, name="x.pdf", content=files.pdf(), by=application.candidate, now=now
    )
    other = make_application(now=now)
    client.force_login(other.candidate)
    pages = ("", "edit/", f"certificates/{evidence.pk}/")
    changes = (
        *("begin/", "edit/", "certificates/", f"certificates/{evidence.pk}/delete/"),
        *("submit/", "withdraw/", "ask-again/", f"copy/{request.pk}/"),
    )
    statuses = {
        *(client.get(address(application, page)).status_code for page in pages),
        *(client.post(address(application, page)).status_code for page in changes),
        client.post(address(other, f"copy/{request.pk}/")).status_code,
    }
    assert (statuses, Evidence.objects.count(), AccommodationRequest.objects.count()) == ({404}, 1, 1)


def admin_addresses(request) -> list[str]:
    line = request.measures.first()
    return [
        reverse("admin:special_needs_accommodationrequest_changelist"),
        reverse("admin:special_needs_accommodationrequest_change", args=[request.pk]),
        reverse("admin:special_needs_grantedmeasure_changelist"),
        reverse("admin:special_needs_grantedmeasure_change", args=[line.pk]),
    ]


@pytest.mark.parametrize(
    "role",
    ["board_member", "board_secretary", "competition_manager", "support", "legal", "auditor", "editor"],
)
def test_other_staff_find_nothing_of_it(client, application, officer, now, role):
    request = decided(application, officer, now)
    client.force_login(with_role(role))
    assert {client.get(page).status_code for page in admin_addresses(request)} == {404}


def test_an_operator_finds_nothing_of_it_either(client, application, officer, now):
    request = decided(application, officer, now)
    operator = User.objects.create_superuser("operator@example.eu")
    client.force_login(operator)
    assert can_handle_requests(operator) is False
    assert {client.get(page).status_code for page in admin_addresses(request)} == {404}
    assert "special_needs" not in client.get(reverse("admin:index")).content.decode()


def test_the_officer_decides_and_signs_off_and_each_opening_is_written_down(
    client, application, officer, now
):
    request = submitted(application, now)
    client.force_login(officer)
    lists = reverse("admin:special_needs_accommodationrequest_changelist")
    assert application.number in client.get(lists).content.decode()
    page = reverse("admin:special_needs_accommodationrequest_change", args=[request.pk])
    assert SECRET in client.get(page).content.decode()
    client.post(page, {"do": "ask_more", "text": "A certificate, please."})
    client.post(page, {"do": "decide", "measures": ["BREAKS"], "reasons": "Yes."})
    line = GrantedMeasure.objects.first()
    checklist = reverse("admin:special_needs_grantedmeasure_change", args=[line.pk])
    client.post(checklist, {"do": "confirm", "confirmed_by": "Jo"})
    client.post(checklist, {"do": "sign_off"})
    client.post(checklist, {"do": "confirm", "confirmed_by": "Jo"})
    line.refresh_from_db()
    assert (line.signed_off_by, line.confirmed_by) == (officer, "Jo")
    looks = FileAccess.objects.values_list("person", "kind", "about", "role").distinct()
    about = f"special_needs:{application.number}"
    assert set(looks) == {(application.candidate_id, "OPENED", about, "accessibility_officer")}


def test_the_overview_of_the_administration_warns_the_officer(client, application, officer, now):
    decided(application, officer, now)
    application.competition.tests.update(scheduled_at=timezone.now() + timedelta(days=3))
    client.force_login(officer)
    page = client.get(reverse("admin:index")).content.decode()
    assert ("not confirmed" in page, application.number in page) == (True, True)


def test_the_overview_of_the_administration_lists_what_waits_for_a_decision(
    client, application, officer, now
):
    submitted(application, now)
    client.force_login(officer)
    assert application.number in client.get(reverse("admin:index")).content.decode()


def test_no_alarm_for_a_withdrawn_application(application, officer, now):
    decided(application, officer, now)
    type(application).objects.update(state="WITHDRAWN")
    assert services.raise_alarms(now=now + timedelta(days=25)) == 0


def test_a_certificate_is_shown_to_the_officer_once_it_was_scanned(client, application, officer, now):
    request = begun(application, now)
    person = application.candidate
    evidence = services.add_evidence(request=request, name="x.pdf", content=files.pdf(), by=person, now=now)
    services.submit_request(request=request, by=person, now=now)
    page = reverse("admin:special_needs_accommodationrequest_evidence", args=[request.pk, evidence.pk])
    client.force_login(officer)
    before = client.get(page).status_code
    Evidence.objects.update(state="CLEAN")
    after = client.get(page)
    assert (before, after.status_code, after.content) == (404, 200, files.pdf())
    assert FileAccess.objects.get().kind == "DOWNLOADED"
