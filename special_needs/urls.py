"""Confidential requests for adjusted tests: asked, decided, signed off before the day (epso 5.6)."""

from django.urls import URLPattern

app_name = "special_needs"

urlpatterns: list[URLPattern] = []
