"""Files that prove what was declared: taken in, checked, kept apart, attached (epso 4.8)."""

from django.urls import URLPattern

app_name = "documents"

urlpatterns: list[URLPattern] = []
