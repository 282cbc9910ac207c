"""Reads of rows whose texts stand in one column per language."""

from functools import cache
from typing import Any, Self

from django.db import models
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname

from core.languages import CODES
from core.languages import ENGLISH as FALLBACK_LANGUAGE


def unread_columns(model: type[models.Model], language: str) -> list[str]:
    """List the text columns of `model` that a reader of `language` does not need: not hers, not English."""
    wanted = {language, FALLBACK_LANGUAGE}
    names = translator.get_options_for_model(model).get_field_names()
    return [build_localized_fieldname(name, code) for name in names for code in CODES if code not in wanted]


@cache
def read_columns(model: type[models.Model], language: str, path: str = "") -> tuple[str, ...]:
    """Name the columns of `model` that a reader of `language` needs, each with `path` before it."""
    unread = frozenset(unread_columns(model, language))
    return tuple(path + field.name for field in model._meta.concrete_fields if field.name not in unread)


def text(field: str, language: str | None = None) -> Combinable:
    """Return the expression of a translated field (`title`, `institution__name`) as the reader sees it.

    That is the text in `language` (default: the active one), or the English one where there is none.
    """
    code = language or get_language() or FALLBACK_LANGUAGE
    kind = models.TextField()  # the columns of two languages are two classes of field, which do not mix
    return Coalesce(
        NullIf(models.F(build_localized_fieldname(field, code)), models.Value(""), output_field=kind),
        models.F(build_localized_fieldname(field, FALLBACK_LANGUAGE)),
        output_field=kind,
    )


class TranslatedQuerySet(models.QuerySet[Any]):
    """A QuerySet that reads, filters and orders by text in the reader's language, else by the English one."""

    def in_language(self, language: str | None = None, *, related: tuple[str, ...] = ()) -> Self:
        """Leave out the columns of languages the reader does not see, here and in `related` rows joined."""
        code = language or get_language() or FALLBACK_LANGUAGE
        own: Any = self.model
        names = read_columns(own, code)
        for path in related:
            model: Any = self.model
            for step in path.split("__"):
                model = model._meta.get_field(step).related_model
            names += read_columns(model, code, f"{path}__")
        # Django's own `only`: that of modeltranslation looks at each name for texts to add; here are none.
        return models.QuerySet.only(self, *names)

    def related_in_language(self, name: str) -> Any:
        """Return the rows at the other end of relation `name`, in the reader's language: for a Prefetch."""
        related: Any = self.model._meta.get_field(name).related_model
        return related._default_manager.in_language()

    def filter_text(self, field: str, lookup: str, value: str) -> Self:
        """Keep the rows whose text of `field`, as the reader sees it, matches (`icontains`, …)."""
        alias = f"{field.replace('__', '_')}_as_read"
        return self.alias(**{alias: text(field)}).filter(**{f"{alias}__{lookup}": value})


def english_required(model_name: str, *fields: str) -> list[models.BaseConstraint]:
    """Return the constraints that refuse a row of `model_name` without English text in each of `fields`."""
    return [
        models.CheckConstraint(
            condition=models.Q(**{f"{field}_{FALLBACK_LANGUAGE}__isnull": False})
            & ~models.Q(**{f"{field}_{FALLBACK_LANGUAGE}": ""}),
            name=f"{model_name}_{field}_in_english",
        )
        for field in fields
    ]
