"""What a person keeps in her account and uses again: personal data, curriculum vitae, Europass (epso 4.3 to 4.6)."""

from django.urls import URLPattern

app_name = "profiles"

urlpatterns: list[URLPattern] = []
