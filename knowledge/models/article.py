"""Articles: the pages that explain."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.querysets import english_required
from core.states import Transition
from knowledge.models.publication import Publishable, publication_constraints, slug_validator
from knowledge.querysets import ArticleQuerySet


class Section(models.TextChoices):
    """The part of the site an article belongs to, in the order of the menu (epso 8.2)."""

    JOBS = "jobs", pgettext_lazy("section of the site", "Jobs")
    WORK = "work", pgettext_lazy("section of the site", "Work for the EU")
    APPLY = "apply", pgettext_lazy("section of the site", "How to apply")
    HELP = "help", pgettext_lazy("section of the site", "Help")
    ABOUT = "about", pgettext_lazy("section of the site", "About EPSO")
    LEGAL = "legal", pgettext_lazy("section of the site", "About this site")


class Supplement(models.TextChoices):
    """A list kept as rows that stands under the text of an article."""

    KEY_DOCUMENTS = "documents", _("Key documents")
    TESTIMONIALS = "testimonials", _("Testimonials")


class Article(Publishable):
    """A page of text in Markdown, in 24 languages."""

    REQUIRED = ("title", "body")

    slug = models.SlugField(
        _("address"),
        max_length=60,
        unique=True,
        validators=[slug_validator],
        help_text=_("E.g. how-to-apply."),
    )
    section = models.CharField(_("section"), max_length=12, choices=Section)
    order = models.PositiveSmallIntegerField(_("order in the section"), default=100)
    supplement = models.CharField(_("list under the text"), max_length=12, choices=Supplement, blank=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True, help_text=_("One or two sentences."))
    body = models.TextField(_("text"), help_text=_("Markdown; see the manual for links and rules."))

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["section", "order", "slug"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions: ClassVar[list[Any]] = [
            ("publish_article", "Can publish, schedule and withdraw pages of knowledge")
        ]
        constraints: ClassVar[list[Any]] = [
            *english_required("article", "title", "body"),
            *publication_constraints("article"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """The page in the active language."""
        return reverse("knowledge:article_detail", args=[self.slug])


class ArticleTransition(Transition):
    subject = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="transitions")

    class Meta(Transition.Meta):
        verbose_name = _("move of an article")
        verbose_name_plural = _("moves of articles")
