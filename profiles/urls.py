"""What a person keeps in her account and uses again: personal data and CV (epso 4.3 to 4.6)."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from profiles import views
from profiles.sections import Section


class SectionConverter(StringConverter):
    """The lists of the CV."""

    regex = "|".join(Section)


register_converter(SectionConverter, "cvsection")

app_name = "profiles"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("personal/", views.personal, name="personal"),
    path("identity-document/", views.identity_document, name="identity_document"),
    path("motivation/", views.motivation, name="motivation"),
    path("consents/", views.consents, name="consents"),
    path("against/", views.against_list, name="against_list"),
    path("against/<slug:slug>/", views.against, name="against"),
    path("against/<slug:slug>/<int:pk>/", views.in_field, name="in_field"),
    path("<cvsection:section>/", views.entries, name="entries"),
    path("<cvsection:section>/new/", views.entry, name="entry_new"),
    path("<cvsection:section>/<int:pk>/", views.entry, name="entry"),
    path("<cvsection:section>/<int:pk>/delete/", views.entry_delete, name="entry_delete"),
]
