from django.urls import path

from competitions import views

app_name = "competitions"

urlpatterns = [
    path("competitions/<slug:slug>/", views.competition_detail, name="competition_detail"),
    path("competitions/<slug:slug>/calendar.ics", views.competition_calendar, name="competition_calendar"),
    path("competitions/<slug:slug>/could-i-apply/", views.could_i_apply, name="could_i_apply"),
]
