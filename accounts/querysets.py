"""Reads of people."""

from typing import Any, Self

from django.db import models


class UserQuerySet(models.QuerySet[Any]):
    """People by what they are and do here."""

    def active(self) -> Self:
        """Those who may sign in."""
        return self.filter(is_active=True)

    def with_address(self, address: str) -> Self:
        """The account of an e-mail address, whatever its case: one or none."""
        return self.filter(email__iexact=address.strip())

    def in_role(self, role: str) -> Self:
        """Those who hold `role`, one of accounts.roles.Role."""
        return self.filter(groups__name=role)

    def with_a_role(self) -> Self:
        """Staff and recruiters, not candidates."""
        holders = self.model.groups.through.objects.values("user_id")
        return self.filter(models.Q(is_staff=True) | models.Q(pk__in=holders))

    def with_grants(self) -> Self:
        """Say of each, as `has_grants`, whether a role or a permission of her own was ever given to her."""
        return self.annotate(
            has_grants=models.Exists(self._given_to_her(self.model.groups))
            | models.Exists(self._given_to_her(self.model.user_permissions))
        )

    def _given_to_her(self, relation: Any) -> Any:
        return relation.through.objects.filter(user_id=models.OuterRef("pk"))
