"""What pages of applications show of results: `{% load selection %}`."""

from typing import Any

from django import template

from applications.models import Application
from selection.models import RankingOutcome

register = template.Library()


@register.inclusion_tag("selection/_outcome_link.html", takes_context=True)
def outcome_link(context: template.Context, application: Application) -> dict[str, Any]:
    """The result of an application in a word, with the way to its page; nothing before the release."""
    told = RankingOutcome.objects.told_to(context["request"].user).filter(application=application)
    outcome = told.only("outcome", "run__released_at").select_related("run").first()
    return {"outcome": outcome, "number": application.number}
