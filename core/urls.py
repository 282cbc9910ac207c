"""The ways into a language, and the switch of languages."""

from django.conf import settings
from django.urls import path

from core import gallery, views

app_name = "core"

urlpatterns = [path("language/", views.set_language, name="set_language")]
if settings.SHOW_GALLERY:
    urlpatterns.append(path("gallery/", gallery.gallery, name="gallery"))

# Outside the languages: the bare address of the site.
rootpatterns = [path("", views.root, name="root")]
