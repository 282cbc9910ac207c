"""A person's letters: the list, and each to read. Nobody else's are found."""

from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.requests import SiteRequest
from notifications.models import Letter
from notifications.services import mark_letter_opened

LETTERS_A_PAGE: Final = 20


@never_cache
@require_safe
def letter_list(request: HttpRequest) -> HttpResponse:
    """The letters in the account, newest first."""
    letters = Letter.objects.visible_to(request.user).newest_first().defer("body")
    page = Paginator(letters, LETTERS_A_PAGE).get_page(request.GET.get("page"))
    unread = Letter.objects.visible_to(request.user).unread().count()
    context = {"page": page, "letters": page.object_list, "unread_count": unread}
    return render(request, "notifications/letter_list.html", context)


@never_cache
@require_safe
def letter_detail(request: SiteRequest, number: UUID) -> HttpResponse:
    """One letter; that its recipient opened it is noted the first time."""
    letter = get_object_or_404(Letter.objects.visible_to(request.user), number=number)
    mark_letter_opened(letter=letter, now=request.now)
    return render(request, "notifications/letter_detail.html", {"letter": letter})
