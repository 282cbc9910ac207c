from django.urls import path

from alerts import views

app_name = "alerts"

urlpatterns = [
    path("job-opportunities/feed.atom", views.opportunity_feed, name="opportunity_feed"),
    path("job-opportunities/calendar.ics", views.opportunity_calendar, name="opportunity_calendar"),
    path("alerts/new/", views.alert_create, name="alert_create"),
    path("alerts/requested/", views.alert_requested, name="alert_requested"),
    path("alerts/competition/<slug:slug>/", views.competition_alert_create, name="competition_alert_create"),
    path("alerts/<str:token>/", views.alert_detail, name="alert_detail"),
    path("alerts/<str:token>/confirm/", views.alert_confirm, name="alert_confirm"),
    path("alerts/<str:token>/keep/", views.alert_keep, name="alert_keep"),
    path("alerts/<str:token>/stop/", views.alert_stop, name="alert_stop"),
]
