"""Reads of the pages of knowledge."""

from datetime import datetime
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, F, Func, Prefetch, Q, TextField, Value, When

from core.languages import CODES
from core.querysets import TranslatedQuerySet
from knowledge.states import PublicationState


class PublishableQuerySet(TranslatedQuerySet):
    def published(self) -> Self:
        """What the public may see."""
        return self.filter(state=PublicationState.PUBLISHED)

    def due(self, now: datetime) -> Self:
        """What is scheduled for `now` or before."""
        return self.filter(state=PublicationState.SCHEDULED, publish_at__lte=now)

    def for_page(self, *, related: tuple[str, ...] = ()) -> Self:
        """What a reader of the active language needs, without what only the loader reads."""
        return self.in_language(related=related).defer("loaded_digests")

    def with_complete_languages(self, required: tuple[str, ...]) -> Self:
        """Add `complete_languages`: the codes of those in which every text of `required` is there."""
        each = [
            Case(When(_is_complete(required, code), then=Value(code)), output_field=TextField())
            for code in CODES
        ]
        array = Func(*each, template="ARRAY[%(expressions)s]", output_field=ArrayField(TextField()))
        return self.annotate(
            complete_languages=Func(
                array, Value(None), function="ARRAY_REMOVE", output_field=ArrayField(TextField())
            )
        )


def _is_complete(required: tuple[str, ...], code: str) -> Q:
    condition = Q()
    for field in required:
        condition &= Q(**{f"{field}_{code}__isnull": False}) & ~Q(**{f"{field}_{code}": ""})
    return condition


class ArticleQuerySet(PublishableQuerySet):
    def in_order(self) -> Self:
        """In the order of the menu inside each section."""
        return self.order_by("section", "order", "slug")


class FaqEntryQuerySet(PublishableQuerySet):
    def with_topics(self) -> Self:
        """Each with its topic, in the order of the page."""
        return self.select_related("topic").order_by("topic__order", "topic__key", "order", "key")


class NewsQuerySet(PublishableQuerySet):
    def newest_first(self) -> Self:
        """By the day of the news, the newest first."""
        return self.order_by("-dated_on", "-pk")


class EventQuerySet(PublishableQuerySet):
    def upcoming(self, now: datetime) -> Self:
        """Those not over at `now`, the next one first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def past(self, now: datetime) -> Self:
        """Those over at `now`, the last one first."""
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-pk")


class MeetingQuerySet(PublishableQuerySet):
    def with_organisations(self) -> Self:
        """Each with those it was held with, the newest first."""
        return self.prefetch_related("organisations").order_by("-held_on", "-pk")

    def matching(self, words: str) -> Self:
        """Those whose subject (as read, or in English), organisation or number holds every word."""
        found = self
        for word in words.split():
            by_subject = found.filter_text("subject", "icontains", word).order_by().values("pk")
            found = found.filter(
                Q(pk__in=by_subject)
                | Q(subject_en__icontains=word)
                | Q(organisations__name__icontains=word)
                | Q(organisations__register_number__icontains=word)
            ).distinct()
        return found


class IncidentQuerySet(TranslatedQuerySet):
    def with_updates(self) -> Self:
        """Each with its updates, newest first; what goes on stands first."""
        updates: Any = self.model._meta.get_field("updates").related_model
        newest = updates.objects.in_language().order_by("-at", "-pk")
        return (
            self.in_language()
            .prefetch_related(Prefetch("updates", newest))
            .order_by(F("ended_at").desc(nulls_first=True), "-started_at", "-pk")
        )
