"""What a person may ask about her data, and how long each kind is kept (epso 9.3)."""

from django.urls import URLPattern

app_name = "data_rights"

urlpatterns: list[URLPattern] = []
