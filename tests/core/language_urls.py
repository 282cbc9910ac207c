"""A small site for tests of addresses and languages: the real root and switch, and one page."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import include, path

from core.urls import rootpatterns

PAGE = """{% load language %}{% language_links as links %}{% for link in links %}
{{ link.code }} {{ link.page }} {{ link.switch }} {{ link.is_current }}{% endfor %}"""


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(Template(PAGE).render(Context({"request": request})))


def machine(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=404)


handler404 = not_found

urlpatterns = [
    path("health/live", machine),
    *rootpatterns,
    *i18n_patterns(path("", include("core.urls")), path("", page), path("jobs/", page)),
]
