"""People who sign in."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.querysets import UserQuerySet
from core.languages import CODES


class UserManager(BaseUserManager["User"]):
    """Makes users; an address is kept as typed, with its domain in lower case."""

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def active(self) -> UserQuerySet:
        return self.get_queryset().active()

    def with_address(self, address: str) -> UserQuerySet:
        return self.get_queryset().with_address(address)

    def with_a_role(self) -> UserQuerySet:
        return self.get_queryset().with_a_role()

    def with_grants(self) -> UserQuerySet:
        return self.get_queryset().with_grants()

    def in_role(self, role: str) -> UserQuerySet:
        return self.get_queryset().in_role(role)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person who can sign in. Raises ValueError without an address."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an operator with every permission."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by address, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A candidate, a member of staff or a recruiter: one account a person, named by e-mail address."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    first_names = models.CharField(_("first names"), max_length=150, blank=True)
    family_names = models.CharField(_("family names"), max_length=150, blank=True)
    language = models.CharField(
        _("language of communication"),
        max_length=2,
        choices=settings.LANGUAGES,
        default="en",
        help_text=_("Letters and e-mail are written in this language."),
    )
    is_staff = models.BooleanField(_("may use the administration"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_demonstration = models.BooleanField(_("demonstration"), default=False)
    date_joined = models.DateTimeField(_("account created at"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        permissions: ClassVar[list[Any]] = [
            ("view_identity", "Can see people's names and e-mail addresses"),
            ("assign_roles", "Can create staff and give people roles"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_one_account_per_address",
                violation_error_message=_("There is an account with this e-mail address already."),
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=CODES),
                name="user_language_official",
                violation_error_message=_("Choose one of the 24 official languages."),
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def get_full_name(self) -> str:
        """First names and family names, or the address where they are not known."""
        return f"{self.first_names} {self.family_names}".strip() or self.email

    def get_short_name(self) -> str:
        """First names, or the address where they are not known."""
        return self.first_names or self.email
