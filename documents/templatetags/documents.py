"""What pages of applications show of documents: `{% load documents %}`."""

from typing import Any

from django import template

from applications.models import Application
from applications.states import VALID

register = template.Library()


@register.inclusion_tag("documents/_link.html", takes_context=True)
def documents_link(context: template.Context, application: Application) -> dict[str, Any]:
    """The way from an application to its documents, while its competition takes some."""
    deadline = application.competition.supporting_documents_deadline
    takes_documents = application.state in VALID and deadline is not None
    return {"deadline": deadline, "is_shown": takes_documents and context["request"].now < deadline}
