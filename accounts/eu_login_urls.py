"""EU Login: begun on a page, in a language; it answers to one address, whatever the language."""

from allauth.socialaccount import views as allauth_views
from django.urls import path

from accounts import eu_login_views
from accounts.eu_login import PROVIDER_ID

urlpatterns = [
    path(
        "account/eu-login/",
        eu_login_views.begin,
        {"provider_id": PROVIDER_ID},
        name="openid_connect_login",
    ),
    path("account/eu-login/cancelled/", allauth_views.login_cancelled, name="socialaccount_login_cancelled"),
    path("account/eu-login/signup/", allauth_views.signup, name="socialaccount_signup"),
    path("account/eu-login/connection/", allauth_views.connections, name="socialaccount_connections"),
]
rootpatterns = [
    path(
        "eu-login/callback/",
        eu_login_views.callback,
        {"provider_id": PROVIDER_ID},
        name="openid_connect_callback",
    )
]
