"""What anyone may read and ask."""

import uuid
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models.functions import ExtractYear
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careers.views import page_links
from core.kept import kept
from core.limits import is_over_limit, network_of
from core.page_cache import public_page
from core.requests import SiteRequest
from knowledge.calendars import event_calendar
from knowledge.forms import (
    ContactForm,
    FaqSearchForm,
    GlossarySearchForm,
    MeetingFilterForm,
    NewsFilterForm,
)
from knowledge.meeting_files import meetings_csv
from knowledge.models import ContactMessage, Event, FaqEntry, Meeting, NewsItem, ServiceIncident
from knowledge.reading import (
    articles_in,
    event_line,
    event_page,
    faq_topics,
    folded,
    glossary_lines,
    incident_line,
    matching_questions,
    meeting_line,
    news_line,
    news_page,
    published_article,
    published_question,
    supplement_rows,
)
from knowledge.services import count_feedback, receive_message, sent_before

NEWS_A_PAGE: Final = 10
MEETINGS_A_PAGE: Final = 50
PAST_EVENTS: Final = 20
PAST_INCIDENTS: Final = 50
HOUR: Final = 3600


@require_safe
@public_page(parameters=())
def article_detail(request: SiteRequest, slug: str) -> HttpResponse:
    """One article, with the others of its section."""
    page = published_article(slug)
    if page is None:
        raise Http404
    context = {
        "page": page,
        "siblings": [each for each in articles_in(page.section) if each.slug != slug],
        "rows": supplement_rows(page.supplement),
    }
    return render(request, "knowledge/article_detail.html", context)


# Questions


@require_safe
@public_page(parameters=("q", "topic"))
def faq(request: SiteRequest) -> HttpResponse:
    """The questions by topic, those of one topic with their answers, or those that hold some words."""
    form = FaqSearchForm(request.GET)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    topics = faq_topics()
    topic = next((each for each in topics if each.key == request.GET.get("topic")), None)
    found = matching_questions(words) if words else None
    context = {"form": form, "words": words, "topics": topics, "topic": topic, "found": found}
    return render(request, "knowledge/faq.html", context)


@require_safe
@public_page(parameters=("thanks",))
def faq_detail(request: SiteRequest, key: str) -> HttpResponse:
    """One question with its answer, and the question whether that helped."""
    question = published_question(key)
    if question is None:
        raise Http404
    topic = next(each for each in faq_topics() if each.key == question.topic)
    context = {
        "question": question,
        "others": [each for each in topic.questions if each.key != key],
        "has_answered": "thanks" in request.GET,
    }
    return render(request, "knowledge/faq_detail.html", context)


@csrf_exempt  # the page is kept for everybody and holds no token: the browser says where the form stood
@require_POST
def faq_feedback(request: SiteRequest, key: str) -> HttpResponse:
    """Count whether an answer helped. Only from our own pages, and so often an hour; nobody is remembered."""
    entry = get_object_or_404(FaqEntry.objects.published().in_language(), key=key)
    if not _comes_from_this_site(request):
        return HttpResponseForbidden(_("This answer did not come from a page of this site."))
    answer = request.POST.get("helpful")
    who = f"{network_of(request)} {key}"
    if answer in {"yes", "no"} and not is_over_limit(
        "faq-feedback", who, most=settings.FEEDBACK_AN_HOUR, seconds=HOUR
    ):
        count_feedback(entry=entry, language=request.LANGUAGE_CODE, is_helpful=answer == "yes")
    response = HttpResponseRedirect(f"{entry.get_absolute_url()}?thanks=1#feedback")
    response.status_code = 303
    return response


def _comes_from_this_site(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of ours; an old one says so by its Referer."""
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None:
        return fetched_from == "same-origin"
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(source)[:2] == (request.scheme, request.get_host())


# Glossary


@require_safe
@public_page(parameters=("q",))
def glossary(request: SiteRequest) -> HttpResponse:
    """The terms of selection in the reader's language, with the English ones beside them."""
    form = GlossarySearchForm(request.GET)
    words = folded(form.cleaned_data["q"]).split() if form.is_valid() else []
    lines = [line for line in glossary_lines() if all(word in line.searched for word in words)]
    context = {
        "form": form,
        "lines": lines,
        "is_searched": bool(words),
        "has_definitions": any(line.definition for line in lines),
    }
    return render(request, "knowledge/glossary.html", context)


# News


@require_safe
@public_page(parameters=("kind", "page"))
def news_list(request: SiteRequest) -> HttpResponse:
    """The news, newest first, of all kinds or of one."""
    form = NewsFilterForm(request.GET)
    kind = form.cleaned_data["kind"] if form.is_valid() else ""
    rows = NewsItem.objects.published().for_page().newest_first()
    page = Paginator(rows.filter(kind=kind) if kind else rows, NEWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "kind": kind,
        "page": page,
        "items": [news_line(row) for row in page.object_list],
        "pages": page_links(request, page),
    }
    return render(request, "knowledge/news_list.html", context)


@require_safe
@public_page(parameters=())
def news_detail(request: SiteRequest, slug: str) -> HttpResponse:
    """One news item."""
    row = get_object_or_404(NewsItem.objects.published().for_page(), slug=slug)
    return render(request, "knowledge/news_detail.html", {"item": news_page(row)})


# Events


@require_safe
@public_page(parameters=())
def event_list(request: SiteRequest) -> HttpResponse:
    """What is still to come, then what was."""
    rows = Event.objects.published().for_page()
    context = {
        "upcoming": [event_line(row) for row in rows.upcoming(request.now)],
        "past": [event_line(row) for row in rows.past(request.now)[:PAST_EVENTS]],
    }
    return render(request, "knowledge/event_list.html", context)


@require_safe
@public_page(parameters=())
def event_detail(request: SiteRequest, slug: str) -> HttpResponse:
    """One event, with a file for the reader's calendar."""
    row = get_object_or_404(Event.objects.published().for_page(), slug=slug)
    context = {"event": event_page(row), "is_over": row.ends_at <= request.now}
    return render(request, "knowledge/event_detail.html", context)


@require_safe
@public_page(parameters=())
def event_file(request: SiteRequest, slug: str) -> HttpResponse:
    """The event as a calendar file."""
    row = get_object_or_404(Event.objects.published().for_page(), slug=slug)
    response = HttpResponse(event_calendar(row), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.slug}.ics"'
    return response


# Meetings


@require_safe
@public_page(parameters=("q", "year", "page"))
def meeting_list(request: SiteRequest) -> HttpResponse:
    """Meetings of the Director with interest representatives, filtered as the address says."""
    form = MeetingFilterForm(request.GET, years=_meeting_years())
    page = Paginator(_meetings(form.chosen), MEETINGS_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "is_filtered": bool(form.chosen),
        "page": page,
        "meetings": [meeting_line(row) for row in page.object_list],
        "pages": page_links(request, page),
        "file_url": f"{reverse('knowledge:meeting_file')}{'?' if query else ''}{query.urlencode()}",
    }
    return render(request, "knowledge/meeting_list.html", context)


@require_safe
@public_page(parameters=("q", "year"))
def meeting_file(request: SiteRequest) -> HttpResponse:
    """The meetings of the list as CSV."""
    form = MeetingFilterForm(request.GET, years=_meeting_years())
    response = HttpResponse(meetings_csv(_meetings(form.chosen)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="meetings.csv"'
    return response


def _meeting_years() -> list[int]:
    return kept("knowledge.meeting-years", _read_meeting_years)


def _read_meeting_years() -> list[int]:
    years = Meeting.objects.published().order_by().annotate(year=ExtractYear("held_on"))
    return sorted(set(years.values_list("year", flat=True)), reverse=True)


def _meetings(chosen: Any) -> Any:
    rows = Meeting.objects.published().for_page().with_organisations()
    if "year" in chosen:
        rows = rows.filter(held_on__year=int(chosen["year"]))
    return rows.matching(chosen["q"]) if "q" in chosen else rows


# Service status


@require_safe
@public_page(parameters=())
def service_status(request: SiteRequest) -> HttpResponse:
    """What does not work now, what is planned, and what there was."""
    rows = list(ServiceIncident.objects.with_updates()[:PAST_INCIDENTS])
    now = request.now
    present = [row for row in rows if row.ended_at is None or row.ended_at > now]
    context = {
        "present": [incident_line(row) for row in present if row.started_at <= now],
        "planned": [incident_line(row) for row in present if row.started_at > now],
        "past": [incident_line(row) for row in rows if row not in present],
    }
    return render(request, "knowledge/service_status.html", context)


# Contact


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: SiteRequest) -> HttpResponse:
    """The contact form; what was sent is taken once and gets its number at once."""
    form = ContactForm(request.POST if request.method == "POST" else None, initial=_known_of(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        message = sent_before(token=form.token_given, values=form.values)
        if message is None and _writes_too_often(request, form.values["email"]):
            form.add_error(None, _("There were too many messages from you. Try again in an hour."))
            status = 429
        else:
            message = message or receive_message(token=form.token_given, values=form.values, now=request.now)
            return redirect("knowledge:contact_received", token=message.token)
    response = render(request, "knowledge/contact.html", {"form": form}, status=status)
    add_never_cache_headers(response)
    return response


def _known_of(request: SiteRequest) -> dict[str, Any]:
    """What the form begins with: a token of its own, the language, and the account of who is signed in."""
    known: dict[str, Any] = {"token": uuid.uuid4(), "language": request.LANGUAGE_CODE}
    user = request.user
    if user.is_authenticated:
        known |= {"first_names": user.first_names, "family_names": user.family_names, "email": user.email}
        known["language"] = user.language
    return known


def _writes_too_often(request: HttpRequest, email: str) -> bool:
    """By where the request comes from, and by the address that would get the acknowledgements."""
    limit = {"most": settings.CONTACT_MESSAGES_AN_HOUR, "seconds": HOUR}
    is_flood = is_over_limit("contact", network_of(request), **limit)
    return is_over_limit("contact-address", email.casefold(), **limit) or is_flood


@require_safe
def contact_received(request: SiteRequest, token: uuid.UUID) -> HttpResponse:
    """The number of a message, for who has the token of its form."""
    message = get_object_or_404(ContactMessage, token=token)
    context = {"message": message, "days": settings.CONTACT_ANSWER_DAYS}
    response = render(request, "knowledge/contact_received.html", context)
    add_never_cache_headers(response)
    return response
