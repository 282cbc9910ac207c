"""The ways into a language, and the switch of languages."""

from django.urls import path

from core import views

app_name = "core"

urlpatterns = [path("language/", views.set_language, name="set_language")]

# Outside the languages: the bare address of the site.
rootpatterns = [path("", views.root, name="root")]
