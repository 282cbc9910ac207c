"""What a person keeps in her account and uses again: personal data and CV (epso 4.3 to 4.6)."""

from django.urls import URLPattern

app_name = "profiles"

urlpatterns: list[URLPattern] = []
