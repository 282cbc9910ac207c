"""EU Login: begun on a page, in a language; it answers to one address, whatever the language."""

from django.urls import path

from accounts import eu_login_views
from accounts.eu_login import PROVIDER_ID

urlpatterns = [
    path(
        "account/eu-login/",
        eu_login_views.begin,
        {"provider_id": PROVIDER_ID},
        name="openid_connect_login",
    )
]
rootpatterns = [
    path(
        "eu-login/callback/",
        eu_login_views.callback,
        {"provider_id": PROVIDER_ID},
        name="openid_connect_callback",
    )
]
