"""Staff look after people: who they are, and which roles they hold."""

from typing import Any, ClassVar, cast

import allauth.account.admin
import allauth.mfa.admin
import allauth.socialaccount.admin  # noqa: F401 -- see the call of unregister
import django.contrib.auth.admin  # noqa: F401 -- see the call of unregister
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import DuplicateState, FileAccess, LikenessReason, PossibleDuplicate, User
from accounts.permissions import can_assign_roles, can_decide_duplicates, can_see_identity
from accounts.roles import STAFF_ROLES, Role
from accounts.services import decide_possible_duplicate, verify_address
from core.admin import EstimatedCountPaginator, ReadOnlyAdmin
from core.requests import SiteRequest
from core.services import record_audit

# Groups are the roles, and migrations write them; addresses are looked after with their person, and nobody
# but she sees by what she signs in. The libraries register theirs when imported, so that has to come first.
admin.site.unregister([Group, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken])


class RolesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    """Roles by their names in the active language."""

    def label_from_instance(self, obj: Any) -> str:
        return role_name(obj.name)


def role_name(group_name: str) -> str:
    """What a role is called; a group that is none keeps its own name."""
    return str(Role(group_name).label) if group_name in Role.values else group_name


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """A person as staff change her."""

    groups = RolesField(
        queryset=Group.objects.filter(name__in=Role.values).order_by("name"),
        label=_("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A role of staff opens the administration by itself."),
    )

    class Meta:
        model = User
        fields = ("email", "first_names", "family_names", "language", "is_active", "groups")

    def save(self, commit: bool = True) -> User:
        """A new person gets no password from staff: she sets it through "Forgot your password?"."""
        if self.instance.pk is None:
            self.instance.set_unusable_password()
        person: User = super().save(commit)
        return person


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """People. Who may not see identities finds those with a role only, never a candidate."""

    form = PersonForm
    ordering = ("-pk",)
    list_display = ("email", "first_names", "family_names", "roles", "language", "is_active")
    list_filter = ("is_staff", "is_active", "is_demonstration", "language")
    search_fields = ("email__istartswith", "family_names__istartswith")
    search_help_text = _("Search by the beginning of the e-mail address or of the family names.")
    paginator = EstimatedCountPaginator
    show_full_result_count = False
    list_per_page = 50
    readonly_fields = ("last_login", "date_joined", "is_demonstration")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("email", "first_names", "family_names", "language")}),
        (_("Roles"), {"fields": ("is_active", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined", "is_demonstration")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        people = User.objects.all() if can_see_identity(request.user) else User.objects.with_a_role()
        return people.prefetch_related("groups").order_by(*self.ordering)

    @admin.display(description=_("Roles"))
    def roles(self, person: User) -> str:
        return ", ".join(role_name(group.name) for group in person.groups.all())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return can_assign_roles(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_assign_roles(request.user) and (
            obj is None or not obj.is_superuser or bool(request.user.is_superuser)
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An account that has a history is closed, not deleted."""
        return False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Let the roles decide about the administration, and write down what was given and taken."""
        person: User = form.instance
        before = sorted(person.groups.values_list("name", flat=True)) if change else []
        super().save_related(request, form, formsets, change)
        after = sorted(person.groups.values_list("name", flat=True))
        person.is_staff = person.is_superuser or bool(STAFF_ROLES & set(after))
        person.save(update_fields=["is_staff"])
        verify_address(user=person)
        record_audit(
            now=cast(SiteRequest, request).now,
            by=request.user,
            verb="change_person" if change else "create_person",
            subject=person,
            details={"fields": sorted(form.changed_data), "roles_before": before, "roles_after": after},
        )


@admin.register(PossibleDuplicate)
class PossibleDuplicateAdmin(ReadOnlyAdmin):
    """Accounts that may be one person's; staff say whether they are. Nobody is stopped by it."""

    list_display = ("found_at", "first", "second", "why", "state", "decided_by", "decided_at")
    list_select_related = ("first", "second", "decided_by")
    list_filter = ("state",)
    fields = ("first", "second", "why", "found_at", "state", "decided_by", "decided_at")
    actions = ("call_one_person", "call_two_people")

    @admin.display(description=_("reasons"))
    def why(self, pair: PossibleDuplicate) -> str:
        return ", ".join(str(LikenessReason(reason).label) for reason in pair.reasons)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return can_decide_duplicates(request.user)

    @admin.action(description=DuplicateState.CONFIRMED.label, permissions=["decide"])
    def call_one_person(self, request: HttpRequest, pairs: QuerySet[PossibleDuplicate]) -> None:
        self._decide(request, pairs, DuplicateState.CONFIRMED)

    @admin.action(description=DuplicateState.DISMISSED.label, permissions=["decide"])
    def call_two_people(self, request: HttpRequest, pairs: QuerySet[PossibleDuplicate]) -> None:
        self._decide(request, pairs, DuplicateState.DISMISSED)

    def _decide(
        self, request: HttpRequest, pairs: QuerySet[PossibleDuplicate], state: DuplicateState
    ) -> None:
        for pair in pairs:
            decide_possible_duplicate(
                pair=pair, state=state, by=cast(User, request.user), now=cast(SiteRequest, request).now
            )


@admin.register(FileAccess)
class FileAccessAdmin(ReadOnlyAdmin):
    """Who looked at whose file; the file by its number, the person only for who may see identities."""

    list_display = ("at", "by", "role_of_reader", "institution", "kind", "about", "purpose")
    list_select_related = ("by",)
    list_filter = (("at", admin.DateFieldListFilter),)
    search_fields = ("about__exact", "by__email__iexact")
    search_help_text = _("Search by what was looked at, or by the e-mail address of who did it.")
    ordering = ("-pk",)

    @admin.display(description=_("role"))
    def role_of_reader(self, row: FileAccess) -> str:
        return role_name(row.role)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = ("at", "by", "role_of_reader", "institution", "kind", "about", "purpose")
        return ("person", *fields) if can_see_identity(request.user) else fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj)
