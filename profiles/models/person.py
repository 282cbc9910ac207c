"""Who the person is, and what she agreed to (epso 4.3)."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Gender(models.TextChoices):
    WOMAN = "WOMAN", _("Woman")
    MAN = "MAN", _("Man")
    OTHER = "OTHER", pgettext_lazy("gender", "Other")
    NO_ANSWER = "NO_ANSWER", _("I prefer not to say")


class PersonalFields(models.Model):
    """Personal data, as an account keeps them and as an application has its own copy of them."""

    family_names = models.CharField(
        _("family names"),
        max_length=150,
        help_text=_("All of them, exactly as on your identity card or passport."),
    )
    first_names = models.CharField(
        _("first names"),
        max_length=150,
        help_text=_("All of them, exactly as on your identity card or passport."),
    )
    birth_name = models.CharField(_("name at birth"), max_length=150, blank=True)
    date_of_birth = models.DateField(_("date of birth"))
    place_of_birth = models.CharField(_("place of birth"), max_length=100)
    country_of_birth = models.CharField(_("country of birth"), max_length=2)
    gender = models.CharField(
        _("gender"),
        max_length=10,
        choices=Gender,
        default=Gender.NO_ANSWER,
        help_text=_("For statistics only."),
    )
    citizenships = ArrayField(models.CharField(max_length=2), verbose_name=_("citizenships"), size=5)
    street = models.CharField(_("street and number"), max_length=200)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("town"), max_length=100)
    country = models.CharField(_("country of residence"), max_length=2)
    phone = models.CharField(
        _("telephone number"),
        max_length=20,
        validators=[
            RegexValidator(
                r"^\+[1-9][0-9]{6,14}$",
                _("Write the number with + and the country code, for example +3221234567."),
            )
        ],
    )

    class Meta:
        abstract = True
        verbose_name = _("personal data")
        verbose_name_plural = _("personal data")

    def __str__(self) -> str:
        return f"{self.first_names} {self.family_names}"


PERSONAL_COLUMNS = tuple(field.name for field in PersonalFields._meta.fields)


class Salutation(models.TextChoices):
    MS = "MS", pgettext_lazy("salutation", "Ms")
    MR = "MR", pgettext_lazy("salutation", "Mr")


class Profile(PersonalFields):
    """Personal data kept in the account."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="profile"
    )
    salutation = models.CharField(_("form of address"), max_length=2, choices=Salutation, blank=True)
    changed_at = models.DateTimeField(_("last changed at"))

    class Meta(PersonalFields.Meta):
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(citizenships__len__gte=1),
                name="profile_a_citizenship",
                violation_error_message=_("Name at least one citizenship."),
            )
        ]

    def values(self) -> dict[str, Any]:
        """The columns that an application has too."""
        return {name: getattr(self, name) for name in PERSONAL_COLUMNS}


class IdentityDocumentType(models.TextChoices):
    CARD = "CARD", _("Identity card")
    PASSPORT = "PASSPORT", _("Passport")


class IdentityDocument(models.Model):
    """The identity card or passport that a candidate shows: valid through the whole procedure."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="identity_document",
    )
    document_type = models.CharField(_("document"), max_length=8, choices=IdentityDocumentType)
    number = models.CharField(_("number of the document"), max_length=50)
    issuing_country = models.CharField(_("country that issued it"), max_length=2)
    expiry_date = models.DateField(_("valid until"))
    changed_at = models.DateTimeField(_("last changed at"))

    class Meta:
        verbose_name = _("identity document")
        verbose_name_plural = _("identity documents")

    def __str__(self) -> str:
        return self.get_document_type_display()

    def is_valid_on(self, day: date) -> bool:
        """Valid to the end of the last day it names."""
        return day <= self.expiry_date


class Consents(models.Model):
    """What a person allows beyond what the law asks of her; nothing until she says so."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="given_consents",
    )
    allows_positive_action = models.BooleanField(
        _("positive action for people with a disability"), default=False
    )
    allows_publication = models.BooleanField(_("publication of my name on a reserve list"), default=False)
    text_version = models.CharField(_("version of the text"), max_length=20)
    changed_at = models.DateTimeField(_("last changed at"))

    class Meta:
        verbose_name = _("consents")
        verbose_name_plural = _("consents")

    def __str__(self) -> str:
        return str(self.user_id)


class Motivation(models.Model):
    """A text to begin the motivation of an application with."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="motivation"
    )
    text = models.TextField(_("motivation"))
    changed_at = models.DateTimeField(_("last changed at"))

    class Meta:
        verbose_name = _("motivation")
        verbose_name_plural = _("motivation")

    def __str__(self) -> str:
        return str(self.user_id)
