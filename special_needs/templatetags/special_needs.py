"""What pages of applications show of requests for special needs adjustments: `{% load special_needs %}`."""

from datetime import timedelta
from typing import Any

from django import template
from django.conf import settings

from applications.models import Application
from special_needs.models import AccommodationRequest, GrantedMeasure
from special_needs.permissions import can_ask, can_handle_requests
from special_needs.states import RequestState

register = template.Library()


@register.inclusion_tag("special_needs/_link.html", takes_context=True)
def special_needs_link(context: template.Context, application: Application) -> dict[str, Any]:
    """The way from an application to its request, for its candidate."""
    mine = AccommodationRequest.objects.visible_to(context["request"].user).filter(application=application)
    own = mine.only("state", "application").first()
    return {"own": own, "number": application.number, "can_ask": can_ask(application)}


@register.inclusion_tag("admin/special_needs/_waiting.html", takes_context=True)
def waiting_requests(context: template.Context) -> dict[str, Any]:
    """Requests that wait for a decision, the oldest first; for who handles requests."""
    if not can_handle_requests(context["request"].user):
        return {"rows": []}
    waiting = AccommodationRequest.objects.filter(state=RequestState.SUBMITTED).order_by("submitted_at")
    return {
        "rows": waiting.select_related("application__competition")[:50],
        "title": AccommodationRequest._meta.verbose_name_plural,
        "state": RequestState.SUBMITTED.label,
    }


@register.inclusion_tag("admin/special_needs/_alarm.html", takes_context=True)
def unconfirmed_measures(context: template.Context) -> dict[str, Any]:
    """Measures for tests of the next days that are not confirmed; for who handles requests."""
    request = context["request"]
    if not can_handle_requests(request.user):
        return {"rows": []}
    end = request.now + timedelta(days=settings.SPECIAL_NEEDS_ALARM_DAYS)
    rows = GrantedMeasure.objects.unconfirmed_before(end, now=request.now)
    return {"rows": rows.select_related("test__competition", "request__application")[:50]}
