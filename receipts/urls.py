"""Receipts for what was handed in, and the chain of digests that proves receipts and letters."""

from django.urls import URLPattern

app_name = "receipts"

urlpatterns: list[URLPattern] = []
