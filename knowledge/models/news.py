"""News and events."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.querysets import english_required
from core.states import Transition
from knowledge.models.publication import Publishable, publication_constraints, slug_validator
from knowledge.querysets import EventQuerySet, NewsQuerySet


class NewsKind(models.TextChoices):
    """What a news item is about (epso 8.5)."""

    COMPETITION = "COMPETITION", pgettext_lazy("kind of news", "Competitions")
    INCIDENT = "INCIDENT", pgettext_lazy("kind of news", "Technical incidents")
    RESULT = "RESULT", pgettext_lazy("kind of news", "Results")
    GENERAL = "GENERAL", pgettext_lazy("kind of news", "General")


class NewsItem(Publishable):
    """A short text with a day, and where it can be checked."""

    REQUIRED = ("title", "summary")

    slug = models.SlugField(_("address"), max_length=80, unique=True, validators=[slug_validator])
    kind = models.CharField(_("kind"), max_length=12, choices=NewsKind)
    dated_on = models.DateField(_("date of the news"), db_index=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), help_text=_("One or two sentences."))
    body = models.TextField(
        _("text"), blank=True, help_text=_("Markdown; see the manual for links and rules.")
    )

    objects = NewsQuerySet.as_manager()

    class Meta:
        ordering = ["-dated_on", "-pk"]
        verbose_name = _("news item")
        verbose_name_plural = _("news")
        constraints: ClassVar[list[Any]] = [
            *english_required("newsitem", "title", "summary"),
            *publication_constraints("newsitem"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """The page of the item in the active language."""
        return reverse("knowledge:news_detail", args=[self.slug])


class NewsItemTransition(Transition):
    subject = models.ForeignKey(NewsItem, on_delete=models.CASCADE, related_name="transitions")

    class Meta(Transition.Meta):
        verbose_name = _("move of a news item")
        verbose_name_plural = _("moves of news items")


class Event(Publishable):
    """A fair, a webinar, an information day: when, where, how to take part."""

    REQUIRED = ("title", "summary")

    slug = models.SlugField(_("address"), max_length=80, unique=True, validators=[slug_validator])
    starts_at = models.DateTimeField(_("starts at"), help_text=_("Brussels time."))
    ends_at = models.DateTimeField(_("ends at"), help_text=_("Brussels time."))
    is_online = models.BooleanField(_("online"), default=False)
    url = models.URLField(_("address to take part or to read more"), max_length=500, blank=True)
    title = models.CharField(_("title"), max_length=200)
    place = models.CharField(_("place"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), help_text=_("One or two sentences."))
    body = models.TextField(
        _("text"), blank=True, help_text=_("Markdown; see the manual for links and rules.")
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints: ClassVar[list[Any]] = [
            *english_required("event", "title", "summary"),
            *publication_constraints("event"),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")),
                name="event_starts_before_it_ends",
                violation_error_message=_("An event must start before it ends."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """The page of the event in the active language."""
        return reverse("knowledge:event_detail", args=[self.slug])


class EventTransition(Transition):
    subject = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="transitions")

    class Meta(Transition.Meta):
        verbose_name = _("move of an event")
        verbose_name_plural = _("moves of events")
