"""What a person keeps in her account and uses again: personal data and CV (epso 4.3 to 4.6)."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from profiles.sections import Section
from profiles.views import pages, transfer


class SectionConverter(StringConverter):
    """The lists of the CV."""

    regex = "|".join(Section)


register_converter(SectionConverter, "cvsection")

app_name = "profiles"

urlpatterns = [
    path("", pages.overview, name="overview"),
    path("personal/", pages.personal, name="personal"),
    path("identity-document/", pages.identity_document, name="identity_document"),
    path("motivation/", pages.motivation, name="motivation"),
    path("consents/", pages.consents, name="consents"),
    path("against/", pages.against_list, name="against_list"),
    path("against/<slug:slug>/", pages.against, name="against"),
    path("against/<slug:slug>/<int:pk>/", pages.in_field, name="in_field"),
    path("import/", transfer.cv_import, name="cv_import"),
    path("import/add/", transfer.cv_add, name="cv_add"),
    path("cv.xml", transfer.cv_xml, name="cv_xml"),
    path("cv.json", transfer.cv_as_json, name="cv_json"),
    path("cv.pdf", transfer.cv_as_pdf, name="cv_pdf"),
    path("<cvsection:section>/", pages.entries, name="entries"),
    path("<cvsection:section>/new/", pages.entry, name="entry_new"),
    path("<cvsection:section>/<int:pk>/", pages.entry, name="entry"),
    path("<cvsection:section>/<int:pk>/delete/", pages.entry_delete, name="entry_delete"),
]
