"""The mailbox of the person signed in."""

from django.urls import path

from notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.letter_list, name="letter_list"),
    path("<uuid:number>/", views.letter_detail, name="letter_detail"),
]
