"""Confidential requests for adjustments: asked, decided, signed off before the day (epso 5.6)."""

from django.urls import path

from special_needs import views

app_name = "special_needs"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("<str:number>/", views.request_detail, name="request_detail"),
    path("<str:number>/begin/", views.begin, name="begin"),
    path("<str:number>/edit/", views.request_edit, name="request_edit"),
    path("<str:number>/certificates/", views.evidence_add, name="evidence_add"),
    path("<str:number>/certificates/<int:pk>/", views.evidence_file, name="evidence_file"),
    path("<str:number>/certificates/<int:pk>/delete/", views.evidence_delete, name="evidence_delete"),
    path("<str:number>/submit/", views.submit, name="submit"),
    path("<str:number>/withdraw/", views.withdraw, name="withdraw"),
    path("<str:number>/ask-again/", views.ask_again, name="ask_again"),
    path("<str:number>/copy/<int:pk>/", views.copy, name="copy"),
]
