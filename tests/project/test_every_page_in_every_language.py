"""Every page, letter and mail in all 24 languages: nothing falls back to English unseen.

The recorder notes each text that was asked for in a language that lacks it, texts of Django and of the
libraries included. A page must also say its language, and answer in it.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.contrib import admin
from django.core import mail, signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import AccessKind, User
from accounts.services import ask_for_address_change, record_file_access
from alerts.models import Alert
from alerts.services import ask_whether_still_wanted, confirm_alert
from applications import emails as application_emails
from applications.completeness import find_gaps
from applications.models import Application
from applications.services import (
    ask_again,
    keep_beside,
    keep_unfinished,
    start_application,
    submit_application,
    withdraw_application,
)
from careers.models import Institution, Vacancy
from competitions.models import Amendment, Competition
from complaints.services import ask_for_information, decide_complaint
from complaints.services.decisions import Ruling
from complaints.services.reminders import remind_of_lapsing_rights
from complaints.states import OWN_ROUTES, Effect
from core.languages import CODES
from dashboard.accesses import NAMES as ACCESS_NAMES
from dashboard.services import renew_calendar_address
from data_rights import services as data_rights
from data_rights.emails import account_erased_soon
from data_rights.states import RequestKind
from data_rights.tasks import write_export
from documents import emails as document_emails
from documents.gaps import find_proofs
from documents.services import attach_document, keep_document
from enquiries.services import answer_enquiry, ask_question
from epso_site.settings.environment import eu_login_from
from notifications.models import Letter, LetterBatch, OutgoingEmail
from practice.kinds import Kind
from profiles.models import IdentityDocument
from profiles.sections import Section
from receipts.documents import receipt_pdf
from receipts.services import close_days, receipt_of
from recruitment.models import ReserveList
from selection.models import BoardMembership, RankingOutcome, RankingRun
from selection.services import compute_ranking
from selection.services.eligibility import decide_eligibility
from selection.states import Eligibility
from special_needs import emails as special_needs_emails
from special_needs.services import open_request
from tests.alerts.scenes import MONDAY_MORNING, befall, link_of, make_alert, make_opportunity, send_due
from tests.complaints import scenes as complaint_scenes
from tests.documents.files import picture
from tests.factories import (
    PASSWORD,
    fill_in,
    make_application,
    make_candidate,
    make_competition,
    make_staff,
    make_submitted_application,
    make_test,
)
from tests.profiles.europass_files import SKILLS_PASSPORT, pdf_with
from tests.profiles.test_transfer import fill_in as fill_in_cv
from tests.recruitment.factories import make_institution, make_list, make_recruiter
from tests.selection.scenes import (
    FIELD_OF_EIGHT,
    NOW,
    add_application,
    four_test_competition,
    release_latest,
    take_in_part,
)

pytestmark = pytest.mark.django_db
OTHERS = [code for code in CODES if code != "en"]


Address = tuple[str, tuple[Any, ...]]


def walk(client: Client, addresses: Iterable[Address], *, answers: Iterable[int] = (200,)) -> None:
    """Open each address in each language but English; each must answer, in the language asked for."""
    wrong = []
    for (name, args), code in itertools.product(list(addresses), OTHERS):
        with translation.override(code):
            path = reverse(name, args=args)
        response = client.get(path)
        content = b"".join(response) if response.streaming else response.content
        if response.status_code not in answers or f'lang="{code}"'.encode() not in content:
            wrong.append((path, response.status_code))
    assert wrong == []


@pytest.fixture
def shipped(db: None, settings: Any) -> None:
    settings.LOAD_DEMONSTRATION = True
    call_command("load_real_data", verbosity=0)


def test_what_anyone_may_read(client, shipped, language_recorder):
    competitions = Competition.objects.values_list("slug", flat=True)
    vacancies = Vacancy.objects.values_list("slug", flat=True)[:4]
    institutions = Institution.objects.values_list("slug", flat=True)[:3]
    walk(
        client,
        [
            ("careers:home", ()),
            ("careers:opportunity_list", ()),
            ("careers:institution_list", ()),
            ("practice:overview", ()),
            *(("practice:test", (kind, "b2c3d4")) for kind in Kind),
            *(("practice:question", (kind, "b2c3d4", 1)) for kind in Kind),
            *(("practice:result", (kind, "b2c3d4")) for kind in Kind),
            *(("competitions:competition_detail", (slug,)) for slug in competitions),
            *(("careers:vacancy_detail", (slug,)) for slug in vacancies),
            *(("careers:institution_detail", (slug,)) for slug in institutions),
            ("account_login", ()),
            ("account_signup", ()),
            ("account_reset_password", ()),
            ("account_reset_password_done", ()),
            ("account_reset_password_from_key", ("x", "y-z")),
            ("account_reset_password_from_key_done", ()),
            ("account_email_verification_sent", ()),
            ("account_confirm_email", ("no-such-key",)),
            ("account_inactive", ()),
        ],
    )
    for code in OTHERS:
        assert f'lang="{code}"' in client.get(f"/{code}/job-opportunities/?q=zzzz&grade=AD5").content.decode()
        for kind in Kind:
            result = f"/{code}/sample-tests/{kind}/b2c3d4/result/?q1=a&q2=b&q3=c&finish=1"
            assert f'lang="{code}"' in client.get(result).content.decode()
        assert client.get(f"/{code}/sample-tests/{Kind.ABSTRACT}/b2c3d4/1/?check=1").status_code == 200
        assert client.get(f"/{code}/no-such-page/").status_code == 404


def test_faults_in_the_forms_of_an_account(client, db, language_recorder):
    for code in OTHERS:
        for page, values in (
            ("login", {"login": "nobody@example.eu", "password": "wrong"}),
            ("login", {}),
            ("signup", {"email": "x", "password1": "123", "password2": "124"}),
            ("signup", {"email": f"a{code}@example.eu", "password1": "password", "password2": "password"}),
            ("password/reset", {"email": "x"}),
        ):
            answer = client.post(f"/{code}/account/{page}/", values)
            assert f'lang="{code}"' in answer.content.decode()


def test_mails_of_an_account(client, db, settings, language_recorder):
    settings.ACCOUNT_RATE_LIMITS = False
    for code in OTHERS:
        address = f"new.{code}@example.eu"
        client.post(
            f"/{code}/account/signup/",
            {"email": address, "password1": PASSWORD, "password2": PASSWORD, "language": code},
        )
        client.post(f"/{code}/account/password/reset/", {"email": address})
        client.logout()
    assert len(mail.outbox) >= 2 * len(OTHERS)


def test_the_pages_of_a_candidate(client, db, language_recorder):
    application: Application = make_application(is_complete=True)
    number, now = application.number, timezone.now()
    client.force_login(application.candidate)
    steps = ["personal", "choice", "languages", "education", "experience", "declarations", "check"]
    entries = [
        ("applications:entry", (number, step, getattr(application, name).first().pk))
        for step, name in (("languages", "language_skills"), ("education", "education"))
    ]
    walk(
        client,
        [
            ("accounts:settings", ()),
            ("account_change_password", ()),
            ("account_email", ()),
            ("applications:overview", ()),
            ("applications:application_detail", (number,)),
            *(("applications:step", (number, step)) for step in steps),
            *(
                ("applications:entry_new", (number, step))
                for step in ("languages", "education", "experience")
            ),
            *entries,
            ("applications:withdraw", (number,)),
            ("notifications:letter_list", ()),
        ],
    )
    submit_application(application=application, revision=application.revision, arrived_at=now)
    walk(
        client,
        [
            ("applications:application_detail", (number,)),
            ("applications:submission_detail", (number, 1)),
            *(("notifications:letter_detail", (letter.number,)) for letter in Letter.objects.all()),
        ],
    )
    application.refresh_from_db()
    client.post(reverse("applications:step", args=[number, "choice"]), {"then": "next"})
    walk(client, [("applications:overview", ()), ("applications:application_detail", (number,))])


def test_faults_in_the_steps_of_an_application(client, db, language_recorder):
    application: Application = make_application(is_complete=True)
    client.force_login(application.candidate)
    for code, step in itertools.product(
        OTHERS, ("personal", "choice", "declarations", "languages/new", "education/new", "experience/new")
    ):
        path = f"/{code}/account/applications/{application.number}/{step}/"
        answer = client.post(path, {"phone": "123", "date_of_birth": "x", "level": "99", "then": "next"})
        assert answer.status_code in (200, 302, 422)


def test_the_letters_about_an_application(db, language_recorder):
    competition = make_application().competition
    for code in OTHERS:
        candidate = make_candidate(language=code)
        now = timezone.now()
        application = start_application(candidate=candidate, competition=competition, now=now)
        fill_in(application)
        application = Application.objects.get(pk=application.pk)
        submit_application(application=application, revision=application.revision, arrived_at=now)
        withdraw_application(application=application, now=now)
    for event in ("application_started", "application_submitted", "application_withdrawn"):
        assert Letter.objects.filter(event=event).count() == len(OTHERS)
    assert set(OutgoingEmail.objects.values_list("language", flat=True)) == set(OTHERS)


def test_the_pages_and_mails_of_an_alert(client, db, settings, language_recorder):
    settings.ALERT_REQUESTS_PER_NETWORK = 1000
    competition = make_competition(now=MONDAY_MORNING)
    walk(
        client,
        [
            ("alerts:alert_create", ()),
            ("alerts:alert_requested", ()),
            ("alerts:competition_alert_create", (competition.slug,)),
            ("alerts:alert_stop", ("no-such-link",)),
        ],
    )
    walk(client, [("alerts:alert_detail", ("no-such-link",))], answers=(404,))
    for code in OTHERS:
        assert client.post(f"/{code}/alerts/new/?grade=AD5", {"email": "x"}).status_code == 422
        client.post(f"/{code}/alerts/new/?grade=AD5", {"email": f"{code}@example.eu", "frequency": "WEEKLY"})
        alert = Alert.objects.get(address=f"{code}@example.eu")
        for name, note in (("alert_confirm", ""), ("alert_detail", "?note=changed"), ("alert_keep", "")):
            page = client.get(link_of(alert, name, code) + note)
            assert f'lang="{code}"' in page.content.decode() or page.status_code == 302
            alert = confirm_alert(alert=alert, now=MONDAY_MORNING) if name == "alert_confirm" else alert
        assert "<form" in client.get(link_of(alert, "alert_stop", code)).content.decode()
        make_alert(now=MONDAY_MORNING, language=code, address=f"c.{code}@example.eu", competition=competition)
    befall(competition, MONDAY_MORNING + timedelta(hours=1))
    for status in ("OPEN", "UPCOMING"):
        make_opportunity(listed_at=MONDAY_MORNING + timedelta(hours=1), stage=status, grades=["AD5"])
    send_due(MONDAY_MORNING + timedelta(days=7))
    ask_whether_still_wanted(now=MONDAY_MORNING + timedelta(days=400), limit=1000)
    kinds = set(OutgoingEmail.objects.values_list("event", "language"))
    for event in ("alert_confirm", "alert_digest", "alert_competition", "alert_still_wanted"):
        assert {code for kind, code in kinds if kind == event} == set(OTHERS), event


@pytest.fixture
def ranked(db: None) -> Competition:
    """A competition with every outcome, told in two rounds, in a different language to each candidate."""
    competition = four_test_competition()
    for number, code in zip(FIELD_OF_EIGHT, itertools.cycle(OTHERS), strict=False):
        add_application(competition, number, language=code)
    take_in_part(competition, 1)
    release_latest(competition)
    take_in_part(competition, 2)
    return competition


def decide_all(competition: Competition) -> None:
    """The board decides until nothing is left: the first file is not eligible, the others are."""

    member = make_staff("selection.decide_eligibility")
    BoardMembership.objects.create(user=member, competition=competition)
    refused = False
    while True:
        run = compute_ranking(competition=competition, by=member, now=NOW).run
        files = RankingOutcome.objects.filter(run=run, outcome="TO_BE_CHECKED").select_related("application")
        if not files:
            return
        for file in files:
            decision = Eligibility.ELIGIBLE if refused else Eligibility.NOT_ELIGIBLE
            decide_eligibility(
                application=file.application, decision=decision, reason="Geen diploma", by=member, now=NOW
            )
            refused = True


def test_the_result_of_every_candidate(client, ranked, language_recorder):
    decide_all(ranked)
    release_latest(ranked)
    for application in Application.objects.filter(competition=ranked).select_related("candidate"):
        client.force_login(application.candidate)
        walk(client, [("selection:outcome_detail", (application.number,))])


def test_the_pages_of_a_recruiter(client, ranked, language_recorder):
    institution = make_institution()
    reserve_list: ReserveList = make_list(ranked.applications.get(number="101"), institutions=[institution])
    client.force_login(make_recruiter(institution))
    walk(client, [("recruitment:list_list", ()), ("recruitment:list_detail", (reserve_list.pk,))])
    for code in OTHERS:
        answer = client.post(f"/{code}/recruitment/{reserve_list.pk}/download/", {})
        assert answer.status_code == 422


@pytest.fixture
def operator(client: Client) -> User:
    user = User.objects.create_superuser("operator@example.eu", PASSWORD)
    client.force_login(user)
    return user


ADDED_BY_HAND = ("user", "group", "institution", "place", "vacancy", "recruiter", "boardmembership")


def admin_pages(request: HttpRequest) -> list[tuple[str, tuple[Any, ...]]]:
    """The index, and of each model its list, its first row, and the page to add one where there is one."""
    pages: list[tuple[str, tuple[Any, ...]]] = [("admin:index", ())]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages.append((f"{name}_changelist", ()))
        if any(part in model._meta.model_name for part in ADDED_BY_HAND):
            pages.append((f"{name}_add", ()))
        first = admin.site.get_model_admin(model).get_queryset(request).order_by("pk").first()
        if first is not None:
            pages += [(f"{name}_change", (first.pk,)), (f"{name}_history", (first.pk,))]
    return pages


@pytest.mark.slow
def test_the_administration(client, shipped, ranked, operator, language_recorder):
    run = RankingRun.objects.filter(competition=ranked).latest("pk")
    batch = LetterBatch.objects.latest("pk")
    demonstration = Competition.objects.get(is_demonstration=True)
    as_operator = RequestFactory().get("/")
    as_operator.user = operator
    pages = [
        *admin_pages(as_operator),
        ("admin:competitions_competition_load", ()),
        ("admin:competitions_competition_state", (demonstration.pk, "suspend")),
        ("admin:selection_resultsfile_import", ()),
        ("admin:selection_neutralisation_add", ()),
        ("admin:selection_rankingrun_compute", ()),
        *((f"admin:selection_rankingrun_{page}", (run.pk,)) for page in ("letters", "release", "files")),
        ("admin:notifications_letterbatch_sample", (batch.pk,)),
    ]
    walk(client, pages, answers=(200, 403, 404))


def test_the_pages_of_a_profile(client, db, monkeypatch, language_recorder):
    monkeypatch.setattr("profiles.views.transfer.FILES_AN_HOUR", 1000)
    person = make_candidate()
    client.force_login(person)
    fill_in_cv(person)
    IdentityDocument.objects.create(
        user=person,
        document_type="CARD",
        number="1",
        issuing_country="US",
        expiry_date=timezone.now().date() + timedelta(days=30),
        changed_at=timezone.now(),
    )
    work, school = person.experience.first(), person.education.first()
    competition = make_competition(fields=[{"routes": [(3, 6, 4), (4, 0, None)]}])
    field = competition.fields.get()
    names = (
        *("overview", "personal", "identity_document", "motivation", "consents", "against_list"),
        "cv_import",
    )
    walk(
        client,
        [
            *((f"profiles:{name}", ()) for name in names),
            *(("profiles:entries", (section,)) for section in Section),
            *(("profiles:entry_new", (section,)) for section in Section),
            ("profiles:entry", ("experience", work.pk)),
            ("profiles:entry_delete", ("education", school.pk)),
            ("profiles:against", (competition.slug,)),
            ("profiles:in_field", (competition.slug, field.pk)),
        ],
    )
    files = [SKILLS_PASSPORT.encode(), b"hello", b"<SkillsPassport/>", pdf_with(b"picture", "a.png")]
    for code in OTHERS:
        path = f"/{code}/account/profile/"
        for content in files:
            uploaded = SimpleUploadedFile("cv.xml", content)
            assert client.post(f"{path}import/", {"file": uploaded}).status_code in (200, 422)
        assert client.post(f"{path}import/add/", {"languages-0-take": "on"}).status_code == 422
        assert client.post(f"{path}import/add/").status_code == 422
        assert client.post(f"{path}personal/", {"phone": "1"}).status_code == 422
        assert client.post(f"{path}experience/new/", {"kind": "VOLUNTARY"}).status_code == 422
        assert client.get(f"{path}cv.pdf").status_code == 200


def test_the_home_of_the_account(client, db, language_recorder):
    application: Application = make_application(is_complete=True)
    person = application.candidate
    submit_application(application=application, revision=application.revision, arrived_at=timezone.now())
    renew_calendar_address(person=person, now=timezone.now())
    reader = make_staff("applications.view_application")
    abouts = [(person.pk, f"{kind}:1") for kind in ACCESS_NAMES]
    record_file_access(people=abouts, by=reader, kind=AccessKind.OPENED, now=timezone.now())
    client.force_login(person)
    names = ("home", "file_accesses", "email_choices", "calendar")
    walk(client, [(f"dashboard:{name}", ()) for name in names])


def test_the_pages_of_documents_and_of_adjusted_tests(client, settings, tmp_path, language_recorder):
    settings.VAR_DIR = tmp_path
    application = make_submitted_application()
    person = application.candidate
    document = keep_document(owner=person, name="a.png", content=picture(), now=timezone.now())
    attach_document(document=document, place="identity", by=person, now=timezone.now())
    request = open_request(application=application, by=person, now=timezone.now())
    client.force_login(person)
    walk(
        client,
        [
            ("documents:overview", ()),
            *((f"documents:{page}", (document.pk,)) for page in ("document_detail", "document_delete")),
            ("special_needs:overview", ()),
            *((f"special_needs:request_{page}", (application.number,)) for page in ("detail", "edit")),
        ],
    )
    assert request.state == "DRAFT"
    identity = IdentityDocument(expiry_date=timezone.now().date())
    test = make_test(competition=application.competition, scheduled_at=timezone.now())
    for code in OTHERS:
        with translation.override(code):
            document_emails.documents_missing(find_proofs(application))
            document_emails.document_refused(document)
            document_emails.identity_document_expires(identity)
            special_needs_emails.private_message(application)
            special_needs_emails.measures_not_confirmed(test, 2)


def test_practising_two_devices_and_amendments(client, db, language_recorder):
    application = make_submitted_application(now=timezone.now() - timedelta(days=1))
    number, place = application.number, "education/new"
    for change in (keep_unfinished, keep_beside):
        change(application=application, place=place, typed={"title": [change.__name__]}, now=timezone.now())
    amendment = Amendment.objects.create(
        competition=application.competition, number=1, date=timezone.now().date(), reason="Tests again.",
        effects=["requires_language_rechoice"], document={}, digest_before="0" * 64, digest_after="1" * 64,
        applied_at=timezone.now(),
    )  # fmt: skip
    asked = ask_again(
        amendment=amendment,
        answer_by=timezone.now() + timedelta(days=9),
        by=make_staff("notifications.prepare_letterbatch"),
        now=timezone.now(),
    )
    client.force_login(application.candidate)
    walk(
        client,
        [
            ("applications:entry_new", (number, "education")),
            ("applications:confirm", (number,)),
            ("applications:overview", ()),
            ("applications:application_detail", (number,)),
        ],
    )
    practice = Client()
    practice.post(reverse("applications:practice_start"))
    steps = ("personal", "choice", "languages", "education", "experience", "declarations", "check")
    walk(
        practice,
        [
            ("applications:practice_start", ()),
            ("applications:practice_application_detail", ()),
            *(("applications:practice_step", (step,)) for step in steps),
            ("applications:practice_entry_new", ("experience",)),
        ],
    )
    complete = Application.objects.with_answers().get(pk=application.pk)
    for code in OTHERS:
        with translation.override(code):
            application_emails.application_reminder(complete, find_gaps(complete))
            application_emails.application_deadline_passed(complete)
            application_emails.confirmation_asked(complete, asked)


def test_receipts_and_the_published_days(client, language_recorder):
    application = make_submitted_application()
    submission = application.current_submission
    receipt = receipt_of(submission=submission, now=submission.submitted_at)
    close_days(now=submission.submitted_at + timedelta(days=2))
    client.force_login(application.candidate)
    walk(client, [("receipts:receipt_list", ()), ("receipts:day_list", ())])
    walk(client, [("receipts:receipt_check", (receipt.code,))])
    walk(client, [("receipts:receipt_check", (uuid.uuid4(),))], answers=(404,))
    for code in OTHERS:
        receipt_pdf(receipt, language=code)
        answer = client.get(f"/{code}/receipts/{receipt.code}/", {"sha256": "0" * 64})
        assert answer.status_code == 200
        assert client.get(f"/{code}/receipts/{receipt.code}/", {"sha256": "?"}).status_code == 422


def test_the_pages_and_letters_about_ones_data(client, language_recorder, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    now = timezone.now()
    officer = make_staff("data_rights.answer_datarequest")
    for code in OTHERS:
        person = make_submitted_application(candidate=make_candidate(language=code)).candidate
        sent = [data_rights.send_request(person=person, kind=kind, text="-", now=now) for kind in RequestKind]
        data_rights.extend_request(request=sent[0], reason="-", by=officer, now=now)
        data_rights.answer_request(request=sent[1], granted=True, answer="-", by=officer, now=now)
        data_rights.answer_request(request=sent[2], granted=False, answer="-", by=officer, now=now)
        with translation.override(code):
            account_erased_soon(last_day=now.date())
    client.force_login(person)
    data_rights.withdraw_request(request=sent[3], now=now)
    pages: list[Address] = [("data_rights:request_detail", (each.number,)) for each in sent[:4]]
    walk(client, [*pages, ("data_rights:overview", ()), ("data_rights:request_new", ())])
    walk(client, [("data_rights:erasure", ())])
    export = data_rights.ask_for_export(person=person, now=now)
    walk(client, [("data_rights:overview", ())])
    write_export(export.job_id)
    walk(client, [("data_rights:overview", ())])


def test_the_pages_of_an_account(client, db, settings, language_recorder):
    settings.SOCIALACCOUNT_PROVIDERS = eu_login_from("https://login.example.eu", client_id="x", secret="y")
    user = make_candidate()
    client.post("/en/account/login/", {"login": user.email, "password": PASSWORD})
    client.post("/en/account/reauthenticate/?next=/en/account/security/", {"password": PASSWORD})
    codes = {"seed": encrypt("x"), "used_mask": 0}
    Authenticator.objects.create(user=user, type="recovery_codes", data=codes)
    passkey = Authenticator.objects.create(user=user, type="webauthn", data={"name": "x", "credential": {}})
    pages = ["accounts:settings", "accounts:session_list", "accounts:close", "socialaccount_connections"]
    pages += ["mfa_index", "mfa_activate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"]
    walk(client, [*((name, ()) for name in pages), ("mfa_edit_webauthn", (passkey.pk,))])
    walk(client, [("mfa_reauthenticate", ()), ("mfa_remove_webauthn", (passkey.pk,))])
    change = ask_for_address_change(user=user, new_address="new@example.eu", now=timezone.now())
    user.emailaddress_set.create(email="new@example.eu")
    token = signing.dumps(change.pk, salt="accounts.address_change")
    walk(client, [("accounts:address_change", (token,))])
    client.logout()
    walk(client, [("account_login", ()), ("socialaccount_login_cancelled", ())])


def test_complaints_and_their_letters(client, language_recorder):
    competition = complaint_scenes.held_competition()
    member, now = complaint_scenes.board_member(competition), complaint_scenes.NOW
    for number, code in enumerate(OTHERS, start=301):
        application = complaint_scenes.add_candidate(competition, str(number), language=code)
        late = complaint_scenes.complain_about_question(application, 3, now=now + timedelta(days=90))
        ask_for_information(complaint=late, text="-", by=member, now=now)
        told = complaint_scenes.contest_result(application, now=now + timedelta(days=1))
        for effect in (Effect.READMITTED, Effect.OTHER):
            ruling = Ruling(outcome="UPHELD", reasons="-", effect=effect)
            decide_complaint(complaint=told, ruling=ruling, by=member, now=now)
            told = complaint_scenes.contest_result(application, letter=told.letter, now=now)
    assert remind_of_lapsing_rights(now=now + timedelta(days=5)) == len(OTHERS)
    draft = complaint_scenes.draft_about_question(application, 4)
    client.force_login(application.candidate)
    cases: list[Address] = [
        ("complaints:complaint_detail", (each.number,)) for each in application.complaints.all()
    ]
    forms: list[Address] = [("complaints:complaint_new", (application.number, route)) for route in OWN_ROUTES]
    walk(client, [("complaints:overview", ()), ("complaints:start", ()), *cases, *forms])
    walk(client, [("complaints:complaint_edit", (draft.number,)), ("complaints:withdraw", (late.number,))])
    client.force_login(User.objects.create_superuser("operator@example.eu"))
    tails = ("change", "ask", "notes", "decide")
    staff: list[Address] = [(f"admin:complaints_complaint_{tail}", (late.pk,)) for tail in tails]
    walk(client, [*staff, ("admin:complaints_complaint_statistics", ())])


def test_questions_to_us_and_their_letters(client, language_recorder):
    now, agent = timezone.now(), make_staff("enquiries.answer_enquiry")
    for code in OTHERS:
        asked = ask_question(
            candidate=make_candidate(language=code), token=uuid.uuid4(), subject="-", text="-",
            application=None, now=now,
        )  # fmt: skip
        answer_enquiry(enquiry=asked, by=agent, token=uuid.uuid4(), text="-", now=now)
    client.force_login(asked.candidate)
    walk(client, [("enquiries:overview", ()), ("enquiries:enquiry_new", ())])
    walk(client, [("enquiries:enquiry_detail", (asked.number,))])
    client.force_login(User.objects.create_superuser("operator@example.eu"))
    tails = ("change", "answer", "assign")
    walk(client, [(f"admin:enquiries_enquiry_{tail}", (asked.pk,)) for tail in tails])
