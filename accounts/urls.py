"""A person's own account; signing in and all around it is allauth's."""

from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [path("settings/", views.settings, name="settings")]
