"""Pages of a recruiter: the lists open to her institution, and their download. Other lists are not found."""

from datetime import date
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from careers.views import page_links
from core.formats import BRUSSELS
from core.requests import SiteRequest
from recruitment.forms import DownloadForm
from recruitment.models import ListDownload, Recruiter, ReserveList
from recruitment.permissions import can_download_list
from recruitment.services import download_list

LISTS_A_PAGE: Final = 50
DOWNLOADS_SHOWN: Final = 50


@never_cache
@require_safe
def list_list(request: SiteRequest) -> HttpResponse:
    """The lists open to my institution, valid ones first; who has no institution reads what to do."""
    try:
        recruiter = _recruiter(request)
    except Recruiter.DoesNotExist:
        return render(request, "recruitment/no_institution.html", status=403)
    lists = ReserveList.objects.visible_to_recruiter(request.user).with_field().with_size()
    page = Paginator(lists.valid_first(_today(request)), LISTS_A_PAGE).get_page(request.GET.get("page"))
    context = {"recruiter": recruiter, "page": page, "pages": page_links(request, page)}
    return render(request, "recruitment/list_list.html", context)


@never_cache
@require_safe
def list_detail(request: SiteRequest, pk: int) -> HttpResponse:
    """One list: its facts, the way to download it, and who did."""
    return _show(request, _open_to_me(request, pk), DownloadForm())


@never_cache
@require_POST
def list_download(request: SiteRequest, pk: int) -> Any:
    """The list as a file, for a purpose. Only by POST: a page fetched ahead must not leave a trace."""
    reserve_list = _open_to_me(request, pk)
    if not can_download_list(request.user, reserve_list, _today(request)):
        return redirect("recruitment:list_detail", pk)
    form = DownloadForm(request.POST, size=reserve_list.size)
    if not form.is_valid():
        return _show(request, reserve_list, form, status=422)
    recruiter = _recruiter(request)
    file = download_list(
        reserve_list=reserve_list,
        user=recruiter.user,
        institution=recruiter.institution,
        now=request.now,
        **form.cleaned_data,
    )
    return FileResponse(file.content, as_attachment=True, filename=file.name, content_type=file.content_type)


def _open_to_me(request: SiteRequest, pk: int) -> Any:
    mine = ReserveList.objects.visible_to_recruiter(request.user).with_field().with_size()
    return get_object_or_404(mine, pk=pk)


def _recruiter(request: SiteRequest) -> Recruiter:
    recruiter: Recruiter = (
        Recruiter.objects.with_institution().select_related("user").get(user=request.user.pk)
    )
    return recruiter


def _today(request: SiteRequest) -> date:
    return request.now.astimezone(BRUSSELS).date()


def _show(
    request: SiteRequest, reserve_list: ReserveList, form: DownloadForm, status: int = 200
) -> HttpResponse:
    downloads = ListDownload.objects.of_institution_of(request.user).filter(reserve_list=reserve_list)
    context = {
        "list": reserve_list,
        "form": form,
        "can_download": can_download_list(request.user, reserve_list, _today(request)),
        "downloads": downloads.select_related("user")[:DOWNLOADS_SHOWN],
    }
    return render(request, "recruitment/list_detail.html", context, status=status)
