"""The one page of the bare Django."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from epso_site.bench.bare.models import Notice


def notice_list(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The twenty notices with the next deadline, whichever of them the address names."""
    return render(request, "bare_list.html", {"notices": Notice._default_manager.order_by("deadline")[:20]})


urlpatterns = [
    path("notices/", notice_list, name="notice_list"),
    path("notices/<slug:slug>/", notice_list, name="notice_detail"),
]
