"""Questions of candidates and EPSO's answers, in threads with a number."""

from django.urls import URLPattern

app_name = "enquiries"

urlpatterns: list[URLPattern] = []
