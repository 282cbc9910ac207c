"""What institutions open: reserve lists and their download."""

from django.urls import path

from recruitment import views

app_name = "recruitment"

urlpatterns = [
    path("", views.list_list, name="list_list"),
    path("<int:pk>/", views.list_detail, name="list_detail"),
    path("<int:pk>/download/", views.list_download, name="list_download"),
]
