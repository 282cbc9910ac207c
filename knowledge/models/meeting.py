"""Meetings of the Director with representatives of interests (epso 8.6)."""

from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.querysets import english_required
from core.states import Transition
from knowledge.models.publication import Publishable, publication_constraints
from knowledge.querysets import MeetingQuerySet

register_number_validator = RegexValidator(
    r"^[0-9]{8,15}-[0-9]{2}\Z",
    _("A number of the Transparency Register looks like 123456789012-34."),
)


class Meeting(Publishable):
    """One meeting: when, where, about what, and the address of the minutes."""

    REQUIRED = ("subject",)

    held_on = models.DateField(_("date"), db_index=True)
    subject = models.CharField(_("subject"), max_length=300)
    place = models.CharField(_("place"), max_length=120, blank=True)
    minutes_url = models.URLField(_("address of the minutes"), max_length=500, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = _("meeting with interest representatives")
        verbose_name_plural = _("meetings with interest representatives")
        constraints: ClassVar[list[Any]] = [
            *english_required("meeting", "subject"),
            *publication_constraints("meeting"),
        ]

    def __str__(self) -> str:
        return f"{self.held_on} {self.subject}"


class MeetingOrganisation(models.Model):
    """An organisation that took part, with its number in the Transparency Register where it has one."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="organisations")
    name = models.CharField(_("name of the organisation"), max_length=200)
    register_number = models.CharField(
        _("Transparency Register number"),
        max_length=20,
        blank=True,
        validators=[register_number_validator],
        help_text=_("Empty for one that needs none, such as a public authority."),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["meeting", "name"],
                name="meetingorganisation_once",
                violation_error_message=_("This organisation is named already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class MeetingTransition(Transition):
    subject = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="transitions")

    class Meta(Transition.Meta):
        verbose_name = _("move of a meeting")
        verbose_name_plural = _("moves of meetings")
