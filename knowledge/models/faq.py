"""Questions that are often asked, by topic, and how helpful readers found the answers."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.languages import CODES
from core.querysets import TranslatedQuerySet, english_required
from core.states import Transition
from knowledge.models.publication import Loaded, Publishable, publication_constraints, slug_validator
from knowledge.querysets import FaqEntryQuerySet


class FaqTopic(Loaded):
    """What a group of questions is about."""

    key = models.SlugField(_("address"), max_length=60, unique=True, validators=[slug_validator])
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    name = models.CharField(_("name"), max_length=120)

    objects = TranslatedQuerySet.as_manager()

    class Meta:
        ordering = ["order", "key"]
        verbose_name = _("topic of questions")
        verbose_name_plural = _("topics of questions")
        constraints = english_required("faqtopic", "name")

    def __str__(self) -> str:
        return str(self.name)


class FaqEntry(Publishable):
    """One question with its answer in Markdown."""

    REQUIRED = ("question", "answer")

    key = models.SlugField(_("address"), max_length=60, unique=True, validators=[slug_validator])
    topic = models.ForeignKey(
        FaqTopic, verbose_name=_("topic"), on_delete=models.PROTECT, related_name="entries"
    )
    order = models.PositiveSmallIntegerField(_("order in the topic"), default=100)
    question = models.CharField(_("question"), max_length=300)
    answer = models.TextField(_("answer"), help_text=_("Markdown; see the manual for links and rules."))

    objects = FaqEntryQuerySet.as_manager()

    class Meta:
        ordering = ["topic__order", "order", "key"]
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")
        constraints: ClassVar[list[Any]] = [
            *english_required("faqentry", "question", "answer"),
            *publication_constraints("faqentry"),
        ]

    def __str__(self) -> str:
        return str(self.question)

    def get_absolute_url(self) -> str:
        """The page of the question in the active language."""
        return reverse("knowledge:faq_detail", args=[self.key])


class FaqEntryTransition(Transition):
    subject = models.ForeignKey(FaqEntry, on_delete=models.CASCADE, related_name="transitions")

    class Meta(Transition.Meta):
        verbose_name = _("move of a question")
        verbose_name_plural = _("moves of questions")


class FaqFeedback(models.Model):
    """How many readers of a language found an answer helpful, and how many did not. Nobody is remembered."""

    entry = models.ForeignKey(
        FaqEntry, verbose_name=_("question"), on_delete=models.CASCADE, related_name="feedback"
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    helpful = models.PositiveIntegerField(_("helpful"), default=0)
    unhelpful = models.PositiveIntegerField(_("not helpful"), default=0)

    class Meta:
        ordering = ["entry", "language"]
        verbose_name = _("feedback on an answer")
        verbose_name_plural = _("feedback on answers")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["entry", "language"],
                name="faqfeedback_once_per_language",
                violation_error_message=_("There is a row for this question and language already."),
            ),
            models.CheckConstraint(
                condition=Q(language__in=CODES),
                name="faqfeedback_language_official",
                violation_error_message=_("Choose one of the 24 official languages."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.language}"
