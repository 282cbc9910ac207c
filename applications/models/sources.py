"""How applicants heard of a competition: counts alone, for a row a person would be a trace of her."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competitions.models import Competition


class Source(models.TextChoices):
    WEBSITE = "WEBSITE", _("This website")
    EMPLOYEE = "EMPLOYEE", _("Somebody who works for the EU")
    UNIVERSITY = "UNIVERSITY", _("A university or school")
    SOCIAL = "SOCIAL", _("Social media")
    PRESS = "PRESS", _("A newspaper, radio or television")
    FAIR = "FAIR", _("A job fair or another event")
    SEARCH = "SEARCH", _("A search engine")
    OTHER = "OTHER", pgettext_lazy("how somebody heard of a competition", "Other")


class SourceCount(models.Model):
    """How many applicants for a competition named a source. Nothing leads from here to a person."""

    competition = models.ForeignKey(
        Competition, verbose_name=_("competition"), on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(_("source"), max_length=12, choices=Source)
    number = models.PositiveIntegerField(_("number of answers"), default=0)

    class Meta:
        ordering = ["competition", "source"]
        verbose_name = _("how applicants heard of a competition")
        verbose_name_plural = _("how applicants heard of competitions")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["competition", "source"], name="sourcecount_once")
        ]

    def __str__(self) -> str:
        return str(self.get_source_display())
