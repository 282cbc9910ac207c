"""Who signs in, and what she may do; that a candidate has no role is read together with her account."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User


class AccountBackend(AuthenticationBackend):
    """Signs people in by e-mail address; reads with the account whether it holds a role at all."""

    def get_user(self, user_id: Any) -> User | None:
        """The person of a session, read anew at each request; None for an account that is closed."""
        person: Any = User.objects.with_grants().filter(pk=user_id).first()
        if person is None or not self.user_can_authenticate(person):
            return None
        if not person.has_grants and not person.is_superuser:
            # Where Django keeps what it has read of somebody's permissions: it need not read them any more.
            person._perm_cache = set()
        return person  # type: ignore[no-any-return]
