"""A candidate's results, under account/results/."""

from django.urls import path

from selection import views

app_name = "selection"

urlpatterns = [
    path("<str:number>/", views.outcome_detail, name="outcome_detail"),
    path("<str:number>/<int:run_number>/", views.outcome_of_run, name="outcome_of_run"),
]
