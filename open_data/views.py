"""Pages and files for machines, and the site map for people."""

import csv
import io
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from core.kept import kept
from core.languages import CODES, ENGLISH
from core.page_cache import public_page
from core.requests import SiteRequest
from open_data.datasets import DATASETS, Dataset, rows_of
from open_data.names import SECTIONS
from open_data.site_pages import SECTION_PAGES
from recruitment.downloads.csv_file import neutralised

PAGE_SIZE: Final = 100
PERSONAL_ROOMS: Final = ("account", "admin", "recruitment")
DESCRIPTION: Final = Path(__file__).resolve().parent / "data" / "openapi.json"


class Fault(Exception):
    """A parameter that is not understood: `status`, one word for programs, a sentence for people."""

    def __init__(self, status: int, fault: str, message: str) -> None:
        super().__init__(message)
        self.status, self.fault, self.message = status, fault, message


# For people


@require_safe
@public_page(parameters=())
def site_map(request: SiteRequest) -> HttpResponse:
    """Every page of the site by its name."""
    sections = kept("open_data:site-map", lambda: {name: SECTION_PAGES[name]() for name in SECTIONS})
    return render(request, "open_data/site_map.html", {"sections": sections})


@require_safe
@public_page(parameters=())
def overview(request: SiteRequest) -> HttpResponse:
    """What open data there is, and how to get it."""
    return render(request, "open_data/overview.html", {"datasets": DATASETS.values()})


# For search engines


@require_safe
@public_page(parameters=())
def robots(request: SiteRequest) -> HttpResponse:
    """Nothing may be indexed while the site is a demonstration; then all but what is personal."""
    lines = ["User-agent: *"]
    if settings.SITE_IS_OFFICIAL:
        lines += [
            f"Disallow: /{code}/{room}/" for code in CODES for room in ("account", "admin", "recruitment")
        ]
        lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap_index')}")
    else:
        lines.append("Disallow: /")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@public_page(parameters=())
def sitemap_index(request: SiteRequest) -> HttpResponse:
    """The site maps of all languages and sections."""
    addresses = [
        settings.SITE_URL + reverse("sitemap", args=[code, section]) for code in CODES for section in SECTIONS
    ]
    return _xml(request, "open_data/sitemap_index.xml", {"addresses": addresses})


@require_safe
@public_page(parameters=())
def sitemap(request: SiteRequest, code: str, section: str) -> HttpResponse:
    """The pages of a section in one language, each with its address in all others."""
    if code not in CODES:
        raise Http404
    pages = kept(f"open_data:sitemap:{section}", SECTION_PAGES[section])
    context = {"pages": pages, "code": code, "codes": CODES, "site_url": settings.SITE_URL}
    return _xml(request, "open_data/sitemap.xml", context)


@require_safe
@public_page(parameters=())
def search_description(request: SiteRequest) -> HttpResponse:
    """How a browser searches this site (OpenSearch 1.1)."""
    content_type = "application/opensearchdescription+xml; charset=utf-8"
    context = {"address": settings.SITE_URL + reverse("careers:opportunity_list")}
    return render(request, "open_data/opensearch.xml", context, content_type=content_type)


def _xml(request: SiteRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, content_type="application/xml; charset=utf-8")


# For programs


@csrf_exempt  # nothing is written: another method is told so, not asked for a token
@require_safe
@public_page(parameters=())
def openapi(request: SiteRequest) -> HttpResponse:
    """The description of the interface (OpenAPI 3.1)."""
    return HttpResponse(_description(), content_type="application/json")


@cache
def _description() -> str:
    document = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    document["servers"] = [{"url": settings.SITE_URL}]
    return json.dumps(document, ensure_ascii=False)


@csrf_exempt
@require_safe
@public_page(parameters=("language", "page"))
def dataset_json(request: SiteRequest, name: str) -> HttpResponse:
    """One page of a set of data."""
    return _answered(request, lambda: _json_page(DATASETS[name], request))


@csrf_exempt
@require_safe
@public_page(parameters=("language",))
def dataset_csv(request: SiteRequest, name: str) -> HttpResponse:
    """The whole of a set of data."""
    return _answered(request, lambda: _csv_file(DATASETS[name]))


def _answered(request: SiteRequest, make: Callable[[], HttpResponse]) -> HttpResponse:
    """Make the answer in the language asked for; say what is wrong with the question if it is."""
    try:
        with translation.override(_language(request)):
            response = make()
    except Fault as fault:
        return JsonResponse({"fault": fault.fault, "message": fault.message}, status=fault.status)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _language(request: SiteRequest) -> str:
    code = request.GET.get("language", ENGLISH)
    if code not in CODES:
        raise Fault(400, "language", "The language is not one of: " + ", ".join(CODES) + ".")
    return str(code)


def _json_page(dataset: Dataset, request: SiteRequest) -> HttpResponse:
    paginator = Paginator(dataset.read(), PAGE_SIZE)
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and int(number[:7]) > 0):
        raise Fault(400, "page", "The page is not a number from 1.")
    try:
        page = paginator.page(int(number[:7]))
    except InvalidPage:
        raise Fault(404, "page", f"There are {paginator.num_pages} pages.") from None
    return JsonResponse(
        {
            "language": translation.get_language(),
            "page": page.number,
            "pages": paginator.num_pages,
            "count": paginator.count,
            "rows": rows_of(dataset, page.object_list),
        },
        json_dumps_params={"ensure_ascii": False},
    )


def _csv_file(dataset: Dataset) -> HttpResponse:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(dataset.columns)
    for row in rows_of(dataset, dataset.read()):
        writer.writerow([_cell(row[column]) for column in dataset.columns])
    return HttpResponse(
        text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{dataset.name}.csv"'},
    )


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = "; ".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return neutralised(value) if isinstance(value, str) else value
