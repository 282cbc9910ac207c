"""What pages of applications and of the CV show of documents: `{% load documents %}`."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import template

from applications.models import Application
from applications.states import VALID
from documents.models import Attachment, Document
from profiles.models import Education, Experience, LanguageSkill

register = template.Library()


@register.inclusion_tag("documents/_link.html", takes_context=True)
def documents_link(context: template.Context, application: Application) -> dict[str, Any]:
    """The way from an application to its documents, while its competition takes some."""
    deadline = application.competition.supporting_documents_deadline
    takes_documents = application.state in VALID and deadline is not None
    return {"deadline": deadline, "is_shown": takes_documents and context["request"].now < deadline}


_COLUMNS: Any = {LanguageSkill: "cv_language", Education: "cv_education", Experience: "cv_experience"}


@register.simple_tag
def documents_of(rows: Iterable[Any]) -> dict[int, list[Document]]:
    """The documents of entries of one list of a CV, by the key of the entry; one query for all."""
    found: dict[int, list[Document]] = defaultdict(list)
    entries = list(rows)
    if entries:
        column = _COLUMNS[type(entries[0])]
        attachments = Attachment.objects.filter(**{f"{column}__in": entries}).select_related("document")
        for attachment in attachments.defer("document__preview"):
            found[getattr(attachment, f"{column}_id")].append(attachment.document)
    return found


@register.inclusion_tag("documents/_of_entry.html")
def entry_documents(found: dict[int, list[Document]], row: Any) -> dict[str, Any]:
    """The documents of one entry of a CV, and the way to attach one more."""
    kind = _COLUMNS[type(row)].removeprefix("cv_")
    return {"documents": found.get(row.pk, []), "place": f"{kind}-{row.pk}", "entry": row}
