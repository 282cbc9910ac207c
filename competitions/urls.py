from django.urls import path

from competitions import views

app_name = "competitions"

urlpatterns = [
    path("competitions/<slug:slug>/", views.competition_detail, name="competition_detail"),
]
