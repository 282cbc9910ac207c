"""Complaints against tests and decisions: routes, time limits, cases, decisions, effects (epso 9.2)."""

from django.urls import URLPattern

app_name = "complaints"

urlpatterns: list[URLPattern] = []
