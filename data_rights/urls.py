"""What a person may ask about her data, and how long each kind is kept (epso 9.3)."""

from django.urls import path

from data_rights import views

app_name = "data_rights"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("file/", views.export_ask, name="export_ask"),
    path("file/<int:pk>/", views.export_download, name="export_download"),
    path("erasure/", views.erasure, name="erasure"),
    path("requests/new/", views.request_new, name="request_new"),
    path("requests/<str:number>/", views.request_detail, name="request_detail"),
    path("requests/<str:number>/withdraw/", views.request_withdraw, name="request_withdraw"),
]
