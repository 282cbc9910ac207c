"""The home of the account: where each application stands and what to do next."""

from django.urls import path

from dashboard import views

app_name = "dashboard"

urlpatterns = [
    path("", views.home, name="home"),
    path("who-looked/", views.file_accesses, name="file_accesses"),
    path("e-mail/", views.email_choices, name="email_choices"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/<uuid:key>/<str:signature>.ics", views.calendar_file, name="calendar_file"),
]
