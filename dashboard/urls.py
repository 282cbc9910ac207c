"""The home of the account: where each application stands and what to do next."""

from django.urls import URLPattern

app_name = "dashboard"

urlpatterns: list[URLPattern] = []
