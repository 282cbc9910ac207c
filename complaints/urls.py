"""Complaints against tests and decisions: routes, time limits, cases, decisions, effects (epso 9.2)."""

from django.urls import path

from complaints import views

app_name = "complaints"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("new/", views.start, name="start"),
    path("new/<str:number>/<str:kind>/", views.complaint_new, name="complaint_new"),
    path("<str:number>/", views.complaint_detail, name="complaint_detail"),
    path("<str:number>/edit/", views.complaint_edit, name="complaint_edit"),
    path("<str:number>/files/", views.evidence_add, name="evidence_add"),
    path("<str:number>/files/<int:pk>/remove/", views.evidence_remove, name="evidence_remove"),
    path("<str:number>/submit/", views.submit, name="submit"),
    path("<str:number>/discard/", views.discard, name="discard"),
    path("<str:number>/answer/", views.answer, name="answer"),
    path("<str:number>/withdraw/", views.withdraw, name="withdraw"),
]
