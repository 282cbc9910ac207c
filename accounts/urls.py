"""A person's own account; signing in and all around it is allauth's."""

from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("sessions/", views.session_list, name="session_list"),
    path("sessions/others/", views.end_other_sessions, name="end_other_sessions"),
    path("sessions/stay/", views.stay, name="stay"),
    path("sessions/<slug:number>/", views.end_session, name="end_session"),
    path("address-change/<str:token>/", views.address_change, name="address_change"),
    path("close/", views.close, name="close"),
    path("eu-login/connect/", views.connect_eu_login, name="connect_eu_login"),
]
