"""Addresses of a candidate's applications, under account/applications/."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from applications import views
from applications.steps import LISTS


class ListStepConverter(StringConverter):
    """The steps that hold a list of entries."""

    regex = "|".join(LISTS)


register_converter(ListStepConverter, "liststep")

app_name = "applications"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("start/<slug:slug>/", views.start, name="start"),
    path("practice/", views.practice_start, name="practice_start"),
    path("practice/tasks/", views.practice_application_detail, name="practice_application_detail"),
    path("practice/submit/", views.practice_submit, name="practice_submit"),
    path("practice/<str:step>/", views.practice_step, name="practice_step"),
    path("practice/<liststep:step>/new/", views.practice_entry, name="practice_entry_new"),
    path("practice/<liststep:step>/<int:pk>/", views.practice_entry, name="practice_entry"),
    path(
        "practice/<liststep:step>/<int:pk>/delete/",
        views.practice_entry_delete,
        name="practice_entry_delete",
    ),
    path("<str:number>/", views.application_detail, name="application_detail"),
    path("<str:number>/submit/", views.submit, name="submit"),
    path("<str:number>/withdraw/", views.withdraw, name="withdraw"),
    path("<str:number>/discard/", views.discard, name="discard"),
    path("<str:number>/apply-again/", views.apply_again, name="apply_again"),
    path("<str:number>/answer/", views.confirm, name="confirm"),
    path("<str:number>/source/", views.say_source, name="say_source"),
    path("<str:number>/versions/<int:version>/", views.submission_detail, name="submission_detail"),
    path(
        "<str:number>/versions/<int:version>/application.json", views.submission_json, name="submission_json"
    ),
    path("<str:number>/<str:step>/", views.step, name="step"),
    path("<str:number>/<liststep:step>/new/", views.entry, name="entry_new"),
    path("<str:number>/<liststep:step>/new/drop/", views.entry_drop, name="entry_drop"),
    path("<str:number>/<liststep:step>/<int:pk>/", views.entry, name="entry"),
    path("<str:number>/<liststep:step>/take-over/", views.take_over, name="take_over"),
    path("<str:number>/<liststep:step>/<int:pk>/keep/", views.entry_keep, name="entry_keep"),
    path("<str:number>/<liststep:step>/<int:pk>/delete/", views.entry_delete, name="entry_delete"),
]
