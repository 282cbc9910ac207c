"""How allauth behaves here: mail goes through our outbox."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """The sign-up and sign-in of this site."""
