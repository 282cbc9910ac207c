"""The way to a receipt on pages of applications: `{% load receipts %}`."""

from typing import Any

from django import template

from applications.models import Application, Submission

register = template.Library()


@register.inclusion_tag("receipts/_receipt_link.html")
def receipt_link(application: Application, submission: Submission | None) -> dict[str, Any]:
    """The receipt of a submitted version to download; nothing where nothing was submitted."""
    return {"number": application.number, "submission": submission}
