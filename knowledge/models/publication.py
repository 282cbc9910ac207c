"""What every page has: a state of publication, where its texts came from, and a history of them."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.languages import CODES
from knowledge.states import PublicationState

slug_validator = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Use small letters, digits and single hyphens only.")
)


class Loaded(models.Model):
    """A row whose texts can come from the files of the project."""

    loaded_digests = models.JSONField(
        _("SHA-256 of the texts that were loaded"), default=dict, blank=True, editable=False
    )
    """{column: SHA-256 of the text the loader wrote there}: a text with another one was edited by staff."""

    class Meta:
        abstract = True


class Publishable(Loaded):
    """A row that the public sees only while it is published."""

    REQUIRED: ClassVar[tuple[str, ...]] = ()
    """The texts without which the page is shown in English to readers of a language."""

    state = models.CharField(
        _("state"), max_length=10, choices=PublicationState, default=PublicationState.DRAFT, editable=False
    )
    publish_at = models.DateTimeField(_("to be published at"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("first published at"), null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(_("last changed at"), null=True, blank=True, editable=False)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        """Whether the public sees it."""
        return self.state == PublicationState.PUBLISHED


def publication_constraints(model_name: str) -> list[models.BaseConstraint]:
    """What holds of the state of every publishable row."""
    return [
        models.CheckConstraint(
            condition=~Q(state=PublicationState.SCHEDULED) | Q(publish_at__isnull=False),
            name=f"{model_name}_scheduled_has_time",
            violation_error_message=_("What is scheduled needs a time of publication."),
        ),
        models.CheckConstraint(
            condition=~Q(state__in=[PublicationState.PUBLISHED, PublicationState.WITHDRAWN])
            | Q(published_at__isnull=False),
            name=f"{model_name}_published_has_time",
            violation_error_message=_("What was published has a time of publication."),
        ),
    ]


class PageRevision(models.Model):
    """One text of one language before and after a change: who, when. Rows are only added (a trigger)."""

    at = models.DateTimeField(_("at"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty for what was loaded from the files of the project."),
    )
    object_type = models.CharField(_("kind of object"), max_length=60)
    object_id = models.BigIntegerField(_("object"))
    object_name = models.CharField(_("name"), max_length=200)
    field = models.CharField(_("text"), max_length=60)
    language = models.CharField(
        _("language"), max_length=2, blank=True, help_text=_("Empty for what is the same in all languages.")
    )
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("revision of a page")
        verbose_name_plural = _("revisions of pages")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(language__in=["", *CODES]),
                name="pagerevision_language_official",
                violation_error_message=_("Choose one of the 24 official languages."),
            ),
            models.CheckConstraint(
                condition=~Q(before=models.F("after")),
                name="pagerevision_changes_something",
                violation_error_message=_("A revision says what was changed."),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["object_type", "object_id", "-at"], name="pagerevision_of_object")
        ]

    def __str__(self) -> str:
        return f"{self.object_name}: {self.field} {self.language}".strip()
