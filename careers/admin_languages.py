"""Forms with texts in 24 languages: a part for each language that opens without JavaScript."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from modeltranslation.utils import build_localized_fieldname

from core.admin import URLS_WITHOUT_SCHEME
from core.languages import CODES, ENGLISH, LANGUAGES, active_code

Fieldset = tuple[Any, dict[str, Any]]


def language_fieldsets(*names: str) -> list[Fieldset]:
    """English, then the reader's own language, both open; then the others in protocol order, closed."""
    first = list(dict.fromkeys([ENGLISH, active_code()]))
    others = [code for code in CODES if code not in first]
    return [_fieldset(code, names, is_open=True) for code in first] + [
        _fieldset(code, names, is_open=False) for code in others
    ]


def _fieldset(code: str, names: Sequence[str], *, is_open: bool) -> Fieldset:
    columns = [build_localized_fieldname(name, code) for name in names]
    return LANGUAGES[code].autonym, {"fields": columns, "classes": [] if is_open else ["collapse"]}


def is_list(request: HttpRequest) -> bool:
    """Whether the request is for the list of rows rather than for one of them."""
    match = request.resolver_match
    return match is not None and str(match.url_name).endswith("_changelist")


class LanguagesAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """The administration of a model with `translated` texts; `plain_fieldsets` come before those."""

    translated: tuple[str, ...] = ()
    required_in_english: tuple[str, ...] = ()
    plain_fieldsets: Sequence[Fieldset] = ()
    related_texts: tuple[str, ...] = ()
    formfield_overrides = URLS_WITHOUT_SCHEME

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The list reads the texts of one language only; a form needs them all."""
        rows: Any = super().get_queryset(request)
        found: QuerySet[Any] = rows.in_language(related=self.related_texts) if is_list(request) else rows
        return found

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.plain_fieldsets, *language_fieldsets(*self.translated)]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """English is required where the database requires it."""
        form = super().get_form(request, obj, change=change, **kwargs)
        for name in self.required_in_english:
            field = form.base_fields.get(build_localized_fieldname(name, ENGLISH))
            if field is not None:
                field.required = True
        return form
