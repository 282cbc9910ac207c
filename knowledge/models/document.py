"""Key documents, and what people who work for the Union say."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.querysets import english_required
from core.states import Transition
from knowledge.models.publication import Publishable, publication_constraints
from knowledge.querysets import PublishableQuerySet


class KeyDocument(Publishable):
    """A document published elsewhere, with what it is and where it stands."""

    REQUIRED = ("title",)

    order = models.PositiveSmallIntegerField(_("order"), default=100)
    url = models.URLField(_("address"), max_length=500, unique=True)
    dated_on = models.DateField(_("date"), null=True, blank=True)
    file_type = models.CharField(_("file type"), max_length=10, blank=True, help_text=_("E.g. PDF."))
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True, help_text=_("One or two sentences."))

    objects = PublishableQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("key document")
        verbose_name_plural = _("key documents")
        constraints: ClassVar[list[Any]] = [
            *english_required("keydocument", "title"),
            *publication_constraints("keydocument"),
        ]

    def __str__(self) -> str:
        return str(self.title)


class KeyDocumentTransition(Transition):
    subject = models.ForeignKey(KeyDocument, on_delete=models.CASCADE, related_name="transitions")

    class Meta(Transition.Meta):
        verbose_name = _("move of a document")
        verbose_name_plural = _("moves of documents")


class Testimonial(Publishable):
    """What somebody who works for the Union says about it, with her consent."""

    __test__ = False  # no test, whatever its name begins with
    REQUIRED = ("quote", "role")

    order = models.PositiveSmallIntegerField(_("order"), default=100)
    person = models.CharField(_("name of the person"), max_length=120)
    role = models.CharField(_("work and institution"), max_length=200)
    quote = models.TextField(_("what the person says"))
    consent_given_on = models.DateField(_("consent to publication given on"))

    objects = PublishableQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("testimonial")
        verbose_name_plural = _("testimonials")
        constraints: ClassVar[list[Any]] = [
            *english_required("testimonial", "role", "quote"),
            *publication_constraints("testimonial"),
        ]

    def __str__(self) -> str:
        return self.person


class TestimonialTransition(Transition):
    __test__ = False

    subject = models.ForeignKey(Testimonial, on_delete=models.CASCADE, related_name="transitions")

    class Meta(Transition.Meta):
        verbose_name = _("move of a testimonial")
        verbose_name_plural = _("moves of testimonials")
