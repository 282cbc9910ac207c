from django.urls import path

from figures import views

app_name = "figures"

urlpatterns = [
    path("", views.statistics, name="statistics"),
    path("<slug:key>.csv", views.table_file, name="table_file"),
    path("<slug:slug>/", views.competition_statistics, name="competition_statistics"),
    path("<slug:slug>/<slug:key>.csv", views.competition_table_file, name="competition_table_file"),
]
